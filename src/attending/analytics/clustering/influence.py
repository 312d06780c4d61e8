"""Influence of one row on each measure: what the measure moves by when the row's weight grows.

A measure is, to first order, its true value plus the sum of its rows' influences. Their squares give its variance when
rows are independent; the squares of each patient's sum give it when a patient's rows hang together. The influence of a
row depends only on its score bin and its outcome, so it follows from a score table.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from attending.analytics.binned_scores import BinnedScores
from attending.analytics.estimate import Estimate
from attending.analytics.limits import PROPORTIONS, Sampled
from attending.analytics.logistic import CLIP
from attending.analytics.net_benefit import harm_weight
from attending.analytics.performance import StratumPerformance

Floats = NDArray[np.float64]
Base = Literal["rows", "labelled", "events", "non_events", "flagged", "unflagged"]

BASES: Final[dict[str, Base]] = {
    "sensitivity": "events",
    "specificity": "non_events",
    "ppv": "flagged",
    "npv": "unflagged",
    "flag_rate": "rows",
}
"""The rows a measure is taken over, where that is not every labelled row."""


def measure_key(measure: str, threshold: Decimal | None = None) -> str:
    """Such as "auroc" or "sensitivity@0.25": one text per measure and threshold."""
    return measure if threshold is None else f"{measure}@{threshold}"


@dataclass(frozen=True)
class Influence:
    """A measure of one stratum and the influence of each of its rows.

    `of_events`, `of_others` and `of_unknown` have one entry per bin of the stratum: the influence of a row with the
    event, without it, and whose outcome is not known. `base` names the rows the measure is taken over.
    """

    measure: str
    threshold: Decimal | None
    value: float
    base: Base
    of_events: Floats
    of_others: Floats
    of_unknown: Floats

    @property
    def key(self) -> str:
        """The text for this measure and threshold."""
        return measure_key(self.measure, self.threshold)


def estimates_of(performance: StratumPerformance) -> dict[str, Estimate]:
    """Every estimate of a stratum by measure key, thresholds ascending."""
    found = dict(performance.measures)
    for point in performance.at_thresholds:
        found |= {measure_key(name, point.threshold): each for name, each in point.measures.items()}
    return found


def influences(scores: BinnedScores, performance: StratumPerformance) -> tuple[Influence, ...]:
    """The influence functions of the measures that `performance` (of the same stratum) could estimate.

    AUROC: placement values (DeLong, DeLong & Clarke-Pearson 1988). Average precision: as its standard error has it
    (`attending.analytics.precision_recall`). Calibration intercept and slope: the score of the logistic likelihood
    times the inverse information (Liang & Zeger 1986). O:E: linearised ratio, which carries the chance in who came as
    well as in the outcomes. Brier, mean score, shares, net benefit: the row's term less the mean. A bin of several
    score values stands at its mean score (by outcome for the Brier score), so influences on a binned
    table are approximate. The number needed to evaluate has none: its interval is that of the PPV, inverted.
    """
    estimates = estimates_of(performance)
    found: list[Influence] = []
    none = np.zeros(len(scores.bin))

    def add(key: str, of_events: Floats, of_others: Floats, of_unknown: Floats | None = None) -> None:
        e = estimates[key]
        if e.value is not None:
            base = BASES.get(e.measure, "labelled")
            unknown = none if of_unknown is None else of_unknown
            found.append(Influence(e.measure, e.threshold, e.value, base, of_events, of_others, unknown))

    labelled, events = float(scores.total_labelled), float(scores.events)
    if labelled > 0:
        others = labelled - events
        mean = scores.mean_score
        rate = events / labelled
        add("event_rate", none + (1 - rate) / labelled, none - rate / labelled)
        average = float(scores.score_sum.sum()) / labelled
        add("mean_score", (mean - average) / labelled, (mean - average) / labelled)
        expected = float(scores.score_sum.sum())
        if expected > 0:
            ratio = events / expected
            add("oe", (1 - ratio * mean) / expected, -ratio * mean / expected)
        if events > 0 and others > 0:
            below = (np.cumsum(scores.negative) - scores.negative / 2) / others
            above = (events - np.cumsum(scores.positive) + scores.positive / 2) / events
            area = float(scores.positive @ below) / events
            add("auroc", (below - area) / events, (above - area) / others)
            add("auprc", *_of_precision(scores, estimates["auprc"].value or 0.0))
            of_events, of_others = _means_by_outcome(scores)
            brier = estimates["brier"].value or 0.0
            add("brier", ((1 - of_events) ** 2 - brier) / labelled, (of_others**2 - brier) / labelled)
            for key, events_move, others_move in _recalibration(scores, estimates):
                add(key, events_move, others_move)
    rows = float(scores.total)
    for i, threshold in enumerate(scores.thresholds):
        flagged = (scores.passed > i).astype(np.float64)
        for key, of_events, of_others in _shares(scores, threshold, flagged, labelled, events):
            add(key, of_events, of_others)
        if rows > 0:
            each = (flagged - float(scores.n @ flagged) / rows) / rows
            add(measure_key("flag_rate", threshold), each, each, each)
    return tuple(found)


def independent_variance(scores: BinnedScores, influence: Influence) -> float:
    """Variance of the measure when every row is independent.

    AUROC: DeLong's, with its own factor for each class. Shares: the binomial p (1 - p) / n. Others carry n / (n - 1).
    """
    events = float(scores.positive @ influence.of_events**2)
    others = float(scores.negative @ influence.of_others**2)
    if influence.measure == "auroc":
        p, n = scores.events, scores.total_labelled - scores.events
        return (events * p / (p - 1) if p > 1 else 0.0) + (others * n / (n - 1) if n > 1 else 0.0)
    total = events + others + float((scores.n - scores.labelled) @ influence.of_unknown**2)
    rows = base_rows(scores, influence.base, influence.threshold)
    return total if influence.measure in PROPORTIONS or rows < 2 else total * rows / (rows - 1)


def base_rows(scores: BinnedScores, base: Base, threshold: Decimal | None) -> int:
    """How many rows the measure is taken over."""
    flagged = scores.passed > (scores.thresholds.index(threshold) if threshold is not None else 0)
    match base:
        case "rows":
            return scores.total
        case "labelled":
            return scores.total_labelled
        case "events":
            return scores.events
        case "non_events":
            return scores.total_labelled - scores.events
        case "flagged":
            return int(scores.labelled[flagged].sum())
        case "unflagged":
            return int(scores.labelled[~flagged].sum())


def sampled(scores: BinnedScores, influence: Influence, *, design_effect: float = 1.0) -> Sampled:
    """The measure with its standard error from independent rows, times the root of a design effect."""
    units = (
        min(scores.events, scores.total_labelled - scores.events)
        if influence.measure == "auroc"
        else base_rows(scores, influence.base, influence.threshold)
    )
    labelled = scores.total_labelled
    return Sampled(
        influence.measure,
        influence.value,
        math.sqrt(design_effect * independent_variance(scores, influence)),
        units / design_effect,
        float(scores.score_sum.sum()) / labelled if labelled else None,
    )


def _of_precision(scores: BinnedScores, value: float) -> tuple[Floats, Floats]:
    """What an event and another row move the average precision by; see `attending.analytics.precision_recall`."""
    # Highest scores first; bins without a labelled row move nothing.
    d, k = scores.positive[::-1].astype(np.float64), scores.labelled[::-1].astype(np.float64)
    flagged = np.maximum(np.cumsum(k), 1.0)
    precision = np.cumsum(d) / flagged
    as_event = np.cumsum((d / flagged)[::-1])
    as_row = np.cumsum((d * precision / flagged)[::-1])
    return (precision[::-1] - value + as_event - as_row) / scores.events, -as_row / scores.events


def _means_by_outcome(scores: BinnedScores) -> tuple[Floats, Floats]:
    of_events = scores.score_outcome_sum / np.maximum(scores.positive, 1)
    of_others = (scores.score_sum - scores.score_outcome_sum) / np.maximum(scores.negative, 1)
    low, high = scores.score_low, scores.score_high
    return np.clip(of_events, low, high), np.clip(of_others, low, high)


def _recalibration(scores: BinnedScores, estimates: dict[str, Estimate]) -> list[tuple[str, Floats, Floats]]:
    """Intercept and slope at the values already estimated."""
    found = []
    s = np.clip(scores.mean_score, CLIP, 1 - CLIP)
    x = np.log(s) - np.log1p(-s)
    labelled = scores.labelled.astype(np.float64)
    intercept, slope = estimates["calibration_intercept"].value, estimates["calibration_slope"].value
    if intercept is not None:
        p = _expit(intercept + x)
        information = float(labelled @ (p * (1 - p)))
        found.append(("calibration_intercept", (1 - p) / information, -p / information))
    if slope is not None:
        p = _expit(_own_intercept(slope * x, labelled, float(scores.events)) + slope * x)
        w = labelled * p * (1 - p)
        centre = float(w @ x) / float(w.sum())
        lean = (x - centre) / float(w @ (x - centre) ** 2)
        found.append(("calibration_slope", (1 - p) * lean, -p * lean))
    return found


def _own_intercept(offset: Floats, labelled: Floats, events: float) -> float:
    """The a with sum(labelled x expit(a + offset)) = events, by bisection to double precision."""
    centre = math.log(events) - math.log(float(labelled.sum()) - events)
    low, high = centre - float(offset.max()), centre - float(offset.min())
    for _ in range(80):
        middle = (low + high) / 2
        if float(labelled @ _expit(middle + offset)) < events:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _shares(
    scores: BinnedScores, threshold: Decimal, flagged: Floats, labelled: float, events: float
) -> list[tuple[str, Floats, Floats]]:
    """Influences of the rates at one threshold that have rows to be taken over."""
    none = np.zeros(len(flagged))
    others = labelled - events
    flagged_labelled = float(scores.labelled @ flagged)
    tp = float(scores.positive @ flagged)
    fp = flagged_labelled - tp
    found = []
    if events > 0:
        found.append(("sensitivity", (flagged - tp / events) / events, none))
    if others > 0:
        found.append(("specificity", none, (1 - flagged - (others - fp) / others) / others))
    if flagged_labelled > 0:
        ppv = tp / flagged_labelled
        found.append(("ppv", flagged * (1 - ppv) / flagged_labelled, -flagged * ppv / flagged_labelled))
    left = labelled - flagged_labelled
    if left > 0:
        npv = (others - fp) / left
        found.append(("npv", -(1 - flagged) * npv / left, (1 - flagged) * (1 - npv) / left))
    if labelled > 0 and threshold < 1:
        weight = harm_weight(threshold)
        benefit = (tp - weight * fp) / labelled
        found.append(("net_benefit", (flagged - benefit) / labelled, (-weight * flagged - benefit) / labelled))
    return [(measure_key(name, threshold), a, b) for name, a, b in found]


def _expit(x: Floats) -> Floats:
    with np.errstate(over="ignore"):
        return 1 / (1 + np.exp(-x))
