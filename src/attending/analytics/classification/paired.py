"""Two readers on the same cases: is one right more often?"""

from __future__ import annotations

import math
from dataclasses import dataclass

from attending.analytics.estimate import LEVEL, Estimate
from attending.analytics.intervals import wilson


@dataclass(frozen=True, slots=True)
class PairedDifference:
    """The share right of the first reader less that of the second, on the same cases.

    `both`, `first_only`, `second_only`, `neither` count the cases by who was right. `p_value` is McNemar's mid-p
    (Fagerland, Lydersen & Laake 2013), None when there is no case.
    """

    difference: Estimate
    both: int
    first_only: int
    second_only: int
    neither: int
    p_value: float | None


def paired_difference(measure: str, both: int, first_only: int, second_only: int, neither: int) -> PairedDifference:
    """Difference of paired proportions with Newcombe's (1998) square-and-add interval (his method 10).

    Raises ValueError for a count below 0.
    """
    if min(both, first_only, second_only, neither) < 0:
        raise ValueError("Counts of cases are 0 or more.")
    n = both + first_only + second_only + neither
    if n == 0:
        reason = "No verified cases read by both; at least 1 needed"
        return PairedDifference(Estimate.missing(measure, reason, n=0, events=0), 0, 0, 0, 0, None)
    low, high = newcombe_paired(both, first_only, second_only, neither)
    value = (first_only - second_only) / n
    estimate = Estimate(
        measure,
        value,
        min(low, value),
        max(high, value),
        LEVEL,
        n,
        first_only + second_only,
        note="Events are the cases on which only one of the two was right",
    )
    return PairedDifference(estimate, both, first_only, second_only, neither, mcnemar_mid_p(first_only, second_only))


def newcombe_paired(a: int, b: int, c: int, d: int) -> tuple[float, float]:
    """Interval of (b - c) / n from the Wilson intervals of both proportions and their correlation; n > 0."""
    n = a + b + c + d
    first, second = (a + b) / n, (a + c) / n
    (l1, l2), (u1, u2) = (ends.tolist() for ends in wilson([a + b, a + c], [n, n]))
    margins = (a + b) * (c + d) * (a + c) * (b + d)
    product = a * d - b * c
    # Continuity-corrected when positive, as in Newcombe's method 10.
    corrected = max(product - n / 2, 0.0) if product > 0 else float(product)
    phi = corrected / math.sqrt(margins) if margins else 0.0
    below = (first - l1) ** 2 - 2 * phi * (first - l1) * (u2 - second) + (u2 - second) ** 2
    above = (second - l2) ** 2 - 2 * phi * (second - l2) * (u1 - first) + (u1 - first) ** 2
    difference = first - second
    return difference - math.sqrt(max(below, 0.0)), difference + math.sqrt(max(above, 0.0))


def mcnemar_mid_p(b: int, c: int) -> float:
    """Two-sided mid-p value of McNemar's test: the exact one less half the probability of what was seen, twice."""
    from scipy.special import bdtr

    k, n = min(b, c), b + c
    return float(min(2 * bdtr(k, n, 0.5) - math.exp(_log_term(k, n)), 1.0))


def mcnemar_exact(b: int, c: int) -> float:
    """Two-sided exact (binomial) p-value of McNemar's test."""
    from scipy.special import bdtr

    return float(min(2 * bdtr(min(b, c), b + c, 0.5), 1.0)) if b + c else 1.0


def _log_term(k: int, n: int) -> float:
    return math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1) - n * math.log(2)
