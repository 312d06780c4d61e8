"""What no weights that all share can change, proven: an item that is at least as good as another on every criterion."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from attending.analytics.preference.rank_counts import TIE


def certain_places(mean: NDArray[np.float64], item: int) -> int:
    """The lowest rank the item can have under any weights that all share; `mean` are values (criteria, items).

    It is never below those it dominates (Keeney & Raiffa 1976): at least as good on every criterion. Items that are the
    same in everything do not push one another down.
    """
    dominated = (mean[:, [item]] >= mean - TIE).all(axis=0)
    return int(mean.shape[1] - dominated.sum() + 1)
