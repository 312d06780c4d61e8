"""How many alerts the unit can answer a day, as a reader asks it of a review's page."""

from __future__ import annotations

from django import forms


class CapacityForm(forms.Form):
    """A number of alerts a day; it is asked in the page's address, so it can be shared."""

    capacity = forms.FloatField(
        label="Alerts the unit can answer a day",
        min_value=0,
        max_value=1_000_000,
        required=False,
        help_text="The threshold that fits is marked in the chart; nothing is changed by it.",
        error_messages={"invalid": "Write a number of alerts a day, such as 12 or 0.5."},
    )

    @property
    def asked(self) -> float | None:
        """The capacity asked for; None where there is none or it is not a number."""
        found: float | None = self.cleaned_data.get("capacity") if self.is_valid() else None
        return found
