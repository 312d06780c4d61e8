"""Ranks of many items in many samples, counted and dropped: packed keys are sorted, never index arrays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

RANKS_KEPT: Final = 1_000
"""Ranks that are counted one by one; what lies below them is counted together, which bounds the memory."""

CELLS: Final = 1_000_000
"""Items times samples that one chunk holds at once."""

LEADERS: Final = 50
"""Items at the head of the panel's ranking of which every pair is compared: pairs grow with the square."""

TIE: Final = 1e-9
"""Values that lie no further apart are the same: the difference is only in the rounding."""


@dataclass(eq=False)
class RankCounts:
    """Sums over samples; adding chunks in their order gives the same bits whoever computed them.

    `ranks` (items, ranks kept) counts samples, `rank_sum` (items) sums ranks, `first` and `within` (items) count
    samples in which the item came first and within the top, and `first_weights` and `within_weights` (items, criteria)
    sum the panel's weights over those samples. `ahead` (leaders, leaders) counts the wins of the row over the column,
    ties as half.
    """

    ranks: NDArray[np.int64]
    rank_sum: NDArray[np.int64]
    first: NDArray[np.int64]
    first_weights: NDArray[np.float64]
    within: NDArray[np.int64]
    within_weights: NDArray[np.float64]
    ahead: NDArray[np.float64]

    def add(self, other: RankCounts) -> None:
        """Add another chunk's sums to these."""
        for name, mine in vars(self).items():
            mine += getattr(other, name)


@dataclass(frozen=True, eq=False)
class Ranking:
    """What is counted: the order of the panel's ranking (item numbers, best first) and how many places are the top."""

    order: NDArray[np.int64]
    top: int

    def nothing_yet(self, criteria: int) -> RankCounts:
        """Sums over no sample."""
        n, leaders = len(self.order), min(len(self.order), LEADERS)
        return RankCounts(
            np.zeros((n, min(n, RANKS_KEPT)), dtype=np.int64),
            np.zeros(n, dtype=np.int64),
            np.zeros(n, dtype=np.int64),
            np.zeros((n, criteria)),
            np.zeros(n, dtype=np.int64),
            np.zeros((n, criteria)),
            np.zeros((leaders, leaders)),
        )


def chunk_sizes(samples: int, items: int) -> list[int]:
    """Samples of each chunk; depends on nothing but the task, so that seeds do not either."""
    size = min(1_000, max(50, CELLS // items))
    return [min(size, samples - start) for start in range(0, samples, size)]


def count_ranks(
    values: NDArray[np.float64], weights: NDArray[np.float64], ranking: Ranking, rng: np.random.Generator
) -> RankCounts:
    """Count one chunk: `values` (samples, items) from 0 to 1, `weights` (samples, criteria) of the panel.

    A key holds the value in its high bits and the item in its low ones, so one sort of plain integers ranks a sample;
    values closer than 2 ** (bits of the items - 32) tie. Ties are broken by chance: items stand in a random order, and
    a random mask over the low bits turns the order of any two of them in half of the samples.
    """
    samples, n = values.shape
    kept = min(n, RANKS_KEPT)
    bits = max(1, (n - 1).bit_length())
    order = rng.permutation(n)
    mask = rng.integers(0, 1 << bits, size=(samples, 1), dtype=np.uint32)
    steps = (1 << (32 - bits)) - 1
    keys = ((1 - np.clip(values[:, order], 0, 1)) * steps).astype(np.uint32)
    keys <<= np.uint32(bits)
    keys |= np.arange(n, dtype=np.uint32) ^ mask
    keys.sort(axis=1)
    keys &= np.uint32((1 << bits) - 1)
    keys ^= mask
    found = order.astype(np.int64)[keys]
    places = np.arange(1, n + 1)
    ranks = np.bincount((found[:, :kept] * kept + places[:kept] - 1).ravel(), minlength=n * kept).reshape(n, kept)
    return RankCounts(
        ranks,
        ranks @ places if kept == n else np.bincount(found.ravel(), np.tile(places, samples), n).astype(np.int64),
        *_central(found[:, :1], weights, n),
        *_central(found[:, : ranking.top], weights, n),
        _wins(values[:, ranking.order[:LEADERS]].T),
    )


def _central(
    found: NDArray[np.int64], weights: NDArray[np.float64], items: int
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """How often each item is among those found (samples, places), and the sum of the weights of those samples."""
    places = found.shape[1]
    flat = found.ravel()
    sums = [np.bincount(flat, np.repeat(column, places), items) for column in weights.T]
    return np.bincount(flat, minlength=items), np.stack(sums, axis=1)


def _wins(leaders: NDArray[np.float64]) -> NDArray[np.float64]:
    """Samples in which one leader beats another; `leaders` has shape (items, samples)."""
    count, samples = leaders.shape
    wins = np.zeros((count, count))
    for i in range(count - 1):
        gap = leaders[i] - leaders[i + 1 :]
        won, lost = (gap > TIE).sum(axis=1), (gap < -TIE).sum(axis=1)
        wins[i, i + 1 :] = won + (samples - won - lost) / 2
        wins[i + 1 :, i] = samples - wins[i, i + 1 :]
    return wins
