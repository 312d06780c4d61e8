"""One measure of drift with what sampling alone explains, and the words for it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from attending.analytics.drift import distances

FEWEST_EXPECTED: Final = 5
"""Rows a bucket must be expected to hold in both samples for the chi-square approximation (Cochran 1954)."""

MODERATE: Final = 0.10
LARGE: Final = 0.25
"""Bands of PSI in common use; they ignore the size of the samples, so they are read only above the critical value."""

SAMPLING: Final = "no more than sampling explains"
MORE: Final = "more than sampling explains"

NOT_PERFORMANCE: Final = (
    "Drift says that the scores or inputs changed, not that the model performs worse: patients may have changed while "
    "it stayed right, and it may go wrong while they stay the same. Look at calibration and discrimination."
)
INDEPENDENT: Final = (
    "Critical values and p-values take rows as independent and the comparison as the only one: repeated rows of one "
    "patient, and each further month, raise false alarms above 5 %."
)


@dataclass(frozen=True, slots=True)
class DriftValue:
    """A distance between baseline and period; `measure` is an id of the measure catalog.

    `value` is None when it cannot be computed, and then `reason` says why. `critical` is what the value passes in 5 %
    of samples from an unchanged population, `p` the p-value where the measure has one. `n_baseline` and `n_period`
    count the rows compared, `buckets` what they were told apart in. `bound` is how much greater the value may be on
    unbinned values: 0.0 means exact. `verdict` says it in words.
    """

    measure: str
    value: float | None
    critical: float | None
    p: float | None
    n_baseline: int
    n_period: int
    buckets: int
    verdict: str
    bound: float = 0.0
    reason: str | None = None

    @classmethod
    def missing(cls, measure: str, reason: str, *, n_baseline: int, n_period: int, buckets: int) -> DriftValue:
        """A distance that could not be computed, with the reason in words for the reader."""
        return cls(measure, None, None, None, n_baseline, n_period, buckets, "cannot be said", 0.0, reason)


def psi_value(baseline: ArrayLike, period: ArrayLike) -> DriftValue:
    """PSI of counts over the same buckets, with bands read only above the critical value."""
    return _over_buckets("psi", baseline, period)


def js_value(baseline: ArrayLike, period: ArrayLike) -> DriftValue:
    """Jensen-Shannon distance of counts over the same buckets; there are no bands for it in use."""
    return _over_buckets("js_distance", baseline, period)


def _over_buckets(measure: str, baseline: ArrayLike, period: ArrayLike) -> DriftValue:
    b, p = np.asarray(baseline, dtype=np.int64), np.asarray(period, dtype=np.int64)
    n, m, size = int(b.sum()), int(p.sum()), len(b)
    reason = too_sparse(b, p)
    if reason is not None:
        return DriftValue.missing(measure, reason, n_baseline=n, n_period=m, buckets=size)
    if measure == "psi":
        value, critical = distances.population_stability(b, p), distances.psi_critical(n, m, size)
        band = "large" if value > LARGE else "moderate" if value >= MODERATE else "small"
        words = f"{MORE}, {band}"
    else:
        value, critical = distances.jensen_shannon(b, p), distances.js_critical(n, m, size)
        words = MORE
    return DriftValue(measure, value, critical, None, n, m, size, SAMPLING if value <= critical else words)


def ks_value(baseline: ArrayLike, period: ArrayLike, several: ArrayLike) -> DriftValue:
    """Two-sample Kolmogorov-Smirnov distance over ordered bins; the distance is the effect size, the p-value is not.

    At large n the p-value flags differences of no importance, so the verdict also says how large the distance is.
    """
    b, p = np.asarray(baseline, dtype=np.int64), np.asarray(period, dtype=np.int64)
    n, m, size = int(b.sum()), int(p.sum()), len(b)
    if n == 0 or m == 0:
        empty = "No rows in the baseline" if n == 0 else "No rows in the period"
        return DriftValue.missing("ks_distance", f"{empty}; at least 1 needed", n_baseline=n, n_period=m, buckets=size)
    distance, bound = distances.kolmogorov_smirnov(b, p, several)
    critical = distances.ks_critical(n, m)
    words = SAMPLING
    if distance > critical:
        words = f"{MORE}; the shares at or below one value differ by up to {100 * distance:.2g} percentage points"
    return DriftValue("ks_distance", distance, critical, distances.ks_p(distance, n, m), n, m, size, words, bound)


def homogeneity_value(baseline: ArrayLike, period: ArrayLike) -> DriftValue:
    """Cramer's V of sample by category (0 alike, 1 apart), with the p-value of Pearson's chi-square test."""
    b, p = np.asarray(baseline, dtype=np.int64), np.asarray(period, dtype=np.int64)
    n, m, size = int(b.sum()), int(p.sum()), len(b)
    reason = too_sparse(b, p)
    if reason is not None:
        return DriftValue.missing("cramers_v", reason, n_baseline=n, n_period=m, buckets=size)
    from scipy.special import chdtrc, chdtri

    statistic, freedom = distances.homogeneity(b, p)
    chance = float(chdtrc(freedom, statistic))
    critical = math.sqrt(float(chdtri(freedom, distances.FALSE_ALARMS)) / (n + m))
    value = min(math.sqrt(statistic / (n + m)), 1.0)
    return DriftValue("cramers_v", value, critical, chance, n, m, size, SAMPLING if value <= critical else MORE)


def too_sparse(baseline: NDArray[np.int64], period: NDArray[np.int64]) -> str | None:
    """Why counts cannot be compared bucket by bucket; None when they can."""
    n, m = int(baseline.sum()), int(period.sum())
    if n == 0 or m == 0:
        return f"No rows in the {'baseline' if n == 0 else 'period'}; at least 1 needed"
    if len(baseline) < 2:
        return "All rows of the baseline have one value, so there are no buckets to compare; at least 2 needed"
    smallest = float((baseline + period).min() / (n + m)) * min(n, m)
    if smallest < FEWEST_EXPECTED:
        needed = math.ceil(min(n, m) * FEWEST_EXPECTED / smallest) if smallest > 0 else None
        short = "period" if m <= n else "baseline"
        more = f"; about {needed:,} rows in the {short} needed" if needed else ""
        return (
            f"{min(n, m):,} rows in the {short} leave {smallest:.2g} expected in the smallest bucket, and at least "
            f"{FEWEST_EXPECTED} are needed{more}"
        )
    return None


def grouped(baseline: NDArray[np.int64], groups: int) -> NDArray[np.int64]:
    """The group of each of the ordered bins (shape: bins) when the baseline is cut into at most `groups` of equal size.

    A bin goes by the middle of its place in the baseline, so one that holds a large share is a group of its own; groups
    are numbered from 0 without gaps, and each holds rows of the baseline.
    """
    total = int(baseline.sum())
    if total == 0:
        return np.zeros(len(baseline), dtype=np.int64)
    middle = (np.cumsum(baseline) - baseline / 2) / total
    place = np.minimum(np.floor(middle * groups), groups - 1).astype(np.int64)
    # An empty bin goes with the next lower one that has rows, the lowest ones with the first that has.
    held = np.flatnonzero(baseline > 0)
    owner = held[np.maximum(np.searchsorted(held, np.arange(len(baseline)), side="right") - 1, 0)]
    return np.asarray(np.unique(place[owner], return_inverse=True)[1], dtype=np.int64)
