"""Precision and recall over all thresholds: the average precision."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from attending.analytics.binned_scores import BinnedScores
from attending.analytics.estimate import LEVEL, Estimate
from attending.analytics.intervals import within_unit
from attending.analytics.reasons import lacking_classes
from attending.analytics.student import t_quantile
from attending.analytics.sums import dot

Floats = NDArray[np.float64]


def auprc(scores: BinnedScores) -> Estimate:
    """Average precision: the mean, over events, of the PPV when flagging everyone who scores at least as high.

    Equal scores are flagged together and nothing is interpolated (Davis & Goadrich 2006 show why straight lines
    flatter). A score without information has the event rate, not 0.5, so compare only within one population. Needs one
    event and one non-event.

    The standard error is that of the estimator's influence function, whose size follows the number of events, not of
    rows. Each end of the interval is taken on the logit scale with the t quantile for events - 1 degrees of freedom
    (Boyd, Eng & Page 2013 advise the logit). An event counts in its own precision, which flatters the value when
    events are few; the lower end is therefore taken from the value without that self-counting. Where the sample shows
    no spread, or has one event, it is the Wilson interval with as many observations as there are events.

    The bound lets the scores inside a bin of several values lie anywhere, with any ties.
    """
    bins = scores.only_labelled()
    labelled, events = bins.total_labelled, bins.events
    reason = lacking_classes(labelled=labelled, events=events)
    if reason is not None:
        return Estimate.missing("auprc", reason, n=labelled, events=events)
    at = bins.event_bins[::-1]
    d = bins.positive[at].astype(np.float64)
    k = bins.labelled[at].astype(np.float64)
    true, flagged = np.cumsum(d), labelled - bins.labelled_through[at] + k
    precision = true / flagged
    value = min(dot(d, precision) / events, 1.0)
    error = _standard_error(d, true, flagged, value) if events >= 2 else None
    low, high = _interval(d, true, flagged, value, error, events)
    bound = _bound(d, k, true, flagged, bins.score_low[at] < bins.score_high[at])
    return Estimate("auprc", value, low, high, LEVEL, labelled, events, bound=bound)


def _standard_error(d: Floats, true: Floats, flagged: Floats, value: float) -> float | None:
    """From the influence function; bins with events, highest first; None when rounding is all the spread there is.

    A row moves the value as an event (its own precision against the mean), and by standing among those flagged with
    each event that scores no higher.
    """
    precision = true / flagged
    as_event = np.cumsum((d / flagged)[::-1])[::-1]
    as_row = np.cumsum((d * precision / flagged)[::-1])[::-1]
    of_events = precision - value + as_event - as_row
    # Non-events down to the next bin with events stand among those flagged with the same events.
    others = np.diff(flagged - true, prepend=0.0)
    squares = dot(d, of_events**2) + dot(others, as_row**2)
    error = math.sqrt(squares) / float(d.sum())
    return error if error > 1e-12 else None


def _interval(
    d: Floats, true: Floats, flagged: Floats, value: float, error: float | None, events: int
) -> tuple[float, float]:
    if error is None or not 0 < value < 1:
        return within_unit(value, None, events)
    quantile = t_quantile(0.5 + LEVEL / 2, events - 1)
    others = np.where(flagged > 1, (true - 1) / np.maximum(flagged - 1, 1), 0.0)
    corrected = dot(d, np.maximum(others, 0.0)) / events
    high = _on_logit(value, quantile * error)
    low = min(_on_logit(corrected, -quantile * error), _on_logit(value, -quantile * error)) if corrected > 0 else 0.0
    return min(low, value), max(high, value)


def _on_logit(value: float, half_width: float) -> float:
    """`value` moved by `half_width` / (value (1 - value)) on the logit scale."""
    if not 0 < value < 1:
        return value
    moved = math.log(value) - math.log1p(-value) + half_width / (value * (1 - value))
    return 1 / (1 + math.exp(-moved)) if moved > -700 else 0.0


def _bound(d: Floats, k: Floats, true: Floats, flagged: Floats, several: NDArray[np.bool_]) -> float:
    """How far the value may lie from that of unbinned scores; bins with events, highest first."""
    if not several.any():
        return 0.0
    events = float(true[-1])
    d, k, true, flagged = d[several], k[several], true[several], flagged[several]
    taken = d * true / flagged
    without = flagged - k + d
    best = d * true / np.maximum(without, 1.0)
    # Worst: each event alone, after all non-events of its bin. The sum over the events is bounded by an integral.
    false = flagged - true
    before = np.maximum(flagged - d, 0.0)
    least = np.where(before > 0, d - false * np.log1p(d / np.maximum(before, 1.0)), d)
    least = np.where(d > 0, least, 0.0)
    return float(max((best - taken).sum(), (taken - least).sum(), 0.0)) / events
