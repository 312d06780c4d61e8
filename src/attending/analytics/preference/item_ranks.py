"""The ranks of one item over all samples, as a record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from attending.analytics.preference.smaa import RankAcceptability

RANKS_SHOWN: Final = 30


@dataclass(frozen=True, slots=True)
class ItemRanks:
    """How one item fared over the samples.

    `acceptability` holds the shares of ranks 1, 2 ... (30 at most), `below` the share of all lower ones. `rank_low` and
    `rank_high` are the ranks between which it lies in 9 of 10 samples. `central_first` and `central_top` are the
    panel's mean weights where it came first and among the first `top`; None where it never did.
    """

    acceptability: tuple[float, ...]
    below: float
    expected_rank: float
    rank_low: int
    rank_high: int
    first: float
    within_top: float
    central_first: Mapping[str, float] | None
    central_top: Mapping[str, float] | None


def item_ranks(found: RankAcceptability, criteria: tuple[str, ...]) -> tuple[ItemRanks, ...]:
    """A record for each item, in the order of the items."""
    shown = found.acceptability[:, :RANKS_SHOWN]
    below = np.clip(1 - shown.sum(axis=1), 0, 1)
    below[found.acceptability.shape[1] <= RANKS_SHOWN] = 0.0
    low, high = found.rank_range()
    return tuple(
        ItemRanks(
            tuple(shown[i].tolist()),
            float(below[i]),
            float(found.expected_rank[i]),
            int(low[i]),
            int(high[i]),
            float(found.first[i]),
            float(found.within_top[i]),
            _central(found.central_first[i], criteria),
            _central(found.central_top[i], criteria),
        )
        for i in range(len(shown))
    )


def _central(weights: NDArray[np.float64], criteria: tuple[str, ...]) -> Mapping[str, float] | None:
    return None if np.isnan(weights).any() else dict(zip(criteria, weights.tolist(), strict=True))
