"""What a declared evaluation will be able to show, as its plan page tells it."""

from __future__ import annotations

from dataclasses import dataclass

from attending.analytics.impact.power import SEED, SERIES, WANTED
from attending.charts.impact_answers import decimals
from attending.charts.numbers import decimal
from attending.review.models import Design
from attending.review.rules.impact_foresight import Foresight, Possible, foresee
from attending.review.rules.impact_settings import Settings
from attending.ui import formats
from attending.ui.parts import DataTable, Status

MOST_SAID = 0.99

_HOW = {
    Design.INTERRUPTED_TIME_SERIES: f"By {SERIES} simulated series with autocorrelated errors (seed {SEED}), fitted as "
    "the evaluation will be. The line before is drawn on into the time since, so more periods before always help, and "
    "more periods since do not.",
    Design.DIFFERENCE_IN_DIFFERENCES: "By the variance of the estimator in closed form, units being independent of one "
    "another.",
    Design.STAGGERED: "By the variance of the estimator in closed form, units being independent of one another.",
    Design.STEPPED_WEDGE: "By the closed form of Hussey and Hughes (2007), every unit observed in every period.",
}


@dataclass(frozen=True, slots=True)
class ForesightPanel:
    """A sentence that answers, the plans it rests on, and what was taken for granted."""

    status: Status
    answer: str
    table: DataTable | None
    note: str


def foresight_panel(design: Design, settings: Settings) -> ForesightPanel:
    """What the plan can show of the smallest worthwhile effect."""
    found = foresee(design, settings)
    if found is None:
        return ForesightPanel(
            Status("watch", "Not told"),
            "Nobody said how much the outcome varies from period to period, so what this can show cannot be told "
            "beforehand.",
            None,
            "",
        )
    digits = decimals(min((each.smallest for each in found.plans if each.smallest), default=1.0) / 2)
    one_unit = design is Design.INTERRUPTED_TIME_SERIES
    rows = [_row(each, settings, digits, one_unit=one_unit) for each in found.plans]
    headers = ["Before" if one_unit else "Units", "Since", "Smallest effect"]
    told = f"Smallest effect shown with a chance of {formats.percent(WANTED, 0)}, in {_unit(settings)}"
    if settings.worthwhile is not None:
        headers.append("Chance")
        told += f", and the chance to show {_effect(settings.worthwhile, settings)}"
    by = "periods before and since the start" if one_unit else "units and periods since the last start"
    table = DataTable(headers, rows, f"{told}; by {by}", tuple(range(len(headers))))
    return ForesightPanel(*_answer(found, settings, digits, one_unit=one_unit), table, _note(design, found, settings))


def _row(plan: Possible, settings: Settings, digits: int, *, one_unit: bool) -> tuple[str, ...]:
    smallest = plan.reason if plan.smallest is None else decimal(plan.smallest, digits)
    row = (formats.count(plan.before if one_unit else plan.units), formats.count(plan.after), smallest)
    if settings.worthwhile is None:
        return row
    return (*row, _chance(plan.chance))


def _answer(found: Foresight, settings: Settings, digits: int, *, one_unit: bool) -> tuple[Status, str]:
    if settings.worthwhile is None:
        return Status("pending", "No size named"), "Name the smallest effect worth having to see the chance to show it."
    effect = _effect(settings.worthwhile, settings)
    enough = found.first_enough
    if enough is not None:
        how = f"{enough.before} periods before" if one_unit else f"{enough.units} units"
        many = "period" if enough.after == 1 else "periods"
        return (
            Status("ok", "Large enough"),
            f"An effect of {effect} is shown with a chance of {_chance(enough.chance)}, with {how} and "
            f"{enough.after} {many} since the last start.",
        )
    best = min((each.smallest for each in found.plans if each.smallest is not None), default=None)
    if best is None:
        return Status("watch", "Cannot be estimated"), found.plans[0].reason
    return (
        Status("watch", "Too small"),
        f"An effect of {effect} is likely to be missed by each of these plans; the smallest that any of them shows "
        f"with a chance of {formats.percent(WANTED, 0)} is {decimal(best, digits)} {_unit(settings)}.",
    )


def _note(design: Design, found: Foresight, settings: Settings) -> str:
    unit = "%" if settings.scale == "ratio" else settings.measured_in
    varies = f"standard deviation {found.spread:.3g} {unit} from period to period"
    if found.by_chance_alone:
        varies += " (by chance alone, so at the least)"
    alike = "any two periods of a unit" if design is Design.STEPPED_WEDGE else "neighbouring periods"
    return f"Taken for granted: {varies}; correlation of {alike} {found.correlation:.2g}. {_HOW[design]}"


def _chance(value: float | None) -> str:
    """No plan is certain."""
    if value is not None and value > MOST_SAID:
        return f"over {formats.percent(MOST_SAID, 0)}"
    return formats.percent(value, 0)


def _effect(size: float, settings: Settings) -> str:
    return f"{size:g} {_unit(settings)}"


def _unit(settings: Settings) -> str:
    return "%" if settings.scale == "ratio" else settings.measured_in
