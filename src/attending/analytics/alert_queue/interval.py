"""The interval of a mean or a ratio over independent replications."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from attending.analytics.estimate import LEVEL
from attending.analytics.student import t_quantile


@dataclass(frozen=True, slots=True)
class Interval:
    """A simulated value with its 95 % interval; None where nothing was there to take it from."""

    value: float | None
    low: float | None = None
    high: float | None = None


def ratio(
    numerator: ArrayLike, denominator: ArrayLike, *, least: float = -math.inf, most: float = math.inf, spread: bool
) -> Interval:
    """Sum of `numerator` over sum of `denominator`, both of shape (replications,), with Student's t interval.

    The error is that of a ratio estimator (Cochran 1977, chapter 6): of the residuals numerator - ratio x denominator.
    `spread` gives the range of single replications instead of the mean's error, which does not shrink with more of
    them. Limits are kept in [least, most].
    """
    above, below = np.asarray(numerator, dtype=np.float64), np.asarray(denominator, dtype=np.float64)
    size, whole = len(above), float(below.sum())
    if whole <= 0:
        return Interval(None)
    value = float(above.sum()) / whole
    residual = (above - value * below) / (whole / size)
    error = math.sqrt(float(residual @ residual) / (size - 1) / (1 if spread else size))
    half = t_quantile(0.5 + LEVEL / 2, size - 1) * error
    return Interval(value, max(value - half, min(least, value)), min(value + half, max(most, value)))


def mean(values: ArrayLike, *, least: float = -math.inf, most: float = math.inf, spread: bool) -> Interval:
    """The mean of those `values` (shape: replications) that are not NaN, in the same way; None with fewer than two."""
    given = np.asarray(values, dtype=np.float64)
    known = given[~np.isnan(given)]
    if len(known) < 2:
        return Interval(None)
    return ratio(known, np.ones(len(known)), least=least, most=most, spread=spread)
