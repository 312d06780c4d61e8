"""Difference and ratio of one measure between two groups that share no rows."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from attending.analytics.estimate import Z
from attending.analytics.limits import CONFINED, POSITIVE, PROPORTIONS, Sampled

WITH_RATIO: Final = PROPORTIONS | CONFINED | POSITIVE
"""Measures that are never negative, so that a ratio of two of them says something."""

_HALVINGS: Final = 50


@dataclass(frozen=True, slots=True)
class Spread:
    """A measure of one group with its sampling error; `clusters` patients when rows are taken by patient."""

    sampled: Sampled
    clusters: int | None = None

    @property
    def value(self) -> float:
        """The estimate."""
        return self.sampled.value

    def limits(self, quantile: float) -> tuple[float, float]:
        """Limits at a normal quantile; for patients at the quantile of Student's t with the same coverage."""
        if self.clusters is None:
            return self.sampled.limits(quantile)
        from scipy.special import ndtr, stdtrit

        return self.sampled.limits(float(stdtrit(max(self.clusters - 1, 1), ndtr(quantile))))

    def error(self) -> float:
        """Standard error; where the sample shows none, that of the 95 % limits."""
        if self.sampled.error > 0:
            return self.sampled.error
        low, high = self.limits(Z)
        return (high - low) / (2 * Z)


def difference_limits(first: Spread, second: Spread, quantile: float) -> tuple[float, float]:
    """Limits of first - second from the limits of each (method of variance estimates recovery, Zou & Donner 2008).

    For two proportions this is Newcombe's (1998) hybrid score interval. Assumes the two groups are independent.
    """
    (low_1, high_1), (low_2, high_2) = first.limits(quantile), second.limits(quantile)
    difference = first.value - second.value
    return (
        difference - math.hypot(first.value - low_1, high_2 - second.value),
        difference + math.hypot(high_1 - first.value, second.value - low_2),
    )


def ratio_limits(first: Spread, second: Spread, quantile: float) -> tuple[float, float]:
    """Limits of first / second, recovered as for a difference on the log scale; both values must be above 0."""
    (low_1, high_1), (low_2, high_2) = first.limits(quantile), second.limits(quantile)
    ratio = first.value / second.value
    down = math.hypot(_log(first.value / low_1) if low_1 > 0 else math.inf, _log(high_2 / second.value))
    up = math.hypot(_log(high_1 / first.value), _log(second.value / low_2) if low_2 > 0 else math.inf)
    return ratio * math.exp(-down), ratio * math.exp(up) if up < 700 else math.inf


def difference_p(first: Spread, second: Spread) -> float:
    """Two-sided p value of no difference: 1 - the level at which the interval of the difference first touches 0."""
    distance = abs(first.value - second.value)
    if distance == 0:
        return 1.0

    def excludes(quantile: float) -> bool:
        low, high = difference_limits(first, second, quantile)
        return low > 0 or high < 0

    clustered = first.clusters is not None or second.clusters is not None
    # Beyond these quantiles the tail of the normal, or the t of the same coverage, has no digits left.
    return two_sided_p(_last(excludes, 7.5 if clustered else 37.0))


def two_sided_p(quantile: float) -> float:
    """Probability that a standard normal lies farther from 0 than `quantile` (>= 0)."""
    return math.erfc(quantile / math.sqrt(2))


def _last(holds: Callable[[float], bool], highest: float) -> float:
    """The largest quantile up to `highest` at which `holds` is still true, by bisection."""
    low, high = 0.0, highest
    if holds(high):
        return high
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if holds(middle):
            low = middle
        else:
            high = middle
    return low


def _log(x: float) -> float:
    return math.log(max(x, 1.0))
