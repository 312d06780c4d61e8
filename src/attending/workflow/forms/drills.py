"""A downtime drill as it went."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from attending.ui.fields import set_choices
from attending.ui.patients import AsksAboutPatients
from attending.workflow.actions.drills import MOST_MINUTES, MOST_PEOPLE, Held


class DrillForm(AsksAboutPatients):
    """When it was held, what took over, whether it worked, and what follows."""

    held_on = forms.DateField(label="Held on", widget=forms.DateInput(attrs={"type": "date"}))
    shift = forms.ChoiceField(label="Shift", required=False)
    fallback = forms.ChoiceField(label="What took over")
    people = forms.IntegerField(label="How many people took part", min_value=1, max_value=MOST_PEOPLE)
    minutes = forms.FloatField(
        label="Minutes until the fallback ran",
        min_value=0,
        max_value=MOST_MINUTES,
        help_text="From when the AI was away.",
    )
    worked = forms.ChoiceField(
        label="Did the fallback work?", choices=(("yes", "Yes"), ("no", "No")), widget=forms.RadioSelect
    )
    found = forms.CharField(label="What was found", max_length=2_000, widget=forms.Textarea(attrs={"rows": 3}))
    follows = forms.CharField(
        label="What follows, and who does it",
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Needed where it did not work.",
    )

    def __init__(
        self, *args: Any, fallbacks: Iterable[tuple[str, str]], shifts: Iterable[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "fallback", fallbacks)
        set_choices(self, "shift", [("", "Not said"), *shifts])

    def held(self) -> Held:
        """As the action takes it."""
        return Held(**{**self.cleaned_data, "worked": self.cleaned_data["worked"] == "yes"})
