"""The place of a score among the bins, as `cells` computes it in the engine."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from attending.sources.arrow_pass.aside import StandAside
from attending.sources.resolution import BINS, SUB, Refinement


class Bins:
    """Bins of equal width, split at thresholds and where `refinement` says so, numbered without gaps as slots.

    A slot is the number of bins and parts below plus the number of thresholds reached. Each term rises with the score,
    so two bins that differ in any have different slots, in the order of their scores.
    """

    def __init__(self, thresholds: Sequence[Decimal], refinement: Refinement | None = None) -> None:
        self.refinement = refinement
        self._edges = [float(t) for t in thresholds]
        self._parts = np.ones(BINS, dtype=np.int64)
        if refinement is not None:
            if not bool(np.all(refinement.width > 1e-290)):
                raise StandAside
            self._parts[refinement.base] = refinement.parts
            self._low, self._width = np.zeros(BINS), np.ones(BINS)
            self._low[refinement.base], self._width[refinement.base] = refinement.low, refinement.width
        self._first = np.r_[0, np.cumsum(self._parts)[:-1]].astype(np.int32)
        self.slots = int(self._parts.sum()) + len(self._edges)

    def slot(self, score: NDArray[np.float64]) -> NDArray[np.int32]:
        """The slot of each score in [0, 1]."""
        base = self._base(score)
        slot = base if self.refinement is None else self._first[base] + self._part(score, base)
        for edge in self._edges:
            slot = slot + (score >= edge)
        return slot

    def keys(self, score: NDArray[np.float64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The bin's key in a score table and the thresholds reached, from any score of each bin."""
        place = self._base(score).astype(np.int64)
        if self.refinement is not None:
            place = place * SUB + self._part(score, place)
        passed = np.searchsorted(np.array(self._edges), score, side="right").astype(np.int64)
        return place * (len(self._edges) + 1) + passed, passed

    def _base(self, score: NDArray[np.float64]) -> NDArray[np.int32]:
        base: NDArray[np.int32] = (score * float(BINS)).astype(np.int32)
        return np.asarray(np.minimum(base, np.int32(BINS - 1)), dtype=np.int32)

    def _part(self, score: NDArray[np.float64], base: NDArray[np.signedinteger]) -> NDArray[np.int32]:
        step = np.floor((score - self._low[base]) / self._width[base])
        part: NDArray[np.int32] = np.clip(step, 0, self._parts[base] - 1).astype(np.int32)
        return part
