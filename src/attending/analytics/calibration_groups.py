"""The calibration curve: observed event rate against mean score in groups of neighbouring scores."""

from __future__ import annotations

from typing import Final

import numpy as np

from attending.analytics.binned_scores import BinnedScores
from attending.analytics.intervals import wilson
from attending.analytics.results import CalibrationPoint

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
    middle = np.cumsum(bins.labelled) - bins.labelled / 2
    group = np.minimum((middle * groups / labelled).astype(np.int64), groups - 1)
    n = np.bincount(group, bins.labelled, minlength=groups)
    events = np.bincount(group, bins.positive, minlength=groups)
    total = np.bincount(group, bins.score_sum, minlength=groups)
    filled = n > 0
    n, events, total = n[filled], events[filled], total[filled]
    low, high = wilson(events, n)
    return tuple(
        CalibrationPoint(float(s / k), float(e / k), float(lo), float(hi), int(k), int(e))
        for k, e, s, lo, hi in zip(n, events, total, low, high, strict=True)
    )
