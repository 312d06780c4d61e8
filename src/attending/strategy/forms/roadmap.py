"""Forms of a roadmap: open it, its limits, its wishes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet

from attending.program.models import Unit, UseCase
from attending.strategy.forms.amounts import AmountsField, spread, written
from attending.strategy.forms.unit_lines import UnitLinesField
from attending.strategy.models import Panel, WishKind
from attending.strategy.rules.quarters import later, name_of
from attending.strategy.rules.roadmap_limits import CarryingLimits
from attending.ui.fields import set_choices, set_records

AHEAD = 8
HEAVIEST_LOAD = 50


class LimitsForm(forms.Form):
    """What the organisation can carry in each quarter."""

    money = AmountsField(
        label="Money, thousands a quarter",
        help_text="One number for every quarter, or one for each: 300, 300, 250. Empty: no limit. The same below.",
    )
    clinician_hours = AmountsField(label="Clinician hours a quarter")
    platform_days = AmountsField(label="Platform days a quarter")
    load = forms.IntegerField(
        label="Change a unit can bear at once",
        required=False,
        min_value=1,
        max_value=HEAVIEST_LOAD,
        initial=5,
        help_text="The sum of the change loads of what is in work there, each 1 to 5. Empty: no limit.",
    )
    load_by_unit = UnitLinesField(
        label="Units that can bear more or less, one a line",
        lowest=0,
        highest=HEAVIEST_LOAD,
        help_text="A unit, a comma and a number: Emergency Department, 3",
    )
    most_high = forms.IntegerField(
        label="Most high-risk use cases in work at once",
        required=False,
        min_value=0,
        max_value=1000,
        help_text="What nobody assessed counts as high. Empty: no limit.",
    )
    most_moderate = forms.IntegerField(
        label="Most moderate-risk use cases in work at once", required=False, min_value=0, max_value=1000
    )

    def __init__(
        self, *args: Any, units: Sequence[Unit], standing: CarryingLimits | None = None, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        field = self.fields["load_by_unit"]
        if isinstance(field, UnitLinesField):
            field.know(units)
            if standing is not None:
                self.initial = {
                    **_written(standing),
                    "load_by_unit": field.lines(standing.load_by_unit),
                    **self.initial,
                }

    def limits(self, quarters: int) -> CarryingLimits:
        """What was entered, for so many quarters."""
        values = self.cleaned_data
        return CarryingLimits(
            money=spread(values["money"], quarters),
            clinician_hours=spread(values["clinician_hours"], quarters),
            platform_days=spread(values["platform_days"], quarters),
            load=values["load"],
            load_by_unit={unit.pk: load for unit, load in values["load_by_unit"].items()},
            most_high=values["most_high"],
            most_moderate=values["most_moderate"],
        )


def _written(limits: CarryingLimits) -> dict[str, Any]:
    return {
        "money": written(limits.money),
        "clinician_hours": written(limits.clinician_hours),
        "platform_days": written(limits.platform_days),
        "load": limits.load,
        "most_high": limits.most_high,
        "most_moderate": limits.most_moderate,
    }


class OpenRoadmapForm(LimitsForm):
    """A title, the panel whose values count, the quarters, and the limits."""

    field_order = ("title", "panel", "first_quarter", "quarters")

    title = forms.CharField(label="Title", max_length=200, help_text="Such as: Clinical AI 2027 and 2028.")
    panel = forms.ModelChoiceField(
        label="Panel whose values are used",
        queryset=Panel.objects.none(),
        help_text="A closed panel. A use case counts with its panel value times the people it reaches.",
    )
    first_quarter = forms.ChoiceField(label="First quarter")
    quarters = forms.IntegerField(
        label="Number of quarters", min_value=1, max_value=12, initial=4, help_text="Two to four is usual, 12 the most."
    )

    def __init__(self, *args: Any, panels: QuerySet[Panel], this_quarter: date, **options: Any) -> None:
        super().__init__(*args, **options)
        set_records(self, "panel", panels)
        quarters = [later(this_quarter, at) for at in range(AHEAD)]
        set_choices(self, "first_quarter", [(each.isoformat(), name_of(each)) for each in quarters])

    def first(self) -> date:
        """The first day of the first quarter."""
        return date.fromisoformat(self.cleaned_data["first_quarter"])


class WishForm(forms.Form):
    """One thing that leaders want of the plan whatever it costs."""

    kind = forms.ChoiceField(label="What is wished", choices=WishKind.choices, widget=forms.RadioSelect)
    use_case = forms.ModelChoiceField(label="Use case", queryset=UseCase.objects.none())
    other = forms.ModelChoiceField(
        label="The other use case",
        queryset=UseCase.objects.none(),
        required=False,
        help_text="For together, only one of two, and only after the end of.",
    )
    by_quarter = forms.ChoiceField(
        label="It starts by the end of", required=False, help_text="Only for what must be in the plan."
    )
    reason = forms.CharField(label="Why", max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, data: Any, *, use_cases: QuerySet[UseCase], quarters: Sequence[str]) -> None:
        super().__init__(data)
        set_records(self, "use_case", use_cases)
        set_records(self, "other", use_cases)
        numbered = [(str(at), name) for at, name in enumerate(quarters, start=1)]
        set_choices(self, "by_quarter", [("", "Any quarter"), *numbered])

    def values(self) -> dict[str, Any]:
        """What was entered, as ``actions.wishes.wish`` takes it."""
        values = self.cleaned_data
        return {
            "kind": WishKind(values["kind"]),
            "use_case": values["use_case"],
            "other": values["other"],
            "by_quarter": int(values["by_quarter"]) if values["by_quarter"] else None,
            "reason": values["reason"],
        }
