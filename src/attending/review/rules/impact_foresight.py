"""What a declared evaluation will be able to show, before its data are there: periods and units by size of effect."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from attending.analytics.impact.panel import ordinal
from attending.analytics.impact.power import (
    WANTED,
    Precision,
    chance_spread,
    planned_differences,
    planned_interruption,
    planned_wedge,
    smallest_effect,
)
from attending.review.models import Design
from attending.review.rules.impact_settings import Settings

USUAL_BEFORE: Final = 24
USUAL_CORRELATION: Final = 0.3
_AFTER: Final = {
    Design.INTERRUPTED_TIME_SERIES: (6, 12, 24),
    Design.DIFFERENCE_IN_DIFFERENCES: (3, 6, 12, 24),
    Design.STAGGERED: (3, 6, 12),
    Design.STEPPED_WEDGE: (1, 3, 6),
}
_MORE_BEFORE: Final = (0, 12, 24)
_MORE_UNITS: Final = (1, 2)


@dataclass(frozen=True, slots=True)
class Possible:
    """One plan: periods before the first and since the last start, units, and what it shows.

    ``smallest`` effect is shown with the wanted chance, the worthwhile one with ``chance``; None, and a ``reason``,
    where the plan cannot be estimated.
    """

    before: int
    after: int
    units: int
    smallest: float | None
    chance: float | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Foresight:
    """Every plan looked at, as declared first; by which spread and correlation."""

    plans: tuple[Possible, ...]
    spread: float
    correlation: float
    by_chance_alone: bool

    @property
    def first_enough(self) -> Possible | None:
        """The first plan that shows the worthwhile effect with the wanted chance."""
        return next((each for each in self.plans if each.chance is not None and each.chance >= WANTED), None)


def foresee(design: Design, settings: Settings) -> Foresight | None:
    """What is to be expected; None where nobody said how much the outcome varies."""
    spread = _spread(settings)
    if spread is None:
        return None
    correlation = USUAL_CORRELATION if settings.correlation is None else settings.correlation
    plans = tuple(_possible(design, settings, spread, correlation, *tried) for tried in _tried(design, settings.before))
    return Foresight(plans, spread, correlation, settings.spread is None)


def _spread(settings: Settings) -> float | None:
    if settings.spread is not None:
        return settings.spread
    if settings.kind == "proportion" and settings.people and settings.baseline and settings.scale == "absolute":
        share = settings.baseline / 100
        return 100 * chance_spread(share, settings.people) if share < 1 else None
    return None


def _tried(design: Design, before: int | None) -> Iterator[tuple[int, int, int]]:
    """Periods before and since, and how many times the declared units."""
    first = USUAL_BEFORE if before is None else before
    if design is Design.INTERRUPTED_TIME_SERIES:
        yield from ((first + longer, after, 1) for longer in _MORE_BEFORE for after in _AFTER[design])
    else:
        yield from ((first, after, times) for times in _MORE_UNITS for after in _AFTER[design])


def _possible(
    design: Design, settings: Settings, spread: float, correlation: float, before: int, after: int, times: int
) -> Possible:
    units = len(settings.starts) * times
    ratio = settings.scale == "ratio"
    try:
        size = spread / 100 if ratio else spread
        precision = _precision(design, settings, size, correlation, before, after, times)
    except ValueError as problem:
        return Possible(before, after, units, None, None, str(problem))
    smallest, wanted = smallest_effect(precision), settings.worthwhile
    if ratio:
        down = settings.better == "lower"
        smallest = 100 * (-math.expm1(-smallest) if down else math.expm1(smallest))
        if wanted is not None:
            wanted = abs(math.log1p((-wanted if down else wanted) / 100))
    return Possible(before, after, units, smallest, None if wanted is None else precision.chance(wanted))


def _precision(
    design: Design, settings: Settings, spread: float, correlation: float, before: int, after: int, times: int
) -> Precision:
    first = min(ordinal(start) for start in settings.treated.values())
    starts = [None if each is None else ordinal(each) - first + before for each in settings.starts.values()]
    last = max(each for each in starts if each is not None)
    if design is Design.INTERRUPTED_TIME_SERIES:
        months = isinstance(next(iter(settings.treated.values())), str)
        return planned_interruption(
            before,
            after + settings.phase_in,
            spread=spread,
            correlation=correlation,
            phase_in=settings.phase_in,
            season=settings.season,
            cycle=12 if months else settings.per_year,
            controlled=bool(settings.controls),
        )
    planned = planned_wedge if design is Design.STEPPED_WEDGE else planned_differences
    return planned(tuple(starts * times), last + after, spread=spread, correlation=correlation)
