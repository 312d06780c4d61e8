"""Intervals of a proportion that is known as well as from so many independent items."""

from __future__ import annotations

from typing import Literal

from attending.analytics.estimate import LEVEL
from attending.analytics.intervals import wilson

Method = Literal["wilson", "exact"]


def clopper_pearson(successes: float, trials: float) -> tuple[float, float]:
    """Exact interval of a proportion (Clopper & Pearson 1934); trials > 0.

    Counts that are not whole, as effective sample sizes are, use the same beta quantiles (Korn & Graubard 1998).
    """
    from scipy.special import betaincinv

    tail = (1 - LEVEL) / 2
    low = float(betaincinv(successes, trials - successes + 1, tail)) if successes > 0 else 0.0
    high = float(betaincinv(successes + 1, trials - successes, 1 - tail)) if successes < trials else 1.0
    value = successes / trials
    return min(low, value), max(high, value)


def proportion_interval(value: float, effective: float, method: Method) -> tuple[float, float]:
    """The interval of a share in [0, 1] with as much information as `effective` independent items hold; > 0."""
    if method == "exact":
        return clopper_pearson(value * effective, effective)
    low, high = wilson(value * effective, effective)
    return min(float(low), value), max(float(high), value)
