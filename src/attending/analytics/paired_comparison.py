"""Paired comparison of two scores on the same rows."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

import numpy as np
from numpy.typing import NDArray

from attending.analytics.difference import Difference, normal_p
from attending.analytics.estimate import LEVEL, Estimate, Z
from attending.analytics.intervals import within_unit
from attending.analytics.net_benefit import harm_weight
from attending.analytics.paired_scores import PairedScores
from attending.analytics.reasons import lacking_classes

Floats = NDArray[np.float64]

DELONG: Final = "Paired DeLong variance, normal (DeLong, DeLong & Clarke-Pearson 1988)"
MEAN: Final = "Mean of the rows' differences, normal"
MCNEMAR: Final = "Adjusted Wald interval (Bonett & Price 2012); p by the mid-p McNemar test (Fagerland et al. 2013)"
BENEFIT: Final = "Adjusted Wald interval of both paired differences together; p from the same, normal"

_ALIKE = "The two scores rank every event and non-event alike in this sample, so their difference shows no spread"


@dataclass(frozen=True)
class ThresholdComparison:
    """Model minus comparator when both flag at `threshold`: sensitivity, specificity and net benefit.

    `events_model_only` counts the events only the model flags, `events_comparator_only` those only the comparator
    does; `others_*` the same among non-events.
    """

    threshold: Decimal
    events_model_only: int
    events_comparator_only: int
    others_model_only: int
    others_comparator_only: int
    differences: dict[str, Difference]


@dataclass(frozen=True)
class PairedComparison:
    """Two scores of the same n labelled rows, `events` with the event; differences are model minus comparator."""

    n: int
    events: int
    exact: bool
    model_auroc: Estimate
    comparator_auroc: Estimate
    auroc: Difference
    brier: Difference
    at_thresholds: tuple[ThresholdComparison, ...]


def compare_paired(paired: PairedScores) -> PairedComparison:
    """Compare the scores of a model and a comparator row by row; takes the rows as independent.

    AUROC by the paired DeLong test; its value needs two events and two non-events to have an interval, and an interval
    that holds what it promises needs more (20 of each in our simulations). The Brier difference is a mean over rows. At
    each threshold only the rows matter on which the two disagree. With binned scores, counts at thresholds and Brier
    differences stay exact; AUROCs carry the bound of their bins.
    """
    m = _Side.of(paired, paired.model_bin, paired.model_low, paired.model_high)
    c = _Side.of(paired, paired.comparator_bin, paired.comparator_low, paired.comparator_high)
    n, events = paired.total, paired.events
    reason = lacking_classes(labelled=n, events=events)
    return PairedComparison(
        n,
        events,
        paired.exact,
        _auroc(m, paired, reason),
        _auroc(c, paired, reason),
        _auroc_difference(m, c, paired, reason),
        _brier_difference(paired, reason),
        tuple(_at_threshold(paired, i, t) for i, t in enumerate(paired.thresholds)),
    )


@dataclass(frozen=True)
class _Side:
    """One score's placement value of each cell (share of the other outcome's rows it beats, ties half) and AUROC."""

    placement: Floats
    area: float
    bound: float

    @classmethod
    def of(cls, paired: PairedScores, key: NDArray[np.int64], low: Floats, high: Floats) -> _Side:
        if not len(paired):
            return cls(np.zeros(0), 0.0, 0.0)
        _, place = np.unique(key, return_inverse=True)
        event = paired.outcome == 1
        n = paired.n.astype(np.float64)
        positive = np.bincount(place, n * event)
        negative = np.bincount(place, n * ~event)
        p, q = max(float(positive.sum()), 1.0), max(float(negative.sum()), 1.0)
        below = (np.cumsum(negative) - negative / 2) / q
        above = (p - np.cumsum(positive) + positive / 2) / p
        least, greatest = np.full(len(positive), np.inf), np.full(len(positive), -np.inf)
        np.minimum.at(least, place, low)
        np.maximum.at(greatest, place, high)
        shared = least < greatest
        return cls(
            np.where(event, below[place], above[place]),
            min(float(positive @ below) / p, 1.0),
            float(positive[shared] @ negative[shared]) / (2 * p * q),
        )


def _covariance(paired: PairedScores, first: Floats, second: Floats) -> float | None:
    """DeLong's covariance from deviations of the placement values; None with fewer than two of an outcome."""
    total = 0.0
    for outcome in (0, 1):
        of = paired.outcome == outcome
        size = float(paired.n[of].sum())
        if size < 2:
            return None
        total += float(paired.n[of] @ (first[of] * second[of])) / (size - 1) / size
    return total


def _auroc(side: _Side, paired: PairedScores, reason: str | None) -> Estimate:
    n, events = paired.total, paired.events
    if reason is not None:
        return Estimate.missing("auroc", reason, n=n, events=events)
    deviation = side.placement - side.area
    variance = _covariance(paired, deviation, deviation)
    error = None if variance is None else math.sqrt(variance)
    low, high = within_unit(side.area, error, min(events, n - events))
    return Estimate("auroc", side.area, low, high, LEVEL, n, events, bound=side.bound)


def _auroc_difference(m: _Side, c: _Side, paired: PairedScores, reason: str | None) -> Difference:
    n, events = paired.total, paired.events
    if reason is None and min(events, n - events) < 2:
        reason = lacking_classes(labelled=n, events=events, events_needed=2, non_events_needed=2)
    if reason is None:
        value = m.area - c.area
        deviation = (m.placement - m.area) - (c.placement - c.area)
        variance = _covariance(paired, deviation, deviation)
        if variance is not None and variance > 1e-20:
            bound = m.bound + c.bound
            return _normal("auroc", value, math.sqrt(variance), n, events, DELONG, bound=bound)
        reason = _ALIKE
    return Difference.missing("auroc", reason, n=n, events=events, method=DELONG)


def _brier_difference(paired: PairedScores, reason: str | None) -> Difference:
    """Mean of (model - y)^2 - (comparator - y)^2; its variance takes each row at its cell's mean."""
    n, events = paired.total, paired.events
    if reason is not None:
        return Difference.missing("brier", reason, n=n, events=events, method=MEAN)
    y = paired.outcome.astype(np.float64)
    per_cell = (
        paired.model_squared_sum - paired.comparator_squared_sum - 2 * y * (paired.model_sum - paired.comparator_sum)
    )
    value = float(per_cell.sum()) / n
    mean = per_cell / paired.n
    variance = float(paired.n @ (mean - value) ** 2) / (n - 1) / n
    if variance <= 1e-24:
        same = "The two scores are equally far from the outcome on every row, so their difference shows no spread"
        return Difference.missing("brier", same, n=n, events=events, method=MEAN)
    return _normal("brier", value, math.sqrt(variance), n, events, MEAN)


def _normal(
    measure: str, value: float, error: float, n: int, events: int, method: str, *, bound: float = 0.0
) -> Difference:
    low, high = max(value - Z * error, -1.0), min(value + Z * error, 1.0)
    return Difference(measure, value, low, high, LEVEL, normal_p(value / error), n, events, method, bound)


def _at_threshold(paired: PairedScores, position: int, threshold: Decimal) -> ThresholdComparison:
    model, comparator = paired.model_passed > position, paired.comparator_passed > position
    event = paired.outcome == 1

    def count(rows: NDArray[np.bool_]) -> int:
        return int(paired.n[rows].sum())

    b1, c1 = count(event & model & ~comparator), count(event & comparator & ~model)
    b0, c0 = count(~event & model & ~comparator), count(~event & comparator & ~model)
    n, events = paired.total, paired.events
    return ThresholdComparison(
        threshold,
        b1,
        c1,
        b0,
        c0,
        {
            "sensitivity": _proportions("sensitivity", b1, c1, events, n, events, threshold),
            # A non-event that only the comparator flags is one the model gets right.
            "specificity": _proportions("specificity", c0, b0, n - events, n, events, threshold),
            "net_benefit": _net_benefit((b1, c1), (b0, c0), n, events, threshold),
        },
    )


def _proportions(measure: str, b: int, c: int, of: int, n: int, events: int, threshold: Decimal) -> Difference:
    """(b - c) / of, where b rows are right only with the model and c only with the comparator."""
    if of == 0:
        kind = "events" if measure == "sensitivity" else "non-events"
        reason = f"No {kind} among {n:,} labelled; at least 1 needed"
        return Difference.missing(measure, reason, n=n, events=events, method=MCNEMAR, threshold=threshold)
    value = (b - c) / of
    centre = (b - c) / (of + 2)
    half = Z * math.sqrt(((b + c + 2) / (of + 2) - centre**2) / (of + 2))
    low, high = max(min(centre - half, value), -1.0), min(max(centre + half, value), 1.0)
    return Difference(measure, value, low, high, LEVEL, _mid_p(b, c), n, events, MCNEMAR, threshold=threshold)


def _mid_p(b: int, c: int) -> float:
    """Two-sided mid-p value of b against c in a fair division of b + c."""
    if b == c:
        return 1.0
    # Imported here because it is heavy and nothing else needs it at the start.
    from scipy.special import bdtr

    few, total = min(b, c), b + c
    at = math.exp(math.lgamma(total + 1) - math.lgamma(few + 1) - math.lgamma(total - few + 1) - total * math.log(2))
    return min(2 * float(bdtr(few, total, 0.5)) - at, 1.0)


def _net_benefit(
    of_events: tuple[int, int], of_others: tuple[int, int], n: int, events: int, threshold: Decimal
) -> Difference:
    """Difference in net benefit per row: only rows that one of the two flags count.

    One row is added to each way of disagreeing before the variance is taken, as Bonett & Price (2012) do for one
    difference, so that it does not vanish where nobody disagrees.
    """
    missing = None
    if n == 0:
        missing = "No labelled rows; at least 1 needed"
    elif threshold == 1:
        missing = "At a threshold of 1 a false positive costs infinitely much; a threshold below 1 needed"
    if missing is not None:
        return Difference.missing("net_benefit", missing, n=n, events=events, method=BENEFIT, threshold=threshold)
    w = harm_weight(threshold)
    (b1, c1), (b0, c0) = of_events, of_others
    value = (b1 - c1) / n - w * (b0 - c0) / n
    size = n + 4
    benefit, harm = (b1 - c1) / size, (b0 - c0) / size
    centre = benefit - w * harm
    squares = (b1 + c1 + 2) / size + w * w * (b0 + c0 + 2) / size
    error = math.sqrt(max(squares - centre**2, 0.0) / size)
    low, high = min(centre - Z * error, value), max(centre + Z * error, value)
    return Difference(
        "net_benefit", value, low, high, LEVEL, normal_p(centre / error), n, events, BENEFIT, threshold=threshold
    )
