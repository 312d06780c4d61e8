"""The distribution of logit scores that is expected where the model is to be used."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from attending.analytics.binned_scores import BinnedScores
from attending.analytics.logistic import CLIP

_POINTS = 4_001
_REACH = 10.0


class LinearPredictor(Protocol):
    """Values of the linear predictor (logit of the score) with their weights, which sum to 1; both of one shape."""

    @property
    def points(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Values and weights."""


@dataclass(frozen=True)
class NormalPredictor:
    """A normal distribution of logit scores. Raises ValueError unless `sd` is above 0."""

    mean: float
    sd: float

    def __post_init__(self) -> None:
        if not (np.isfinite(self.mean) and np.isfinite(self.sd) and self.sd > 0):
            raise ValueError("A normal linear predictor has a finite mean and a standard deviation above 0.")

    @cached_property
    def points(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """An even grid over ten standard deviations either way, on which sums of smooth functions are integrals."""
        z = np.linspace(-_REACH, _REACH, _POINTS)
        weight = np.exp(-z * z / 2)
        return self.mean + self.sd * z, weight / weight.sum()


@dataclass(frozen=True)
class ObservedPredictor:
    """The logits of scores that were seen, such as those of the first silent week or of another hospital.

    Each bin stands at the mean score of all its rows, labelled or not; scores are clipped to [CLIP, 1 - CLIP] first.
    Raises ValueError when there are no rows.
    """

    scores: BinnedScores

    def __post_init__(self) -> None:
        if self.scores.total == 0:
            raise ValueError("There are no scores to take the linear predictor from: give at least one row.")

    @cached_property
    def points(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Logits of the bins and their shares of the rows."""
        rows = self.scores.n > 0
        n = self.scores.n[rows].astype(np.float64)
        score = np.clip(self.scores.score_sum_all[rows] / n, CLIP, 1 - CLIP)
        return np.log(score) - np.log1p(-score), n / n.sum()


def expected_risk(predictor: LinearPredictor) -> float:
    """Mean score under the distribution: the prevalence if the scores are right on average."""
    value, weight = predictor.points
    return float(weight @ (1 / (1 + np.exp(-value))))
