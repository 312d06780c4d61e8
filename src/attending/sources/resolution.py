"""How finely a log's scores are told apart, whichever engine counts them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from attending.analytics.runs import run_starts

BINS: Final = 10_000
"""Bins of equal width in score before thresholds and refinement split them further."""

SUB: Final = 2**20
"""In a refined log, the key of a bin is `SUB` times its number plus its part."""

TOLERANCE: Final = 5e-4
"""The largest bound on the error of the overall AUROC that needs no finer bins: it keeps the third decimal."""

_MOST_PARTS = 64_000


@dataclass(frozen=True, slots=True)
class Refinement:
    """Bins that are split further: `base` bins, each from `low` on in `parts` steps of `width`."""

    base: NDArray[np.int64]
    low: NDArray[np.float64]
    width: NDArray[np.float64]
    parts: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Cells:
    """Counts and sums of one attribute: one entry per non-empty (level, period, bin)."""

    level: NDArray[np.object_]
    columns: dict[str, NDArray[Any]]


@dataclass(frozen=True, slots=True)
class Resolution:
    """How finely scores were told apart.

    `exact`: every bin is one score value. `bins` that hold rows; `refined` of the first 10,000 were split further
    because the overall AUROC's bound was above the tolerance of 5e-4. `auroc_bound` is what binning may still change.
    `refinement` is how, so that a row's bin can be found again.
    """

    exact: bool
    bins: int
    refined: int
    auroc_bound: float
    refinement: Refinement | None = field(default=None, repr=False, compare=False)

    def __str__(self) -> str:
        if self.exact:
            return f"Exact: {self.bins:,} distinct scores."
        finer = f", {self.refined:,} of them split further where scores crowd" if self.refined else ""
        return f"{BINS:,} bins of score{finer}; binning changes the overall AUROC by at most {self.auroc_bound:.1e}."


@dataclass(frozen=True, slots=True)
class Fineness:
    """How finely scores are to be told apart.

    Logs of at most `exact_rows` rows keep each distinct score. With `fixed`, none does and no bin is split further but
    as `refinement` says, so that the tables of separately reduced months always have the same bins and merge. The
    price is stated as each reduction's `auroc_bound`: half the share of positive-negative pairs within one bin.
    """

    exact_rows: int = 500_000
    fixed: bool = False
    refinement: Refinement | None = None

    @classmethod
    def asked(cls, bins: Literal["best", "fixed"], exact_rows: int, refinement: Refinement | None) -> Fineness:
        """As a caller states it; raises ValueError for what excludes each other."""
        if bins not in ("best", "fixed"):
            raise ValueError(f'bins is "best" or "fixed", not {bins!r}.')
        if refinement is not None and bins != "fixed":
            raise ValueError('A refinement is kept by bins="fixed" only: the best bins are found from the log itself.')
        return cls(exact_rows, bins == "fixed", refinement)

    def exact(self, rows: int) -> bool:
        """Whether a log of so many rows keeps each distinct score."""
        return not self.fixed and rows <= self.exact_rows


def one_value_per_bin(columns: Mapping[str, NDArray[Any]]) -> bool:
    """Whether scores happen to be so coarse that every bin holds one value."""
    if not np.array_equal(columns["score_low"], columns["score_high"]):
        return False
    order = np.argsort(columns["bin"], kind="stable")
    same = columns["bin"][order][1:] == columns["bin"][order][:-1]
    score = columns["score_low"][order]
    return not bool(np.any(same & (score[1:] != score[:-1])))


def pooled(cells: Cells) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.int64], NDArray[np.int64]]:
    """Least and greatest score, positives and negatives of each bin, over levels and months."""
    return _pooled_by(cells, cells.columns["bin"])


def _pooled_by(
    cells: Cells, key: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.int64], NDArray[np.int64]]:
    order = np.argsort(key, kind="stable")
    starts = run_starts(key[order])
    c = cells.columns
    low = np.minimum.reduceat(c["score_low"][order], starts)
    high = np.maximum.reduceat(c["score_high"][order], starts)
    positive = np.add.reduceat(c["positive"][order], starts)
    negative = np.add.reduceat((c["labelled"] - c["positive"])[order], starts)
    return low, high, positive, negative


def auroc_bound(
    low: NDArray[np.float64],
    high: NDArray[np.float64],
    positive: NDArray[np.int64],
    negative: NDArray[np.int64],
) -> float:
    """Half the share of positive-negative pairs that share a bin of more than one value: each may count 0, 1/2 or 1."""
    pairs = float(positive.sum()) * float(negative.sum())
    shared = (positive.astype(np.float64) * negative)[low < high].sum()
    return float(shared) / (2 * pairs) if pairs else 0.0


def finer(cells: Cells, per_base: int) -> Refinement | None:
    """The bins to split, most where most pairs share a bin; None when the bound is within tolerance."""
    base = cells.columns["bin"] // per_base
    low, high, positive, negative = _pooled_by(cells, base)
    if auroc_bound(*pooled(cells)) <= TOLERANCE:
        return None
    shared = np.where(low < high, positive.astype(np.float64) * negative, 0.0)
    allowed = 2 * TOLERANCE * float(positive.sum()) * float(negative.sum())
    number = 1_000
    while True:
        parts = np.maximum(1, np.floor(number * np.sqrt(shared) / np.sqrt(shared).sum())).astype(np.int64)
        # Pairs that share a bin of k parts share a part once in k, when scores lie evenly in it.
        if number >= _MOST_PARTS or (shared / parts).sum() <= allowed / 2:
            break
        number *= 2
    heavy = parts >= 2
    return Refinement(np.unique(base)[heavy], low[heavy], (high[heavy] - low[heavy]) / parts[heavy], parts[heavy])
