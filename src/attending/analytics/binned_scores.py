"""Scores of one stratum, reduced to ordered bins."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from attending.analytics.stratum import Stratum


@dataclass(frozen=True)
class BinnedScores:
    """Counts and sums per score bin of one stratum in one month, or in all of them.

    All arrays have one entry per non-empty bin, ordered from the lowest score to the highest. `periods` are the ISO
    months that hold rows. `passed` counts how many of `thresholds` every score of the bin reaches. `score_sum`,
    `score_squared_sum` run over labelled rows, `score_outcome_sum` over positives, `score_sum_all` over every row.
    """

    stratum: Stratum
    periods: tuple[str, ...]
    thresholds: tuple[Decimal, ...]
    exact: bool
    bin: NDArray[np.int64]
    passed: NDArray[np.int16]
    score_low: NDArray[np.float64]
    score_high: NDArray[np.float64]
    n: NDArray[np.int64]
    labelled: NDArray[np.int64]
    positive: NDArray[np.int64]
    score_sum: NDArray[np.float64]
    score_squared_sum: NDArray[np.float64]
    score_outcome_sum: NDArray[np.float64]
    score_sum_all: NDArray[np.float64]

    @property
    def total(self) -> int:
        """Rows, labelled or not."""
        return int(self.n.sum())

    @cached_property
    def total_labelled(self) -> int:
        """Rows whose outcome is known."""
        return int(self.labelled.sum())

    @cached_property
    def events(self) -> int:
        """Positives among the labelled rows."""
        return int(self.positive.sum())

    @cached_property
    def negative(self) -> NDArray[np.int64]:
        """Labelled rows without the event, per bin."""
        return self.labelled - self.positive

    @cached_property
    def event_bins(self) -> NDArray[np.intp]:
        """Positions of the bins that hold an event."""
        return np.flatnonzero(self.positive > 0)

    @cached_property
    def labelled_through(self) -> NDArray[np.int64]:
        """Labelled rows up to the end of each bin."""
        return np.cumsum(self.labelled)

    @cached_property
    def mean_score(self) -> NDArray[np.float64]:
        """Mean score of the labelled rows per bin; the midpoint of the bin where none is labelled."""
        if self.exact:
            return self.score_low
        middle = (self.score_low + self.score_high) / 2
        mean = np.where(self.labelled > 0, self.score_sum / np.maximum(self.labelled, 1), middle)
        # Where the bin is one value, the value itself: a sum divided by a count may differ from it in the last digit.
        return np.clip(mean, self.score_low, self.score_high)

    def only_labelled(self) -> BinnedScores:
        """The bins that hold at least one labelled row."""
        return self._only_labelled

    @cached_property
    def _only_labelled(self) -> BinnedScores:
        keep = self.labelled > 0
        return self if bool(keep.all()) else self.selected(keep)

    def selected(self, keep: NDArray[np.bool_]) -> BinnedScores:
        """The bins where `keep` (shape: bins) is True."""
        return replace(
            self,
            bin=self.bin[keep],
            passed=self.passed[keep],
            score_low=self.score_low[keep],
            score_high=self.score_high[keep],
            n=self.n[keep],
            labelled=self.labelled[keep],
            positive=self.positive[keep],
            score_sum=self.score_sum[keep],
            score_squared_sum=self.score_squared_sum[keep],
            score_outcome_sum=self.score_outcome_sum[keep],
            score_sum_all=self.score_sum_all[keep],
        )
