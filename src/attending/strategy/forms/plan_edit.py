"""Where a use case is moved to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from attending.strategy.rules.plan_words import OUT
from attending.ui.fields import set_choices


class MoveForm(forms.Form):
    """A quarter of the plan, counted from 0, or out of it."""

    to = forms.ChoiceField(label="Start it in")

    def __init__(self, data: Any, *, quarters: Sequence[str], initial: str) -> None:
        super().__init__(data, initial={"to": initial})
        numbered = [(str(at), name) for at, name in enumerate(quarters)]
        set_choices(self, "to", [*numbered, (OUT, "Not in the plan")])

    def place(self) -> int | None:
        """The quarter, or None for out of the plan."""
        return None if self.cleaned_data["to"] == OUT else int(self.cleaned_data["to"])


class KeepForm(MoveForm):
    """The same, and whether the whole plan around it is kept."""

    whole = forms.BooleanField(required=False, widget=forms.HiddenInput)
    plan = forms.IntegerField(widget=forms.HiddenInput)
