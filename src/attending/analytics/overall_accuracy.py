"""Measures of all scores at once: event rate, mean score, O:E and the Brier score."""

from __future__ import annotations

import math

import numpy as np

from attending.analytics.binned_scores import BinnedScores
from attending.analytics.estimate import LEVEL, Estimate, Z
from attending.analytics.intervals import stand_in_note, within_unit
from attending.analytics.limits import wilson_limits
from attending.analytics.proportion import proportion
from attending.analytics.reasons import lacking_classes
from attending.analytics.sums import dot

_NOTHING_LABELLED = "No labelled rows; at least 1 needed"


def event_rate(scores: BinnedScores) -> Estimate:
    """Events as a share of labelled rows, with Wilson's interval."""
    labelled, events = scores.total_labelled, scores.events
    return proportion("event_rate", events, labelled, n=labelled, events=events, without=_NOTHING_LABELLED)


def mean_score(scores: BinnedScores) -> Estimate:
    """Mean score of the labelled rows, exact; interval on the logit scale from the sample variance."""
    labelled, events = scores.total_labelled, scores.events
    if labelled == 0:
        return Estimate.missing("mean_score", _NOTHING_LABELLED, n=labelled, events=events)
    mean = min(max(float(scores.score_sum.sum()) / labelled, 0.0), 1.0)
    spread = float(scores.score_squared_sum.sum()) / labelled - mean * mean
    error = math.sqrt(max(spread, 0.0) / (labelled - 1)) if labelled > 1 else None
    # Below this, the spread is what rounding leaves of a constant score.
    error = error if spread > 1e-14 else None
    low, high = within_unit(mean, error, labelled)
    return Estimate("mean_score", mean, low, high, LEVEL, labelled, events, note=stand_in_note(mean, error))


def observed_expected(scores: BinnedScores) -> Estimate:
    """O:E: events observed over events expected (the sum of scores over labelled rows); exact.

    Needs one labelled row and an expectation above 0; no events give 0, with an interval that says how little that may
    mean. The interval is Wilson's for the event rate divided by the mean score: the scores are taken as given, so it
    carries the chance in the outcomes, not in who came.
    """
    labelled, events = scores.total_labelled, scores.events
    if labelled == 0:
        return Estimate.missing("oe", _NOTHING_LABELLED, n=labelled, events=events)
    expected = float(scores.score_sum.sum())
    if expected <= 0:
        reason = f"Every score among {labelled:,} labelled is 0, so no events are expected; at least 1 above 0 needed"
        return Estimate.missing("oe", reason, n=labelled, events=events)
    ends = wilson_limits(events / labelled, labelled, Z)
    scale = labelled / expected
    ratio = events / expected
    low, high = min(ends[0] * scale, ratio), max(ends[1] * scale, ratio)
    note = None if events else "No event was observed, so that only the upper end says something"
    return Estimate("oe", ratio, low, high, LEVEL, labelled, events, note=note)


def brier(scores: BinnedScores) -> Estimate:
    """Brier score: mean squared difference between score and outcome, 0 (best) to 1; exact from the sums.

    Needs one event and one non-event: without either it measures only how small or large the scores are. The interval
    is on the logit scale, from the sample variance of the squared differences (Bradley, Schwartz & Hashino 2008). That
    variance needs fourth powers, taken at the mean score of the events and of the non-events in each bin: exact for an
    exact table, off by the spread of scores inside a bin for a binned one.
    """
    bins = scores.only_labelled()
    labelled, events = bins.total_labelled, bins.events
    reason = lacking_classes(labelled=labelled, events=events)
    if reason is not None:
        return Estimate.missing("brier", reason, n=labelled, events=events)
    total = float(bins.score_squared_sum.sum() - 2 * bins.score_outcome_sum.sum()) + events
    value = min(max(total / labelled, 0.0), 1.0)
    if bins.exact:
        of_events = of_others = bins.score_low
    else:
        of_events = np.clip(bins.score_outcome_sum / np.maximum(bins.positive, 1), bins.score_low, bins.score_high)
        rest = (bins.score_sum - bins.score_outcome_sum) / np.maximum(bins.negative, 1)
        of_others = np.clip(rest, bins.score_low, bins.score_high)
    squares = dot(bins.positive, ((1 - of_events) ** 2 - value) ** 2) + dot(bins.negative, (of_others**2 - value) ** 2)
    spread = squares / (labelled - 1)
    error = math.sqrt(spread / labelled) if spread > 1e-24 else None
    low, high = within_unit(value, error, labelled)
    return Estimate("brier", value, low, high, LEVEL, labelled, events, note=stand_in_note(value, error))
