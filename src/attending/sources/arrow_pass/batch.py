"""Some rows of a log as numbers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Batch:
    """Parallel arrays, one entry per row: `score` in [0, 1], `outcome` 0, 1 or 2 (not known), the numbers of its month
    and of its level of each attribute.
    """

    score: NDArray[np.float64]
    outcome: NDArray[np.uint8]
    period: NDArray[np.int32]
    levels: tuple[NDArray[np.int32], ...]

    def __len__(self) -> int:
        return len(self.score)
