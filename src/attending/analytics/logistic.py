"""The logistic curve on arrays of scores: log odds, their inverse, and the likelihood of outcomes."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from attending.analytics.sums import dot

Floats = NDArray[np.float64]

CLIP: Final = 1e-6
"""Scores below this, or above 1 minus this, are moved to it before the logit is taken."""


def logit(score: Floats) -> Floats:
    """Log odds of scores clipped to [CLIP, 1 - CLIP]."""
    s = np.clip(score, CLIP, 1 - CLIP)
    odds: Floats = np.log(s / (1 - s))
    return odds


def expit(x: Floats) -> Floats:
    """1 / (1 + exp(-x))."""
    with np.errstate(over="ignore"):  # exp overflows to infinity, and 1 / infinity is the 0 that is meant
        return 1 / (1 + np.exp(-x))


def log_likelihood(predictor: Floats, n: Floats, positive: Floats) -> float:
    """Of `positive` events among `n` rows per bin at these log odds.

    `np.logaddexp` takes many times as long as the exponential and `np.log1p` together.
    """
    normaliser = np.log1p(np.exp(-np.abs(predictor))) + np.maximum(predictor, 0.0)
    return dot(positive, predictor) - dot(n, normaliser)
