"""Discrimination: does the score rank those with the event above those without?"""

from __future__ import annotations

import math

import numpy as np

from attending.analytics.binned_scores import BinnedScores
from attending.analytics.estimate import LEVEL, Estimate
from attending.analytics.intervals import stand_in_note, within_unit
from attending.analytics.reasons import lacking_classes
from attending.analytics.sums import dot


def auroc(scores: BinnedScores) -> Estimate:
    """Area under the ROC curve, the probability that an event scores above a non-event (ties count half).

    Needs one event and one non-event. The variance is DeLong's (DeLong, DeLong & Clarke-Pearson 1988) from the
    placement values, which follow from cumulative counts over the ordered bins as they do from midranks (Sun & Xu
    2014). The interval is taken on the logit scale, so it stays within [0, 1] and is asymmetric near 1. With a single
    event or non-event, or when the sample shows no spread (complete separation, a constant score), it is the Wilson
    interval for as many pairs as there are rows of the rarer class: by Hoeffding's (1963) averaging over disjoint pairs
    the variance of the AUROC cannot exceed A (1 - A) / min(events, non-events).

    Pairs that share a bin of several score values count half; each could truly count 0 or 1, so the bound is half their
    mass as a share of all pairs. Bins of one value carry true ties and add nothing to it.
    """
    bins = scores.only_labelled()
    labelled, events = bins.total_labelled, bins.events
    reason = lacking_classes(labelled=labelled, events=events)
    if reason is not None:
        return Estimate.missing("auroc", reason, n=labelled, events=events)
    at = bins.event_bins
    positive = bins.positive[at].astype(np.float64)
    beside = bins.negative[at].astype(np.float64)
    through = np.cumsum(positive)
    lower = bins.labelled_through[at] - through  # non-events up to and with those of the bin
    p, n = float(events), float(labelled - events)
    # Placement values: the share of non-events below each event, and of events above each non-event.
    below = (lower - beside / 2) / n
    area = dot(positive, below) / p
    shared = bins.score_low[at] < bins.score_high[at]
    bound = dot(positive[shared], beside[shared]) / (2 * p * n)
    error: float | None = None
    if min(p, n) >= 2:
        of_events = dot(positive, (below - area) ** 2) / (p - 1)
        # Non-events share a bin with events, or lie between two such bins, where all have as many above them.
        between = np.diff(lower - beside, append=n) - beside
        above = (p - through + positive / 2) / p
        above_between = (p - through) / p
        of_others = dot(beside, (above - area) ** 2) + dot(between, (above_between - area) ** 2)
        of_non_events = (of_others + float(lower[0] - beside[0]) * (1 - area) ** 2) / (n - 1)
        error = math.sqrt(of_events / p + of_non_events / n)
    return area_estimate(area, error, labelled, events, bound)


def area_estimate(area: float, error: float | None, labelled: int, events: int, bound: float) -> Estimate:
    """The estimate of an area with its standard error; there is an event and a non-event among the labelled."""
    area = min(area, 1.0)
    low, high = within_unit(area, error, min(events, labelled - events))
    note = stand_in_note(area, error)
    return Estimate("auroc", area, low, high, LEVEL, labelled, events, bound=bound, note=note)
