"""An amount for every quarter of a plan, or one for each with commas between them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from django import forms

NO_LIMIT = "-"


class AmountsField(forms.CharField):
    """Reads ``300`` or ``300, 250, -`` (a dash: no limit); empty is no limit at all."""

    def __init__(self, *, label: str, help_text: str = "") -> None:
        super().__init__(label=label, required=False, max_length=400, help_text=help_text)

    def clean(self, value: Any) -> list[float | None]:
        text = super().clean(value) or ""
        parts = [part.strip() for part in text.split(",")] if text.strip() else [NO_LIMIT]
        return [self._amount(part, at) for at, part in enumerate(parts, start=1)]

    def _amount(self, part: str, at: int) -> float | None:
        if part == NO_LIMIT:
            return None
        try:
            amount = float(part)
        except ValueError:
            amount = math.nan
        if not math.isfinite(amount) or amount < 0:
            raise forms.ValidationError(
                f"Amount {at}, {part!r}, is no limit. Write one number such as 300, one for each quarter with commas "
                f"between them, or {NO_LIMIT} for no limit."
            )
        return amount


def spread(amounts: Sequence[float | None], quarters: int) -> tuple[float | None, ...]:
    """One amount stands for every quarter; a list is left as it was written."""
    return tuple(amounts) * quarters if len(amounts) == 1 else tuple(amounts)


def written(amounts: Sequence[float | None]) -> str:
    """The text for amounts, as short as it can be."""
    texts = [NO_LIMIT if amount is None else f"{amount:g}" for amount in amounts]
    if len(set(texts)) == 1:
        return "" if texts[0] == NO_LIMIT else texts[0]
    return ", ".join(texts)
