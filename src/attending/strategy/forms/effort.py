"""Forms of efforts and outlooks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from attending.program.models import Unit
from attending.strategy.actions.effort import HEAVIEST, LONGEST, Estimate
from attending.strategy.forms.unit_lines import UnitLinesField
from attending.strategy.models import Effort


class EffortForm(forms.Form):
    """What a use case takes in each quarter of its work."""

    gate_quarters = forms.IntegerField(
        label="Quarters its gates take",
        min_value=0,
        max_value=LONGEST,
        initial=1,
        help_text="Reviews and approvals before the work can start. They count from the first quarter of a plan.",
    )
    duration_quarters = forms.IntegerField(
        label="Quarters of work", min_value=1, max_value=LONGEST, help_text="From the start until it is in use."
    )
    money = forms.FloatField(label="Money, thousands a quarter", min_value=0)
    clinician_hours = forms.FloatField(
        label="Clinician hours a quarter",
        min_value=0,
        help_text="Of everybody who gives care: design, testing, training.",
    )
    platform_days = forms.FloatField(
        label="Platform days a quarter", min_value=0, help_text="Of data engineers and integration staff."
    )
    reach = forms.FloatField(
        label="Reach, thousand people a quarter",
        min_value=0,
        help_text="Patients or staff it serves once it runs. Its value in a plan is the panel's value times its reach.",
    )
    change_loads = UnitLinesField(
        label="Change load on units, one a line",
        lowest=1,
        highest=HEAVIEST,
        help_text="A unit, a comma, and 1 (little) to 5 (all it can bear): Emergency Department, 3",
    )
    source = forms.CharField(
        label="Where the estimate comes from",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="A quotation, a project that was alike, the people who will do it.",
    )

    def __init__(self, data: Any, *, units: Sequence[Unit], standing: Effort | None) -> None:
        super().__init__(data, initial=_initial(standing))
        field = self.fields["change_loads"]
        if isinstance(field, UnitLinesField):
            field.know(units)
            if standing is not None:
                self.initial["change_loads"] = field.lines(
                    {each.unit_id: each.load for each in standing.change_loads.all()}
                )

    def estimate(self) -> Estimate:
        """What was entered."""
        return Estimate(**self.cleaned_data)


def _initial(standing: Effort | None) -> dict[str, Any]:
    if standing is None:
        return {}
    names = ("gate_quarters", "duration_quarters", "money", "clinician_hours", "platform_days", "reach", "source")
    return {name: getattr(standing, name) for name in names}


class OutlookForm(forms.Form):
    """When a capability will be there, and what it is worth to own."""

    expected_on = forms.DateField(
        label="Expected on",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="For what is being built already. Leave empty where a use case of the plan is to build it.",
    )
    end_value = forms.FloatField(
        label="Worth of owning it at the end of a plan",
        min_value=0,
        initial=0,
        help_text="In the unit of a plan's value: panel points times thousand people. 0 where only its use counts.",
    )
