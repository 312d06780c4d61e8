"""Two answers to the same question on the same rows: how much more often is the first right?"""

from __future__ import annotations

import math

from attending.analytics.estimate import Z
from attending.analytics.patients import PatientEffect

_STEPS = 60
"""Halvings of a width of at most 2: to the last digit of a double."""


def tango_limits(first_only: float, second_only: float, n: float, *, quantile: float = Z) -> tuple[float, float]:
    """Score interval (Tango 1998) of (`first_only` - `second_only`) / `n`, the difference of paired proportions; n > 0.

    `first_only` and `second_only` count the rows on which only one of the two is right; fractions of counts are taken,
    for an effective number of rows. The limits are the differences at which the score statistic equals `quantile`
    standard errors, its nuisance parameter at its restricted maximum likelihood; at 0 it is McNemar's statistic, so
    interval and asymptotic test agree. Always within [-1, 1], and of positive width where nothing disagrees.
    """
    value = (first_only - second_only) / n
    low = -1.0 if value <= -1 else _crossing(first_only, second_only, n, -1.0, value, quantile)
    high = 1.0 if value >= 1 else -_crossing(second_only, first_only, n, -1.0, -value, quantile)
    return min(low, value), max(high, value)


def paired_limits(
    first_only: int, second_only: int, n: int, effect: PatientEffect | None = None
) -> tuple[float, float]:
    """The same for counts; with `effect` for the effective number of rows, with Student's t for its patients."""
    if effect is None:
        return tango_limits(first_only, second_only, n)
    value, rows = (first_only - second_only) / n, effect.rows(n)
    shrink = rows / n
    low, high = tango_limits(first_only * shrink, second_only * shrink, rows, quantile=effect.quantile)
    return min(low, value), max(high, value)


def mcnemar_mid_p(first_only: int, second_only: int) -> float:
    """Two-sided mid-p value of McNemar's test (Fagerland, Lydersen & Laake 2013): half of what was seen counts.

    Twice the one-sided mid-p value, so exactly 1 where both counts are equal.
    """
    if first_only == second_only:
        return 1.0
    # Imported here because it is heavy and nothing else needs it at the start.
    from scipy.special import bdtr

    few, total = min(first_only, second_only), first_only + second_only
    seen = math.exp(math.lgamma(total + 1) - math.lgamma(few + 1) - math.lgamma(total - few + 1) - total * math.log(2))
    return min(2 * float(bdtr(few, total, 0.5)) - seen, 1.0)


def mcnemar_exact(first_only: int, second_only: int) -> float:
    """Two-sided exact (binomial) p-value of McNemar's test."""
    from scipy.special import bdtr

    few, total = min(first_only, second_only), first_only + second_only
    return min(2 * float(bdtr(few, total, 0.5)), 1.0) if total else 1.0


def _crossing(b: float, c: float, n: float, start: float, value: float, quantile: float) -> float:
    """Where below `value` the statistic, which falls as the difference grows, is `quantile`."""
    below, above = start, value
    for _ in range(_STEPS):
        middle = (below + above) / 2
        if _statistic(b, c, n, middle) > quantile:
            below = middle
        else:
            above = middle
    return (below + above) / 2


def _statistic(b: float, c: float, n: float, difference: float) -> float:
    linear = (2 * n - b + c) * difference - b - c
    constant = -c * difference * (1 - difference)
    root = math.sqrt(max(linear * linear - 8 * n * constant, 0.0))
    only_second = (root - linear) / (4 * n)
    variance = n * (2 * only_second + difference * (1 - difference))
    return (b - c - n * difference) / math.sqrt(variance) if variance > 1e-300 else math.inf
