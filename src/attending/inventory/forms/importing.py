"""The forms that take an inventory from a file, and ask which of its columns is what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django import forms

from attending.inventory.rules.importing import HEADINGS
from attending.sources.spreadsheet import Column
from attending.ui.fields import one_of_several

_CHOICES: Final = (("", "Leave it out"), *((heading.key, heading.label) for heading in HEADINGS))
_SHOWN: Final = 60


class SheetForm(forms.Form):
    """The file."""

    spreadsheet = forms.FileField(
        label="Spreadsheet",
        help_text="An .xlsx or .csv file with a row of headings, at most 5,000 rows and 10 MB. No patient's name, "
        "number or story.",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )


class ColumnsForm(forms.Form):
    """One choice for each column of the file."""

    def __init__(self, data: Any, *, columns: Sequence[Column], mapping: Mapping[str, str]) -> None:
        super().__init__(data)
        self.numbers = [column.number for column in columns]
        for column in columns:
            examples = "; ".join(_cut(text) for text in column.examples)
            self.fields[f"column_{column.number}"] = forms.ChoiceField(
                label=column.label[:200],
                choices=_CHOICES,
                required=False,
                initial=mapping.get(str(column.number), ""),
                help_text=f"Such as: {examples}" if examples else "It is empty.",
            )
        one_of_several(*self.fields.values())

    def places(self) -> dict[int, str]:
        """The key chosen for each column, by its number."""
        return {number: self.cleaned_data[f"column_{number}"] for number in self.numbers}


def _cut(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _SHOWN else f"{flat[:_SHOWN]}\u2026"
