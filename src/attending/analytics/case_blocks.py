"""Consecutive cases as sums from which their CUSUM is known exactly, though no case is kept.

A CUSUM X = max(0, X + W) is linear in the max-plus algebra: what a run of cases does to any start is told by four
numbers, and those of two neighbouring runs give those of both (Steiner et al. 2000, Biostatistics 1:441, for the
weights W; Page 1954, Biometrika 41:100, for X as the rise above the lowest sum so far).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from attending.analytics.steiner import steiner_weights

Floats = NDArray[np.float64]

FEWEST: Final = 11
"""Cases that a block has at least; fewer could be told apart by who knows them."""

MOST_A_MONTH: Final = 24
"""Blocks that a month is cut into at most: about one for each weekday, however many cases there are."""

MOST_CASES: Final = 2_000
"""Cases of a month that is followed case by case; with more, the month's sums tell as much."""

ODDS_RATIOS: Final = (1.25, 1.5, 2.0)
"""The changes whose evidence is kept, each also as its inverse: the sums are made where the cases lie, before a chart
is designed, so that a chart is tuned to one of these."""


@dataclass(frozen=True, slots=True)
class Climb:
    """What a run of at least one case does to a CUSUM.

    `total` is the sum of the weights and `highest` the largest sum of its first cases (one or more). `end` and `peak`
    are where a CUSUM that comes in at 0 stands after the last case, and the highest that it reaches.
    """

    total: float
    highest: float
    end: float
    peak: float

    def after(self, start: float) -> tuple[float, float]:
        """End and peak of a CUSUM that comes in at `start`, at least 0."""
        return max(start + self.total, self.end), max(start + self.highest, self.peak)


def combine(first: Climb, second: Climb) -> Climb:
    """Both runs as one, the second directly after the first; associative."""
    end, peak = second.after(first.end)
    return Climb(
        first.total + second.total, max(first.highest, first.total + second.highest), end, max(first.peak, peak)
    )


@dataclass(frozen=True, slots=True)
class Arm:
    """The climbs towards one odds ratio (above 1: a rise, below: a fall): parallel tuples, one entry a block."""

    odds_ratio: float
    total: tuple[float, ...]
    highest: tuple[float, ...]
    end: tuple[float, ...]
    peak: tuple[float, ...]

    @property
    def climbs(self) -> tuple[Climb, ...]:
        """Block by block."""
        columns = zip(self.total, self.highest, self.end, self.peak, strict=True)
        return tuple(Climb(*each) for each in columns)


@dataclass(frozen=True, slots=True)
class MonthBlocks:
    """The cases with known outcome of one ISO month in the order in which they came, in blocks of at least `FEWEST`.

    `n`, `events`, `expected` (sum of the predicted risks p) and `variance` (sum of p (1 - p)) have one entry a block.
    `since` is the first month whose cases are in it: earlier than `period` where a month had too few for a block.
    """

    period: str
    since: str
    n: tuple[int, ...]
    events: tuple[int, ...]
    expected: tuple[float, ...]
    variance: tuple[float, ...]
    arms: tuple[Arm, ...]

    def arm(self, odds_ratio: float) -> Arm:
        """The climbs towards an odds ratio; raises ValueError where they were not kept."""
        for each in self.arms:
            if math.isclose(each.odds_ratio, odds_ratio):
                return each
        known = ", ".join(f"{each.odds_ratio:.3g}" for each in self.arms)
        raise ValueError(f"{self.period}: no sums were kept for odds times {odds_ratio:.3g}, only for {known}.")


@dataclass(frozen=True, slots=True)
class Cut:
    """How the cases of a month are cut: into `blocks` of `size`, the last with the rest; they begin in `since`."""

    period: str
    since: str
    size: int
    blocks: int


def cuts(labelled: Mapping[str, int]) -> dict[str, Cut]:
    """For each month with cases, given their numbers in order of time, the cut that takes them.

    A month of fewer than `FEWEST` is taken together with the next; what is too few at the end waits for later months
    and has none. Nor has a month of more than `MOST_CASES`, nor what waited for it.
    """
    found: dict[str, Cut] = {}
    waiting: list[str] = []
    held = 0
    for month, number in labelled.items():
        if number == 0:
            continue
        if number > MOST_CASES:
            waiting, held = [], 0
            continue
        waiting.append(month)
        held += number
        if held < FEWEST:
            continue
        blocks = min(held // FEWEST, MOST_A_MONTH)
        cut = Cut(month, waiting[0], held // blocks, blocks)
        found |= dict.fromkeys(waiting, cut)
        waiting, held = [], 0
    return found


def towards(odds_ratios: Sequence[float] = ODDS_RATIOS) -> tuple[float, ...]:
    """Every odds ratio with its inverse."""
    return tuple(side for each in odds_ratios for side in (each, 1 / each))


def month_blocks(cut: Cut, risk: Floats, event: NDArray[np.int64]) -> MonthBlocks:
    """The blocks of the cases that a cut takes, in the order they came: predicted risk and outcome (0 or 1)."""
    starts = np.arange(cut.blocks) * cut.size
    bounds = [*starts.tolist(), len(risk)]
    n = np.diff(bounds)
    expected, variance = (np.add.reduceat(each, starts) for each in (risk, risk * (1 - risk)))
    return MonthBlocks(
        cut.period,
        cut.since,
        tuple(n.tolist()),
        tuple(np.add.reduceat(event, starts).tolist()),
        tuple(expected.tolist()),
        tuple(variance.tolist()),
        tuple(_arm(odds, risk, event, bounds) for odds in towards()),
    )


def _arm(odds_ratio: float, risk: Floats, event: NDArray[np.int64], bounds: Sequence[int]) -> Arm:
    with_event, without = steiner_weights(risk, odds_ratio)
    weight = np.where(event == 1, with_event, without)
    climbs = [climb(weight[start:end]) for start, end in pairwise(bounds)]
    return arm_of(odds_ratio, climbs)


def climb(weight: Floats) -> Climb:
    """The climb of at least one case, from the weights."""
    total = np.cumsum(weight)
    rise = total - np.minimum(np.minimum.accumulate(total), 0.0)
    return Climb(float(total[-1]), float(total.max()), float(rise[-1]), float(rise.max()))


def arm_of(odds_ratio: float, climbs: Iterable[Climb]) -> Arm:
    """Climbs as parallel tuples."""
    listed = list(climbs)
    return Arm(
        odds_ratio,
        tuple(each.total for each in listed),
        tuple(each.highest for each in listed),
        tuple(each.end for each in listed),
        tuple(each.peak for each in listed),
    )


def nearest_kept(odds_ratio: float) -> float:
    """The odds ratio above 1 that sums are kept for and that is nearest to one wanted, in log odds."""
    wanted = abs(math.log(odds_ratio))
    return min(ODDS_RATIOS, key=lambda each: abs(math.log(each) - wanted))
