"""The calibration curve: observed event rate against mean score in groups of neighbouring scores."""

from __future__ import annotations

from typing import Final

import numpy as np

from attending.analytics.binned_scores import BinnedScores
from attending.analytics.intervals import wilson
from attending.analytics.results import CalibrationPoint
from attending.analytics.runs import run_starts

GROUPS: Final = 10
FEWEST_PER_GROUP: Final = 10


def calibration_points(scores: BinnedScores) -> tuple[CalibrationPoint, ...]:
    """At most GROUPS groups of about equal size by quantile of the score, fewer when rows are few; lowest first.

    Equal scores always share a group, so groups differ in size where scores are tied. Empty without labelled rows.
    """
    bins = scores.only_labelled()
    labelled = bins.total_labelled
    if labelled == 0:
        return ()
    groups = min(GROUPS, max(1, labelled // FEWEST_PER_GROUP))
    middle = bins.labelled_through - bins.labelled / 2
    starts = np.searchsorted(middle * groups / labelled, np.arange(groups))
    starts = starts[run_starts(starts)]
    starts = starts[starts < len(middle)]
    columns = (bins.labelled, bins.positive, bins.score_sum)
    n, events, total = (np.add.reduceat(column, starts) for column in columns)
    low, high = wilson(events, n)
    told = (each.tolist() for each in (total / n, events / n, low, high, n, events))
    return tuple(CalibrationPoint(*point) for point in zip(*told, strict=True))
