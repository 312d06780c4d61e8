"""Control of many comparisons at once."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import NormalDist

from attending.analytics.estimate import LEVEL


def holm(p: Sequence[float]) -> tuple[float, ...]:
    """Holm's (1979) step-down adjusted p values, in the order given; strong control whatever the dependence."""
    order = sorted(range(len(p)), key=lambda i: p[i])
    adjusted = [1.0] * len(p)
    highest = 0.0
    for rank, i in enumerate(order):
        highest = max(highest, min((len(p) - rank) * p[i], 1.0))
        adjusted[i] = highest
    return tuple(adjusted)


def simultaneous_quantile(comparisons: int) -> float:
    """Normal quantile at which `comparisons` (>= 1) intervals hold together with probability LEVEL or more.

    Šidák (1967): each interval at the level LEVEL ** (1 / comparisons). His inequality holds for jointly normal
    estimates however they are correlated, as those of groups against the rest are.
    """
    return NormalDist().inv_cdf(0.5 + LEVEL ** (1 / comparisons) / 2)
