"""The local distribution of predicted risks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from attending.analytics.binned_scores import BinnedScores

GROUPS: Final = 40
"""Risks are grouped to at most so many values before they are simulated."""


@dataclass(frozen=True, slots=True)
class CaseMix:
    """Risks in [0, 1], ascending, and the share of patients with each; the shares sum to 1."""

    risk: tuple[float, ...]
    share: tuple[float, ...]

    @classmethod
    def of(cls, risk: ArrayLike | BinnedScores, weight: ArrayLike | None = None, *, groups: int = GROUPS) -> CaseMix:
        """The mix of an array of risks (with counts as `weight`), or of the labelled rows of a score table's slice.

        More than `groups` distinct risks are merged to groups of like size, each at its mean risk. Raises ValueError
        when there are no patients, or a risk lies outside [0, 1].
        """
        if isinstance(risk, BinnedScores):
            labelled = risk.only_labelled()
            risk, weight = labelled.mean_score, labelled.labelled
        p = np.asarray(risk, dtype=np.float64).ravel()
        w = np.ones(len(p)) if weight is None else np.asarray(weight, dtype=np.float64).ravel()
        if len(w) != len(p):
            raise ValueError(f"There are {len(p)} risks but {len(w)} counts: give one for each.")
        p, w = p[w > 0], w[w > 0]
        if len(p) == 0:
            raise ValueError("A case mix needs at least one patient with a known outcome.")
        if not bool(np.all((p >= 0) & (p <= 1))):
            raise ValueError("Every predicted risk must be a probability in [0, 1].")
        values, group = np.unique(p, return_inverse=True)
        sizes = np.bincount(group, weights=w).astype(np.float64)
        if len(values) > groups:
            values, sizes = _grouped(values, sizes, groups)
        return cls(tuple(values.tolist()), tuple((sizes / sizes.sum()).tolist()))

    @property
    def mean(self) -> float:
        """Mean predicted risk."""
        return float(np.dot(self.risk, self.share))


def _grouped(
    values: NDArray[np.float64], sizes: NDArray[np.float64], groups: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    middle = (np.cumsum(sizes) - sizes / 2) / sizes.sum()
    group = np.unique(np.minimum((middle * groups).astype(np.int64), groups - 1), return_inverse=True)[1]
    total = np.bincount(group, weights=sizes).astype(np.float64)
    return np.bincount(group, weights=sizes * values) / total, total
