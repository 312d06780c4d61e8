"""Two scores of the same labelled rows, reduced to joint counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from attending.analytics.runs import run_starts

_COLUMNS: dict[str, type[np.generic]] = {
    "model_bin": np.int64,
    "comparator_bin": np.int64,
    "outcome": np.int8,
    "n": np.int64,
    "model_passed": np.int16,
    "comparator_passed": np.int16,
    "model_low": np.float64,
    "model_high": np.float64,
    "comparator_low": np.float64,
    "comparator_high": np.float64,
    "model_sum": np.float64,
    "model_squared_sum": np.float64,
    "comparator_sum": np.float64,
    "comparator_squared_sum": np.float64,
}


@dataclass(frozen=True, eq=False)
class PairedScores:
    """Counts and sums per (model's score bin, comparator's score bin, outcome): all a paired comparison needs.

    Only rows where both scores and the outcome are known. The parallel arrays, read-only, have one entry per cell, in
    any order. The two `bin` columns are ordering keys (a higher score never has a lower key, no bin straddles a
    threshold), `passed` is how many of `thresholds` (ascending decimals in [0, 1]) the bin reaches, `low` and `high`
    the least and greatest score in the cell, `n` the rows, `sum` and `squared_sum` of their scores. `exact`: each bin
    is one score value.

    Raises ValueError when the arrays contradict this.
    """

    thresholds: tuple[Decimal, ...]
    exact: bool
    model_bin: NDArray[np.int64]
    comparator_bin: NDArray[np.int64]
    outcome: NDArray[np.int8]
    n: NDArray[np.int64]
    model_passed: NDArray[np.int16]
    comparator_passed: NDArray[np.int16]
    model_low: NDArray[np.float64]
    model_high: NDArray[np.float64]
    comparator_low: NDArray[np.float64]
    comparator_high: NDArray[np.float64]
    model_sum: NDArray[np.float64]
    model_squared_sum: NDArray[np.float64]
    comparator_sum: NDArray[np.float64]
    comparator_squared_sum: NDArray[np.float64]

    def __post_init__(self) -> None:
        for name, kind in _COLUMNS.items():
            column = np.array(getattr(self, name), dtype=kind)
            column.flags.writeable = False
            object.__setattr__(self, name, column)
        if len({len(getattr(self, name)) for name in _COLUMNS}) != 1:
            raise ValueError("The columns of paired scores must have equal lengths.")
        if not len(self):
            return
        if not bool(np.all((self.outcome == 0) | (self.outcome == 1))) or self.n.min() < 1:
            raise ValueError("Each cell of paired scores needs an outcome of 0 or 1 and at least one row.")
        for side in ("model", "comparator"):
            low, high, passed = (getattr(self, f"{side}_{part}") for part in ("low", "high", "passed"))
            if not bool(np.all((low >= 0) & (low <= high) & (high <= 1))):
                raise ValueError(f"Each cell of paired scores needs 0 <= low <= high <= 1 for the {side}.")
            if passed.min() < 0 or passed.max() > len(self.thresholds):
                raise ValueError("A cell of paired scores passes more thresholds than there are.")
            _check_order(getattr(self, f"{side}_bin"), low, high, passed, side)

    def __len__(self) -> int:
        return len(self.n)

    @property
    def total(self) -> int:
        """Rows, all labelled."""
        return int(self.n.sum())

    @property
    def events(self) -> int:
        """Rows with the event."""
        return int(self.n[self.outcome == 1].sum())

    @classmethod
    def from_arrays(
        cls, model: ArrayLike, comparator: ArrayLike, outcome: ArrayLike, *, thresholds: Sequence[Decimal] = ()
    ) -> PairedScores:
        """Exact joint counts of rows in memory; each argument has the shape (rows,).

        Rows where a score or the outcome is missing (NaN or None) are left out. Raises ValueError for a score outside
        [0, 1], an outcome that is not 0, 1 or missing, or unequal lengths.
        """
        m, c, y = (np.asarray(values, dtype=np.float64) for values in (model, comparator, outcome))
        if not len(m) == len(c) == len(y):
            raise ValueError(
                f"There are {len(m)}, {len(c)} and {len(y)} values: give each row both scores and outcome."
            )
        known = ~(np.isnan(m) | np.isnan(c) | np.isnan(y))
        m, c, y = m[known] + 0.0, c[known] + 0.0, y[known]
        if not bool(np.all((m >= 0) & (m <= 1) & (c >= 0) & (c <= 1))):
            raise ValueError("Every score must be a probability in [0, 1].")
        if not bool(np.all((y == 0) | (y == 1))):
            raise ValueError("Every outcome must be 0, 1, or missing.")
        order = np.lexsort((y, c, m))
        m, c, y = m[order], c[order], y[order]
        starts = run_starts(m, c, y)
        n = np.diff(np.r_[starts, len(m)])
        return cls.of_values(m[starts], c[starts], y[starts].astype(np.int8), n, thresholds=thresholds)

    @classmethod
    def of_values(
        cls,
        model: NDArray[np.float64],
        comparator: NDArray[np.float64],
        outcome: NDArray[np.int8],
        n: NDArray[np.int64],
        *,
        thresholds: Sequence[Decimal],
    ) -> PairedScores:
        """Exact cells: `n` rows for each combination of two score values and an outcome, each given once."""
        ordered = tuple(sorted(set(thresholds)))
        edges = np.array([float(t) for t in ordered])
        m, c = model + 0.0, comparator + 0.0
        return cls(
            ordered,
            exact=True,
            # The bit pattern of doubles that are not negative is in the order of their values.
            model_bin=m.view(np.int64),
            comparator_bin=c.view(np.int64),
            outcome=outcome,
            n=n,
            model_passed=np.searchsorted(edges, m, side="right").astype(np.int16),
            comparator_passed=np.searchsorted(edges, c, side="right").astype(np.int16),
            model_low=m,
            model_high=m,
            comparator_low=c,
            comparator_high=c,
            model_sum=m * n,
            model_squared_sum=m * m * n,
            comparator_sum=c * n,
            comparator_squared_sum=c * c * n,
        )


def _check_order(
    key: NDArray[np.int64],
    low: NDArray[np.float64],
    high: NDArray[np.float64],
    passed: NDArray[np.int16],
    side: str,
) -> None:
    """A bin in the wrong place, or across a threshold, would be miscounted in silence."""
    order = np.argsort(key, kind="stable")
    starts = run_starts(key[order])
    least, greatest = np.minimum.reduceat(low[order], starts), np.maximum.reduceat(high[order], starts)
    fewest, most = np.minimum.reduceat(passed[order], starts), np.maximum.reduceat(passed[order], starts)
    if bool(np.any(greatest[:-1] >= least[1:])):
        raise ValueError(f"The {side}'s bins of these paired scores are not in the order of their scores.")
    if bool(np.any(fewest != most)) or bool(np.any(most[:-1] > most[1:])):
        raise ValueError(f"A bin of the {side}'s score straddles a threshold: every threshold must be a bin edge.")
