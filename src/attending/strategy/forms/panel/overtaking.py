"""Which use case should overtake which."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from attending.ui.fields import set_choices


class OvertakingForm(forms.Form):
    """Two use cases of a ranking, by their number in it."""

    lower = forms.TypedChoiceField(label="What would have to change for", coerce=int)
    upper = forms.TypedChoiceField(label="to overtake", coerce=int)

    def __init__(self, *args: Any, choices: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("lower", "upper"):
            set_choices(self, name, choices)

    def pair(self) -> tuple[int, int]:
        """The one that is ahead, then the other."""
        first, second = sorted((self.cleaned_data["lower"], self.cleaned_data["upper"]))
        return first, second
