"""Forms of a roadmap on its way: put it to a decision, report progress, plan again."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from attending.strategy.rules.quarters import later, name_of
from attending.ui.fields import set_choices

BACK = 12


class DecideForm(forms.Form):
    reason = forms.CharField(
        label="Why this plan",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Sealed with the decision, beside the plan, what it costs and the other plans.",
    )


class ProgressForm(forms.Form):
    """Where one use case really is."""

    started = forms.ChoiceField(label="Started in", required=False)
    finished = forms.ChoiceField(label="Finished in", required=False)
    quarters_left = forms.IntegerField(
        label="Quarters left",
        required=False,
        min_value=1,
        max_value=12,
        help_text="Of work not finished yet, this quarter counted.",
    )
    note = forms.CharField(label="How it stands", max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, data: Any, *, this_quarter: date, initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial)
        past = [later(this_quarter, -at) for at in range(BACK)]
        choices = [(each.isoformat(), name_of(each)) for each in past]
        set_choices(self, "started", [("", "Not started"), *choices])
        set_choices(self, "finished", [("", "Not finished"), *choices])

    def values(self) -> dict[str, Any]:
        """What was entered, as ``actions.following.report`` takes it."""
        values = self.cleaned_data
        return {
            "started": date.fromisoformat(values["started"]) if values["started"] else None,
            "finished": date.fromisoformat(values["finished"]) if values["finished"] else None,
            "quarters_left": values["quarters_left"],
            "note": values["note"],
        }
