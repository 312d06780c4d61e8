"""Statistics that gather evidence over time: EWMA, CUSUM, risk-adjusted CUSUM, VLAD.

Time runs along the last axis. Leading axes are independent programs.
"""

from __future__ import annotations

from typing import cast

import numpy as np
from numpy.typing import ArrayLike

from attending.analytics.control_charts.rules import Floats


def ewma(z: Floats, weight: float) -> Floats:
    """Exponentially weighted moving average of standardised values, from 0 (Roberts 1959, Technometrics 1:239)."""
    smoothed = np.empty_like(z)
    last = np.zeros(z.shape[:-1])
    for i in range(z.shape[-1]):
        last = weight * z[..., i] + (1 - weight) * last
        smoothed[..., i] = last
    return smoothed


def ewma_deviation(periods: int, weight: float) -> Floats:
    """Standard deviation of the EWMA of independent standard values at periods 1, 2, ... (exact, not asymptotic)."""
    i = np.arange(1, periods + 1)
    return cast(Floats, np.sqrt(weight / (2 - weight) * (1 - (1 - weight) ** (2 * i))))


def cusum(score: Floats) -> Floats:
    """One-sided CUSUM C = max(0, C + score), from 0 (Page 1954, Biometrika 41:100)."""
    total = np.cumsum(score, axis=-1)
    return total - np.minimum(np.minimum.accumulate(total, axis=-1), 0.0)


def tabular_cusum(z: Floats, allowance: float) -> tuple[Floats, Floats]:
    """Upper and lower CUSUM of standardised values, both counted positive."""
    return cusum(z - allowance), cusum(-z - allowance)


def odds_times(risk: Floats, ratio: ArrayLike) -> Floats:
    """The risk whose odds are `ratio` times those of `risk`; exact at 0 and 1."""
    r = np.asarray(ratio, dtype=np.float64)
    return r * risk / (1 + (r - 1) * risk)


def vlad(expected: Floats, observed: Floats) -> Floats:
    """Variable life-adjusted display: events avoided so far, cumulated expected - observed (Lovegrove et al. 1997)."""
    return np.cumsum(expected - observed, axis=-1)
