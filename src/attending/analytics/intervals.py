"""Confidence intervals in closed form, all at the level of `attending.analytics.estimate.LEVEL`."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from attending.analytics.estimate import Z
from attending.analytics.limits import wilson_limits


def wilson(successes: ArrayLike, trials: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Score interval of a proportion (Wilson 1927), elementwise; trials > 0.

    `successes` may be a fraction of a count: a mean of values within [0, 1] varies at most as much as a proportion
    with the same mean, so the interval is then conservative.
    """
    k = np.asarray(successes, dtype=np.float64)
    n = np.asarray(trials, dtype=np.float64)
    p = k / n
    scale = 1 + Z * Z / n
    centre = (p + Z * Z / (2 * n)) / scale
    half = Z / scale * np.sqrt(np.maximum(p * (1 - p), 0.0) / n + Z * Z / (4 * n * n))
    # The ends at p = 0 and p = 1 are exactly 0 and 1; rounding must not put the estimate outside its own interval.
    return np.minimum(np.maximum(centre - half, 0.0), p), np.maximum(np.minimum(centre + half, 1.0), p)


def within_unit(value: float, standard_error: float | None, fewest: int) -> tuple[float, float]:
    """Interval of a quantity confined to [0, 1], from its standard error on the logit scale (delta method).

    Where the sample shows no spread (`standard_error` 0 or None) or the value sits at an end, that scale says nothing;
    then the Wilson interval of the same value with `fewest` independent observations stands in, which is conservative.
    """
    if _stands_in(value, standard_error):
        return wilson_limits(value, fewest, Z)
    centre = math.log(value) - math.log1p(-value)
    half = Z * (standard_error or 0.0) / (value * (1 - value))
    return min(_expit(centre - half), value), max(_expit(centre + half), value)


def stand_in_note(value: float, standard_error: float | None) -> str | None:
    """What a reader is told where `within_unit` takes the Wilson interval instead; None where it does not."""
    if not _stands_in(value, standard_error):
        return None
    return "These rows show no spread to estimate an error from; Wilson's interval stands in, and is wide"


def _stands_in(value: float, standard_error: float | None) -> bool:
    return standard_error is None or standard_error <= 0 or not 0 < value < 1


def _expit(x: float) -> float:
    return 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(max(x, -700.0)) / (1 + math.exp(max(x, -700.0)))
