"""The Brier score in parts: miscalibration, discrimination and uncertainty."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from attending.analytics.binned_scores import BinnedScores
from attending.analytics.reasons import lacking_classes
from attending.analytics.sums import dot

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class BrierDecomposition:
    """Brier score = miscalibration - discrimination + uncertainty, to rounding; or the reason why there is none.

    `miscalibration` (reliability) is what recalibration could still gain; `discrimination` (resolution) what the
    recalibrated score gains over the event rate; `uncertainty` the Brier score of the event rate
    itself. Descriptive, without intervals: recalibration follows chance too, so both first parts are too large on
    average, the more so the fewer the `n` labelled rows.
    """

    n: int
    events: int
    brier: float | None = None
    miscalibration: float | None = None
    discrimination: float | None = None
    uncertainty: float | None = None
    reason: str | None = None


def brier_decomposition(scores: BinnedScores) -> BrierDecomposition:
    """The CORP decomposition (Dimitriadis, Gneiting & Jordan 2021), free of chosen groups.

    Scores are recalibrated by isotonic regression of the outcome (pool adjacent violators). Rows that share a bin are
    recalibrated together: exact for an exact table; for a binned one the ranking inside bins is not seen, so both first
    parts are smaller by the same amount, and with wide bins the first may fall below 0. Needs one event and one
    non-event.
    """
    bins = scores.only_labelled()
    labelled, events = bins.total_labelled, bins.events
    reason = lacking_classes(labelled=labelled, events=events)
    if reason is not None:
        return BrierDecomposition(labelled, events, reason=reason)
    total = float(bins.score_squared_sum.sum() - 2 * bins.score_outcome_sum.sum()) + events
    brier = min(max(total / labelled, 0.0), 1.0)
    rate = events / labelled
    uncertainty = rate * (1 - rate)
    positive, n = pooled(bins.positive.astype(np.float64), bins.labelled.astype(np.float64))
    # Mean squared distance of the outcomes from their block's rate.
    recalibrated = dot(positive, 1 - positive / n) / labelled
    return BrierDecomposition(
        labelled,
        events,
        brier,
        brier - recalibrated,
        uncertainty - recalibrated,
        uncertainty,
    )


def pooled(positive: Floats, n: Floats) -> tuple[Floats, Floats]:
    """Sums per block of the isotonic regression of positive / n, ascending; n > 0 (pool adjacent violators).

    Two neighbours whose rates do not rise share a block in the solution, so each pass joins every run of them at once.
    """
    while len(n) > 1:
        rises = positive[1:] * n[:-1] > positive[:-1] * n[1:]
        if rises.all():
            break
        starts = np.concatenate(([0], np.flatnonzero(rises) + 1))
        positive, n = np.add.reduceat(positive, starts), np.add.reduceat(n, starts)
    return positive, n
