"""Where values stand on an axis: domains that hold every interval and limit, and round ticks."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import altair as alt

from attending.analytics.catalogs import measures
from attending.charts.numbers import is_proportion, nice_ticks

# In order of usefulness: a tick that would stand too close to an earlier one is left out.
_RATIO_TICKS: Final = (1.0, 0.5, 2.0, 0.25, 4.0, 0.8, 1.25, 0.67, 1.5, 0.9, 1.1, 0.7, 1.4)
_TICK_DISTANCE: Final = 0.18
_LOWEST_RATIO: Final = 0.25
_HIGHEST_RATIO: Final = 4.0


@dataclass(frozen=True, slots=True)
class Axis:
    """One quantitative axis: its domain, ticks, whether it is logarithmic, and how its labels are written."""

    low: float
    high: float
    ticks: tuple[float, ...]
    logarithmic: bool
    percent: bool

    def fraction(self, value: float) -> float:
        """How far along the axis `value` lies, from 0 to 1; values outside are moved to the end."""
        inside = self.clamp(value)
        if self.logarithmic:
            return math.log(inside / self.low) / math.log(self.high / self.low)
        return (inside - self.low) / (self.high - self.low)

    def clamp(self, value: float) -> float:
        """The nearest value on the axis."""
        return min(max(value, self.low), self.high)

    def scale(self) -> alt.Scale:
        """As Altair takes it."""
        return alt.Scale(
            domain=[self.low, self.high], nice=False, zero=False, type="log" if self.logarithmic else "linear"
        )

    def axis(self, *, title: str | None = None) -> alt.Axis:
        """As Altair takes it, with the ticks and labels of this axis."""
        shown = (
            "format(datum.value * 100, '~r') + '\N{NO-BREAK SPACE}%'" if self.percent else "format(datum.value, '~r')"
        )
        label = f"replace({shown}, '-', '\N{MINUS SIGN}')"
        return alt.Axis(values=list(self.ticks), labelExpr=label, title=title, labelOverlap=False, labelFlush=False)


def axis_for(measure: str, shown: Sequence[float]) -> Axis:
    """The axis of a catalog measure that holds the values shown.

    A ratio stands on a logarithmic scale from at most 1/4 to 4; what lies beyond is drawn at the edge.
    """
    if measures()[measure].unit == "ratio":
        return _ratio_axis(shown)
    low, high = min(shown), max(shown)
    room = (high - low) * 0.08 or max(abs(high) * 0.1, 0.05)
    floor, ceiling = _natural_limits(measure)
    low, high = max(low - room, floor), min(high + room, ceiling)
    return Axis(low, high, nice_ticks(low, high), logarithmic=False, percent=is_proportion(measure))


def proportion_axis(high: float) -> Axis:
    """From zero to a round percentage not below `high` (at most 100 %)."""
    steps = (0.02, 0.05, 0.1, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.8, 1.0)
    end = next((step for step in steps if step >= high), 1.0)
    return Axis(0.0, end, nice_ticks(0.0, end), logarithmic=False, percent=True)


def _ratio_axis(shown: Sequence[float]) -> Axis:
    kept = [min(max(value, _LOWEST_RATIO), _HIGHEST_RATIO) for value in (*shown, 1.0)]
    low, high = min(kept) / 1.12, max(kept) * 1.12
    bare = Axis(low, high, (), logarithmic=True, percent=False)
    ticks: list[float] = []
    for tick in _RATIO_TICKS:
        distances = [abs(bare.fraction(tick) - bare.fraction(other)) for other in ticks]
        if low <= tick <= high and all(distance >= _TICK_DISTANCE for distance in distances):
            ticks.append(tick)
    return replace(bare, ticks=tuple(sorted(ticks)))


def _natural_limits(measure: str) -> tuple[float, float]:
    unit = measures()[measure].unit
    if unit in {"proportion", "probability", "squared probability"}:
        return 0.0, 1.0
    return (0.0, math.inf) if unit == "patients" else (-math.inf, math.inf)
