"""Forms that take a vendor's card or answers, and ask how a claim was checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from attending.cards.hti1 import Attribute, group_title
from attending.inventory.models import Verdict
from attending.inventory.rules.claims import LONGEST_ANSWER
from attending.ui.fields import one_of_several, set_choices


class CardForm(forms.Form):
    """A CHAI Applied Model Card."""

    card = forms.FileField(
        label="Model card",
        help_text="A CHAI Applied Model Card, version 0.2 or 0.1, as XML, at most 5 MB.",
        widget=forms.FileInput(attrs={"accept": ".xml"}),
    )


class AnswersFileForm(forms.Form):
    """Answers to the source attributes as a file."""

    answers = forms.FileField(
        label="Answers",
        help_text="The list of attributes as it is handed out, with the vendor's answers, as .xlsx or .csv.",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )


class AttributesForm(forms.Form):
    """One answer for each source attribute."""

    def __init__(self, data: Any, *, asked: Sequence[Attribute], initial: Mapping[str, str]) -> None:
        super().__init__(data)
        self.asked = asked
        for number, each in enumerate(asked, 1):
            self.fields[f"answer_{number}"] = forms.CharField(
                label=each.title,
                required=False,
                max_length=LONGEST_ANSWER,
                initial=initial.get(each.id, ""),
                help_text=f"{group_title(each)}, {each.id}.",
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def answers(self) -> dict[str, str]:
        """The answers by attribute."""
        return {each.id: self.cleaned_data[f"answer_{number}"] for number, each in enumerate(self.asked, 1)}


class CheckForm(forms.Form):
    """Whether a claim holds here, against what, and what was found."""

    verdict = forms.ChoiceField(label="Does it hold here?", choices=Verdict.choices, widget=forms.RadioSelect)
    result = forms.ChoiceField(
        label="Measure result", required=False, help_text="What was measured here of this version."
    )
    reference = forms.CharField(
        label="Or the document you held it against",
        required=False,
        max_length=300,
        help_text="Such as a report, a contract or a letter, with its date.",
    )
    finding = forms.CharField(
        label="What was found",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="In a sentence or two, with the numbers. No patient's name, number or story.",
    )

    def __init__(self, data: Any, *, results: Sequence[tuple[int, str]]) -> None:
        super().__init__(data)
        set_choices(self, "result", [("", "None"), *((str(pk), label) for pk, label in results)])
        one_of_several(self.fields["result"], self.fields["reference"])

    def chosen(self) -> Verdict:
        return Verdict(self.cleaned_data["verdict"])

    def result_pk(self) -> int | None:
        """The primary key of the result that was chosen."""
        return int(self.cleaned_data["result"]) if self.cleaned_data["result"] else None
