"""From the cells that were handed over to what an impact evaluation found, every number in its shown unit. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from attending.analytics.impact.differences import difference_in_differences
from attending.analytics.impact.interrupted import interrupted_time_series
from attending.analytics.impact.panel import BadPanelError, Cell, Kind, Panel, Period, ordinal
from attending.analytics.impact.quarterly import QuarterReview, QuarterValue, quarters
from attending.analytics.impact.result import Effect, ImpactResult
from attending.analytics.impact.wedge import stepped_wedge
from attending.charts.impact_answers import Told, Verdict, told
from attending.review.models import Design
from attending.review.rules.impact_reading import DataRefused, Fault
from attending.review.rules.impact_settings import Settings

SMALL: Final = 11
PERCENT: Final = 100.0


@dataclass(frozen=True)
class Evaluated:
    """A result with its answer in words, and the value quarter by quarter or why there is none."""

    result: ImpactResult
    told: Told
    quarters: QuarterReview | None
    quarters_note: str

    @property
    def verdict(self) -> Verdict:
        """What the answer comes to."""
        return self.told.verdict


def evaluate(design: Design, settings: Settings, cells: Sequence[Cell]) -> Evaluated:
    """Estimate by the declared design; raises DataRefused where the cells do not fit it."""
    try:
        result = _result(design, settings, tuple(cells))
        found, note = _quarters(settings, cells)
    except BadPanelError as error:
        faults = [
            Fault(None, "period, unit", line, "data that fit what was declared") for line in str(error).split("\n")
        ]
        raise DataRefused("Nothing was taken: the data do not fit what was declared.", faults) from None
    return Evaluated(result, told(result, outcome=settings.outcome, better=settings.better), found, note)


def _result(design: Design, settings: Settings, cells: tuple[Cell, ...]) -> ImpactResult:
    if design is Design.INTERRUPTED_TIME_SERIES:
        return _interrupted(settings, cells)
    panel = _as_shown(settings, cells)
    if design is Design.STEPPED_WEDGE:
        return stepped_wedge(panel, scale=settings.scale, phase_in=settings.phase_in, randomised=True)
    return difference_in_differences(panel, scale=settings.scale)


def _interrupted(settings: Settings, cells: tuple[Cell, ...]) -> ImpactResult:
    (unit,) = settings.treated
    panel = _panel(settings, settings.kind, [cell for cell in cells if cell.unit == unit], settings.measured_in)
    control = None
    if settings.controls:
        theirs = [cell for cell in cells if cell.unit == settings.controls[0]]
        control = _panel(settings, settings.kind, theirs, settings.measured_in)
    result = interrupted_time_series(
        panel, control=control, season=settings.season, phase_in=settings.phase_in, horizons=settings.horizons
    )
    return _in_percent(result) if settings.kind == "proportion" else result


def _panel(settings: Settings, kind: Kind, cells: Sequence[Cell], unit: str) -> Panel:
    last = max(ordinal(cell.period) for cell in cells)
    starts: dict[str, Period | None] = {}
    for name in dict.fromkeys(cell.unit for cell in cells):
        start = settings.starts[name]
        # Who starts after the data has not started in them.
        starts[name] = None if start is None or ordinal(start) > last else start
    if kind == "rate" and settings.per != 1:
        cells = [replace(cell, denominator=(cell.denominator or 0.0) / settings.per) for cell in cells]
    cycle = settings.per_year if isinstance(cells[0].period, int) else None
    return Panel(kind, tuple(cells), starts, unit, cycle, settings.covariates)


def _as_shown(settings: Settings, cells: tuple[Cell, ...]) -> Panel:
    """Designs that compare units work on one value per unit and period, so a proportion may enter in per cent."""
    if settings.kind != "proportion":
        return _panel(settings, settings.kind, cells, settings.measured_in)
    shown = [
        Cell(c.unit, c.period, value=PERCENT * (c.numerator or 0.0) / (c.denominator or 1.0), covariates=c.covariates)
        for c in cells
    ]
    return _panel(settings, "mean", shown, settings.measured_in)


def _in_percent(result: ImpactResult) -> ImpactResult:
    return replace(
        result,
        effects={name: _effect_in_percent(effect) for name, effect in result.effects.items()},
        counterfactual=tuple(
            replace(
                point,
                observed=PERCENT * point.observed,
                fitted=PERCENT * point.fitted,
                expected=PERCENT * point.expected,
                low=PERCENT * point.low,
                high=PERCENT * point.high,
            )
            for point in result.counterfactual
        ),
    )


def _effect_in_percent(effect: Effect) -> Effect:
    if effect.value is None or not effect.scale.startswith("difference"):
        return effect
    low, high = (None if end is None else PERCENT * end for end in (effect.low, effect.high))
    return replace(effect, value=PERCENT * effect.value, low=low, high=high)


def _quarters(settings: Settings, cells: Sequence[Cell]) -> tuple[QuarterReview | None, str]:
    if settings.baseline is None or settings.target is None:
        return None, "No baseline and target were promised for this outcome, so there is nothing to hold it against."
    if not isinstance(cells[0].period, str):
        return None, "Quarters need months; these data have numbered periods."
    first = min(ordinal(start) for start in settings.treated.values())
    since = [cell for cell in cells if cell.unit in settings.treated and ordinal(cell.period) >= first]
    if not since:
        return None, "There is no month since the start yet."
    together = _together(settings.kind, since)
    panel = _panel(replace(settings, starts={"all": None}, covariates=()), settings.kind, together, settings.unit)
    scale = PERCENT if settings.kind == "proportion" else 1.0
    found = quarters(panel, settings.baseline / scale, settings.target / scale, settings.promised_by)
    if settings.kind == "proportion":
        shown = tuple(_quarter_in_percent(each) for each in found.quarters)
        found = replace(found, baseline=settings.baseline, target=settings.target, quarters=shown)
    return found, _together_note(settings)


def _together(kind: Kind, cells: Sequence[Cell]) -> list[Cell]:
    months: dict[Period, list[Cell]] = {}
    for cell in cells:
        months.setdefault(cell.period, []).append(cell)
    if kind in ("mean", "count"):
        return [Cell("all", month, value=_joined(kind, found)) for month, found in months.items()]
    return [
        Cell(
            "all",
            month,
            numerator=sum(each.numerator or 0.0 for each in found),
            denominator=sum(each.denominator or 0.0 for each in found),
        )
        for month, found in months.items()
    ]


def _joined(kind: Kind, cells: Sequence[Cell]) -> float:
    total = sum(cell.value or 0.0 for cell in cells)
    return total / len(cells) if kind == "mean" else total


def _together_note(settings: Settings) -> str:
    if len(settings.treated) == 1:
        return ""
    how: Mapping[Kind, str] = {
        "mean": "their means are averaged, each unit counting the same",
        "count": "their counts are added",
        "rate": "events and exposure are added",
        "proportion": "numerators and denominators are added",
    }
    return f"All {len(settings.treated)} units that start together, from the first start on: {how[settings.kind]}."


def _quarter_in_percent(quarter: QuarterValue) -> QuarterValue:
    low, high = (None if end is None else PERCENT * end for end in (quarter.low, quarter.high))
    return replace(quarter, value=PERCENT * quarter.value, low=low, high=high)


def shown_values(settings: Settings, cells: Sequence[Cell]) -> dict[str, list[float]]:
    """The values of every unit in order of period, in the outcome's unit."""
    found: dict[str, list[float]] = {unit: [] for unit in settings.starts}
    for cell in sorted(cells, key=lambda each: ordinal(each.period)):
        found[cell.unit].append(shown_value(settings, cell))
    return found


def shown_value(settings: Settings, cell: Cell) -> float:
    """One cell in the outcome's unit."""
    if cell.value is not None:
        return cell.value
    scale = {"proportion": PERCENT, "rate": float(settings.per)}.get(settings.kind, 1.0)
    return scale * (cell.numerator or 0.0) / (cell.denominator or 1.0)


def is_small(cell: Cell) -> bool:
    """True where a cell counts so few people that it does not leave in an export."""
    counts = [cell.numerator, cell.denominator]
    return any(count is not None and 0 < count < SMALL for count in counts)
