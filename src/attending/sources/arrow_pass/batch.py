"""Some rows of a log as numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Batch:
    """Parallel arrays, one entry per row: `score` in [0, 1], `outcome` 0, 1 or 2 (not known), the numbers of its month
    and of its level of each attribute, in any type of whole numbers.
    """

    score: NDArray[np.float64]
    outcome: NDArray[np.uint8]
    period: NDArray[Any]
    levels: tuple[NDArray[Any], ...]

    def __len__(self) -> int:
        return len(self.score)
