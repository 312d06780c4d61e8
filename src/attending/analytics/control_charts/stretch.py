"""One phase of a chart while it is drawn."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from attending.analytics.control_charts.chart import PathPoint
from attending.analytics.control_charts.design import RISK_ADJUSTED, ChartDesign
from attending.analytics.control_charts.rules import Flags, Floats, Side


@dataclass(frozen=True)
class Stretch:
    """Periods `start` to before `end` of the data, their labels, and which labels the declared baseline has."""

    index: int
    start: int
    end: int
    event: str
    baseline: tuple[str, ...]
    labels: tuple[str, ...]

    @cached_property
    def in_baseline(self) -> Flags:
        """Shape (periods,)."""
        return np.asarray([label in self.baseline for label in self.labels], dtype=np.bool_)

    @property
    def first_monitored(self) -> int:
        """Position of the first period after the last one of the baseline."""
        inside = np.flatnonzero(self.in_baseline)
        return int(inside[-1]) + 1 if len(inside) else 0


@dataclass(frozen=True, slots=True)
class Step:
    """A block of cases as one arm of a CUSUM passes it: cases `first` to `last` of the period at index `place`.

    `end` is where the arm stands after the block, `peak` the highest that it reaches in it; `restarted`: it stood at 0
    in the block, or before its first case.
    """

    place: int
    first: int
    last: int
    end: float
    peak: float
    restarted: bool


@dataclass(frozen=True)
class Plot:
    """What is plotted, each of shape (periods,); NaN where there is nothing.

    `path` and `steps` (of the upper and of the lower arm) follow the blocks of cases, where there are any.
    """

    n: Floats
    observed: Floats
    value: Floats
    centre: Floats
    lower: Floats
    upper: Floats
    z: Floats
    downward: Floats | None = None
    path: tuple[PathPoint, ...] = ()
    steps: tuple[tuple[Step, ...], tuple[Step, ...]] = ((), ())

    def with_limit(self, up: float, down: float) -> Plot:
        """The same with simulated limits; until now `lower` and `upper` held the scale they are multiplied by."""
        return replace(self, upper=self.upper * up, lower=-self.lower * down)

    def rising_since(self, side: Side, at: int) -> int:
        """The period after the statistic last stood at zero, or on the other side of it, before index `at`.

        Where cases are followed: the period in which it last did, up to the block that passed the limit.
        """
        passed = self.passed_in(side, at)
        if passed is not None:
            steps = self._steps(side)
            return next((each.place for each in reversed(steps[: steps.index(passed) + 1]) if each.restarted), at)
        path = self.value if side == "high" else -(self.value if self.downward is None else self.downward)
        idle = np.flatnonzero(~(path[:at] > 0))
        return int(idle[-1]) + 1 if len(idle) else 0

    def passed_in(self, side: Side, at: int) -> Step | None:
        """The block of the period at index `at` in which the limit is first passed; None without blocks."""
        limit = self.upper[at] if side == "high" else -self.lower[at]
        return next((each for each in self._steps(side) if each.place == at and each.peak > limit), None)

    def _steps(self, side: Side) -> tuple[Step, ...]:
        return self.steps[0 if side == "high" else 1]


def too_short(design: ChartDesign, stretch: Stretch, present: list[bool]) -> str | None:
    """Why the baseline cannot set limits; None when it can. `present` tells which periods have data."""
    have = int((stretch.in_baseline & np.asarray(present, dtype=np.bool_)).sum())
    needed = design.needed
    if have >= needed:
        return None
    more = needed - have
    text = f"The baseline of {stretch.event!r} has {have} of the {needed} periods needed; {more} more needed"
    if design.kind in RISK_ADJUSTED:
        text += ", or judge by the risks as the model states them"
    return text
