"""A text field with a unit and a number on each line, such as ``Medical Intensive Care, 3``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from attending.program.models import Unit
from attending.strategy.rules.unit_names import unit_names


class UnitLinesField(forms.CharField):
    """Reads lines into unit -> whole number from ``lowest`` to ``highest``; each mistake names its line."""

    def __init__(self, *, lowest: int, highest: int, **options: Any) -> None:
        super().__init__(
            required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 4}), strip=True, **options
        )
        self.lowest, self.highest = lowest, highest
        self.units: Mapping[str, Unit] = {}

    def know(self, units: Sequence[Unit]) -> None:
        """Say which units there are."""
        names = unit_names(units)
        self.units = {names[unit.pk]: unit for unit in units}

    def lines(self, numbers: Mapping[int, int]) -> str:
        """The text for numbers by unit."""
        return "\n".join(f"{name}, {numbers[unit.pk]}" for name, unit in self.units.items() if unit.pk in numbers)

    def clean(self, value: Any) -> dict[Unit, int]:
        text = super().clean(value) or ""
        found: dict[Unit, int] = {}
        mistakes: list[str] = []
        known = {name.casefold(): unit for name, unit in self.units.items()}
        for number, line in enumerate(text.splitlines(), start=1):
            if not line.strip():
                continue
            name, _, amount = line.rpartition(",")
            unit = known.get(name.strip().casefold())
            if unit is None:
                mistakes.append(
                    f"Line {number}: {(name or line).strip()!r} is no unit. Write a unit's name, a comma and a number; "
                    f"the units are {', '.join(self.units)}."
                )
            elif not amount.strip().isdecimal() or not self.lowest <= int(amount) <= self.highest:
                mistakes.append(
                    f"Line {number}: {amount.strip() or 'nothing'!r} is no number for {name.strip()}; "
                    f"give a whole number from {self.lowest} to {self.highest}."
                )
            elif unit in found:
                mistakes.append(f"Line {number}: {name.strip()} stands there twice; give each unit once.")
            else:
                found[unit] = int(amount)
        if mistakes:
            raise forms.ValidationError(mistakes)
        return found
