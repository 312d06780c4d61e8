"""Logistic recalibration of a score: intercept and slope, with rigorous bounds for binned scores.

logit P(event) = intercept + slope x logit(score) (Cox 1958; terms of Van Calster et al. 2016). The calibration
intercept fixes the slope at 1 (the logit enters as an offset) and is 0 when predictions are right on average; the
calibration slope is estimated together with its own intercept and is 1 when predictions are neither too extreme nor
too timid.

A score of 0 or 1 has no logit. Scores are clipped to [CLIP, 1 - CLIP] and the estimate's note counts
those that were and says what the estimate is without them.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from attending.analytics.binned_scores import BinnedScores
from attending.analytics.estimate import LEVEL, Estimate, Z
from attending.analytics.logistic import CLIP, expit, logit
from attending.analytics.reasons import lacking_classes
from attending.analytics.sums import dot

FEWEST_FOR_SLOPE: Final = 10
"""Events, and non-events, a slope needs: with fewer its normal interval is not to be trusted (our own choice)."""

_ITERATIONS: Final = 100
# Newton's error after a step is about the square of the step, so what follows a step this small is right to rounding.
_TOLERANCE: Final = 1e-9
_ROUNDING: Final = 1e-12
_WIDENINGS: Final = 24

Floats = NDArray[np.float64]


class _Rows:
    """Labelled rows by bin: logits of the bin's representative score and of its edges, and counts; made when asked."""

    def __init__(self, scores: BinnedScores) -> None:
        self.bins = scores.only_labelled()
        self.total = self.bins.total_labelled
        self.events = self.bins.events

    @cached_property
    def binned(self) -> bool:
        return bool(np.any(self.bins.score_low < self.bins.score_high))

    @cached_property
    def x(self) -> Floats:
        return logit(self.bins.mean_score)

    @cached_property
    def x_low(self) -> Floats:
        return logit(self.bins.score_low) if self.binned else self.x

    @cached_property
    def x_high(self) -> Floats:
        return logit(self.bins.score_high) if self.binned else self.x

    @cached_property
    def labelled(self) -> Floats:
        return self.bins.labelled.astype(np.float64)

    @cached_property
    def positive(self) -> Floats:
        return self.bins.positive.astype(np.float64)

    @cached_property
    def intercept(self) -> float:
        """The calibration intercept; with neither events nor non-events there is none."""
        return _shift(self.x, self.labelled, self.events, 0.0)


@dataclass(frozen=True, slots=True)
class _Line:
    """Log odds = intercept + slope x logit(score); `error` is that of the slope, `middle` the mean logit."""

    intercept: float
    slope: float
    error: float
    middle: float


def calibration(scores: BinnedScores) -> tuple[Estimate, Estimate]:
    """`calibration_intercept` and `calibration_slope`, which share much of their work."""
    rows = _Rows(scores)
    return _intercept(rows), _slope(rows)


def calibration_intercept(scores: BinnedScores) -> Estimate:
    """Calibration-in-the-large: the maximum-likelihood intercept with the logit of the score as offset.

    Above 0 the score predicts too few events, below 0 too many. Needs one event and one non-event. Newton's method on
    the bins, each at its mean score; Wald interval from the Fisher information. Raising every offset can only lower the
    intercept, so solving with all scores at the low edge of their bins, then at the high edge, encloses the value on
    unbinned scores; the bound is the farther of the two.
    """
    return _intercept(_Rows(scores))


def calibration_slope(scores: BinnedScores) -> Estimate:
    """Calibration slope: the maximum-likelihood slope of the outcome on the logit of the score, intercept free.

    Below 1 predictions are too extreme, above 1 too close together. Needs FEWEST_FOR_SLOPE events and non-events, two
    different scores, and overlap between the scores of events and of non-events (without it the slope is infinite).
    Newton's method on the bins, each at its mean score; Wald interval from the Fisher information.

    The bound is rigorous. At a trial slope the profile score (the derivative of the likelihood with the intercept at
    its best) is enclosed by interval arithmetic over every place the scores may take inside their bins. The profile
    likelihood is concave, so a trial slope where that enclosure is wholly negative lies above the slope on unbinned
    scores, and one where it is wholly positive lies below.
    """
    return _slope(_Rows(scores))


def _intercept(rows: _Rows) -> Estimate:
    reason = lacking_classes(labelled=rows.total, events=rows.events)
    if reason is not None:
        return Estimate.missing("calibration_intercept", reason, n=rows.total, events=rows.events)
    value = rows.intercept
    p = expit(value + rows.x)
    error = 1 / math.sqrt(dot(rows.labelled, p * (1 - p)))
    bound = 0.0
    if rows.binned:
        highest = _shift(rows.x_low, rows.labelled, rows.events, value)
        lowest = _shift(rows.x_high, rows.labelled, rows.events, value)
        bound = max(highest - value, value - lowest, 0.0)
    return _estimate("calibration_intercept", rows, value, error, bound, _note(rows.bins, calibration_intercept))


def _slope(rows: _Rows) -> Estimate:
    reason = lacking_classes(
        labelled=rows.total, events=rows.events, events_needed=FEWEST_FOR_SLOPE, non_events_needed=FEWEST_FOR_SLOPE
    )
    if reason is None:
        reason = _no_slope(rows)
    if reason is None:
        fit = _fit(rows)
        if fit is None:
            reason = f"The fit on {rows.total:,} labelled rows did not settle; more events and non-events needed"
        else:
            bound = _slope_bound(rows, fit) if rows.binned else 0.0
            if bound is not None:
                return _estimate(
                    "calibration_slope", rows, fit.slope, fit.error, bound, _note(rows.bins, calibration_slope)
                )
            reason = "The score bins are too wide to place a slope; reduce the log with more bins"
    return Estimate.missing("calibration_slope", reason, n=rows.total, events=rows.events)


def _estimate(measure: str, rows: _Rows, value: float, error: float, bound: float, note: str | None) -> Estimate:
    low, high = value - Z * error, value + Z * error
    return Estimate(measure, value, low, high, LEVEL, rows.total, rows.events, bound=bound, note=note)


def _note(bins: BinnedScores, measure: Callable[[BinnedScores], Estimate]) -> str | None:
    """How many scores were clipped, and what the estimate is without them; None when none were."""
    if bins.score_low[0] >= CLIP and bins.score_high[-1] <= 1 - CLIP:  # bins ascend
        return None
    outside = (bins.score_low < CLIP) | (bins.score_high > 1 - CLIP)
    count = int(bins.labelled[outside].sum())
    if count == 0:
        return None
    # A bin that reaches over the clip may hold scores on both sides of it.
    certain = bool(np.all((bins.score_high[outside] < CLIP) | (bins.score_low[outside] > 1 - CLIP)))
    without = measure(bins.selected(~outside)).value
    return (
        f"{'' if certain else 'Up to '}{count:,} {'score' if count == 1 else 'scores'} nearer to 0 or 1 than {CLIP:f} "
        f"taken as {CLIP:f} or {1 - CLIP:f}, because 0 and 1 have no logit; without them "
        + ("there is no estimate" if without is None else f"the estimate is {without:.3f}")
    )


def _shift(offset: Floats, weight: Floats, events: float, start: float | None = None) -> float:
    """The a that solves sum(weight x expit(a + offset)) = events, for 0 < events < sum(weight).

    Newton's method, kept inside a bracket that always holds the one root.
    """
    total = float(weight.sum())
    centre = math.log(events) - math.log(total - events)
    low, high = centre - float(offset.max()), centre - float(offset.min())
    a = min(max(start if start is not None else centre - dot(weight, offset) / total, low), high)
    for _ in range(_ITERATIONS):
        p = expit(a + offset)
        expected = weight * p
        total_expected = float(expected.sum())
        gap = events - total_expected
        if gap > 0:
            low = a
        else:
            high = a
        information = total_expected - dot(expected, p)
        step = gap / information if information > 0 else math.inf
        if not low <= a + step <= high:
            step = (low + high) / 2 - a
            if high - low <= _ROUNDING * (1 + abs(a)):
                return a + step
        elif abs(step) <= _TOLERANCE * (1 + abs(a)):
            return a + step
        a += step
    return a


def _no_slope(rows: _Rows) -> str | None:
    """Why the likelihood has no finite maximum; None when it has one."""
    if rows.x[0] == rows.x[-1]:  # bins ascend
        return f"All {rows.total:,} labelled rows have the same score; at least 2 different scores needed"
    of_events = rows.x[rows.bins.event_bins[[0, -1]]]
    of_others = rows.x[np.flatnonzero(rows.bins.negative > 0)[[0, -1]]]
    if of_others[1] <= of_events[0] or of_events[1] <= of_others[0]:
        return (
            f"The scores separate events from non-events completely among {rows.total:,} labelled, so the slope has no "
            "finite value; at least 1 event scored below a non-event and 1 above one needed"
        )
    return None


def _fit(rows: _Rows) -> _Line | None:
    """The line of greatest likelihood by Newton's method with halved steps; None when it does not settle."""
    total = rows.total
    middle = dot(rows.labelled, rows.x) / total
    scale = math.sqrt(dot(rows.labelled, (rows.x - middle) ** 2) / total)
    z = (rows.x - middle) / scale
    a, b = rows.intercept + middle, scale
    p = expit(a + b * z)
    residual = rows.positive - rows.labelled * p
    g0, g1 = float(residual.sum()), dot(residual, z)
    for _ in range(_ITERATIONS):
        w = rows.labelled * p * (1 - p)
        wz = w * z
        i0, i1, i2 = float(w.sum()), float(wz.sum()), dot(wz, z)
        determinant = i0 * i2 - i1 * i1
        if not determinant > 0:
            return None
        step_a, step_b = (i2 * g0 - i1 * g1) / determinant, (i0 * g1 - i1 * g0) / determinant
        if max(abs(step_a), abs(step_b)) <= _TOLERANCE * (1 + abs(a) + abs(b)):
            slope = (b + step_b) / scale
            return _Line(a + step_a - slope * middle, slope, math.sqrt(i0 / determinant) / scale, middle)
        gap = g0 * g0 + g1 * g1
        # Along Newton's step the gradient shrinks, if the step is short enough.
        for _ in range(_ITERATIONS):
            p = expit(a + step_a + (b + step_b) * z)
            residual = rows.positive - rows.labelled * p
            g0, g1 = float(residual.sum()), dot(residual, z)
            if g0 * g0 + g1 * g1 < gap:
                break
            step_a, step_b = step_a / 2, step_b / 2
        else:
            return None
        a, b = a + step_a, b + step_b
    return None


def _slope_bound(rows: _Rows, fit: _Line) -> float | None:
    """A distance from the slope within which that on unbinned scores lies; None when none can be shown."""
    lowest, highest = _profile_score(rows, fit, fit.slope)
    distance = 1.05 * fit.error * fit.error * max(highest, -lowest, 0.0) + 1e-12
    above = below = None
    for _ in range(_WIDENINGS):
        if above is None and _profile_score(rows, fit, fit.slope + distance)[1] < 0:
            above = distance
        if below is None and _profile_score(rows, fit, fit.slope - distance)[0] > 0:
            below = distance
        if above is not None and below is not None:
            return max(above, below)
        distance *= 1.5
    return None


def _profile_score(rows: _Rows, fit: _Line, slope: float) -> tuple[float, float]:
    """Least and greatest profile score at `slope` over all places of the scores inside their bins."""
    first, second = slope * rows.x_low, slope * rows.x_high
    z_low, z_high = np.minimum(first, second), np.maximum(first, second)
    a_low = _shift(z_high, rows.labelled, rows.events, fit.intercept - (slope - fit.slope) * fit.middle)
    a_high = _shift(z_low, rows.labelled, rows.events, a_low)
    p_low, p_high = expit(a_low + z_low), expit(a_high + z_high)
    w = rows.labelled * (p_low * (1 - p_low) + p_high * (1 - p_high))
    # Residuals sum to 0, so the scores may be measured from any centre; this one makes the enclosure narrow.
    total = float(w.sum())
    if total == 0:  # at so extreme a slope every probability rounds to 0 or 1: nothing can be enclosed
        return -math.inf, math.inf
    centre = dot(w, rows.x_low + rows.x_high) / (2 * total)
    d_low, d_high = rows.x_low - centre, rows.x_high - centre
    negative = rows.labelled - rows.positive
    q_low, q_high = 1 - p_high, 1 - p_low
    highest = dot(rows.positive, np.where(d_high >= 0, q_high * d_high, q_low * d_high)) - dot(
        negative, np.where(d_low >= 0, p_low * d_low, p_high * d_low)
    )
    lowest = dot(rows.positive, np.where(d_low >= 0, q_low * d_low, q_high * d_low)) - dot(
        negative, np.where(d_high >= 0, p_high * d_high, p_low * d_high)
    )
    return lowest, highest
