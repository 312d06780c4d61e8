"""How far two samples' shares lie apart, and how far sampling alone puts them apart."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from attending.analytics.estimate import LEVEL

FALSE_ALARMS: Final = 1 - LEVEL
"""How often a critical value is passed by sampling alone, for one comparison."""

HALF_A_ROW: Final = 0.5
"""Added to every bucket of both samples: an empty bucket has no logarithm. Without it small samples pass the critical
value twice as often as they should (by simulation)."""

Floats = NDArray[np.float64]


def shares(counts: ArrayLike) -> Floats:
    """Shares of the buckets, each with half a row more than it has."""
    filled = np.asarray(counts, dtype=np.float64) + HALF_A_ROW
    return np.asarray(filled / filled.sum(), dtype=np.float64)


def population_stability(baseline: ArrayLike, period: ArrayLike) -> float:
    """PSI: sum of (a - e) ln(a / e) over the buckets' shares e of the baseline and a of the period; 0 or more.

    `baseline` and `period` are counts (shape: buckets). The same as Jeffreys' divergence.
    """
    e, a = shares(baseline), shares(period)
    return float(np.sum((a - e) * np.log(a / e)))


def jensen_shannon(baseline: ArrayLike, period: ArrayLike) -> float:
    """Jensen-Shannon distance of the buckets' shares: root of the divergence in bits, 0 (alike) to 1 (Lin 1991)."""
    e, a = shares(baseline), shares(period)
    middle = (e + a) / 2
    divergence = float(np.sum(e * np.log2(e / middle)) + np.sum(a * np.log2(a / middle))) / 2
    return math.sqrt(min(max(divergence, 0.0), 1.0))


def psi_critical(n: int, m: int, buckets: int) -> float:
    """What PSI passes in 5 % of independent samples of `n` and `m` rows from one population.

    To second order PSI is a chi-square statistic: (1/n + 1/m) chi2 with buckets - 1 degrees of freedom.
    """
    from scipy.special import chdtri

    return float((1 / n + 1 / m) * chdtri(buckets - 1, FALSE_ALARMS))


def js_critical(n: int, m: int, buckets: int) -> float:
    """The same for the Jensen-Shannon distance: to second order its square is PSI / (8 ln 2)."""
    return math.sqrt(psi_critical(n, m, buckets) / (8 * math.log(2)))


def kolmogorov_smirnov(baseline: ArrayLike, period: ArrayLike, several: ArrayLike) -> tuple[float, float]:
    """Greatest difference of the cumulative shares at the ends of ordered bins, and how much greater it may truly be.

    `baseline` and `period` are counts of the same bins, lowest first; `several` says which bins hold more than one
    value. Inside such a bin either share may rise before the other does.
    """
    b, p = np.asarray(baseline, dtype=np.float64), np.asarray(period, dtype=np.float64)
    of_b, of_p = np.cumsum(b) / b.sum(), np.cumsum(p) / p.sum()
    distance = float(np.max(np.abs(of_b - of_p)))
    before_b, before_p = of_b - b / b.sum(), of_p - p / p.sum()
    inside = np.maximum(of_b - before_p, of_p - before_b)[np.asarray(several, dtype=np.bool_)]
    return min(distance, 1.0), max(float(inside.max(initial=0.0)) - distance, 0.0)


def ks_p(distance: float, n: int, m: int) -> float:
    """P-value of a distance by the limiting distribution (Smirnov 1948); ties make it conservative."""
    from scipy.special import kolmogorov

    return float(kolmogorov(math.sqrt(n * m / (n + m)) * distance))


def ks_critical(n: int, m: int) -> float:
    """The distance whose p-value is 5 %."""
    from scipy.special import kolmogi

    return float(kolmogi(FALSE_ALARMS) / math.sqrt(n * m / (n + m)))


def homogeneity(baseline: ArrayLike, period: ArrayLike) -> tuple[float, int]:
    """Pearson's chi-square statistic of both samples' counts by bucket, and its degrees of freedom.

    Buckets that nobody is in are left out.
    """
    table = np.array([baseline, period], dtype=np.float64)
    table = table[:, table.sum(axis=0) > 0]
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / table.sum()
    return float(np.sum((table - expected) ** 2 / expected)), table.shape[1] - 1
