"""Student's t distribution for whole degrees of freedom, without the half second that loading SciPy takes."""

from __future__ import annotations

import math
from functools import lru_cache
from statistics import NormalDist
from typing import Final

_SERIES_UP_TO: Final = 400
"""Beyond it the expansion around the normal quantile is exact to a double's twelfth digit."""


@lru_cache(maxsize=4096)
def t_quantile(probability: float, freedom: int) -> float:
    """The quantile of Student's t; `probability` in (0, 1), `freedom` at least 1.

    Few degrees of freedom: Newton's method on the closed form of the distribution function (Abramowitz & Stegun 1964,
    26.7.3 and 26.7.4). Many: the expansion by Fisher & Cornish (1960) around the normal quantile. Raises ValueError
    outside these ranges.
    """
    if not 0 < probability < 1 or freedom < 1:
        raise ValueError(f"There is no t quantile at {probability} with {freedom} degrees of freedom.")
    if probability < 0.5:
        return -t_quantile(1 - probability, freedom)
    start = _expanded(NormalDist().inv_cdf(probability), freedom)
    if freedom > _SERIES_UP_TO:
        return start
    if freedom == 1:
        return math.tan(math.pi * (probability - 0.5))
    if freedom == 2:
        return (2 * probability - 1) / math.sqrt(2 * probability * (1 - probability))
    found = start
    for _ in range(60):
        step = (_central(found, freedom) / 2 + 0.5 - probability) / _density(found, freedom)
        found -= step
        if abs(step) <= 1e-13 * max(found, 1e-3):
            break
    return found


def t_p(t: float, freedom: int) -> float:
    """Two-sided p-value of Student's t; `freedom` at least 1."""
    # Imported here because it is heavy and nothing else needs it at the start.
    from scipy.special import stdtr

    return 2 * float(stdtr(freedom, -abs(t)))


def _expanded(z: float, freedom: int) -> float:
    g1 = (z**3 + z) / 4
    g2 = (5 * z**5 + 16 * z**3 + 3 * z) / 96
    g3 = (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384
    g4 = (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160
    return z + g1 / freedom + g2 / freedom**2 + g3 / freedom**3 + g4 / freedom**4


def _central(t: float, freedom: int) -> float:
    """The probability of (-t, t)."""
    angle = math.atan(t / math.sqrt(freedom))
    sine, squared = math.sin(angle), math.cos(angle) ** 2
    odd = freedom % 2
    term = math.cos(angle) if odd else 1.0
    total = term if freedom > 1 else 0.0
    for k in range(2 if odd else 1, freedom - 2, 2):
        term *= squared * k / (k + 1)
        total += term
    return 2 / math.pi * (angle + sine * total) if odd else sine * total


def _density(t: float, freedom: int) -> float:
    log = math.lgamma((freedom + 1) / 2) - math.lgamma(freedom / 2) - 0.5 * math.log(freedom * math.pi)
    return math.exp(log - (freedom + 1) / 2 * math.log1p(t * t / freedom))
