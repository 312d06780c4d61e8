"""Paired comparison of two scores on the same rows."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

import numpy as np
from numpy.typing import NDArray

from attending.analytics.difference import Difference, normal_p
from attending.analytics.estimate import LEVEL, Estimate, Z
from attending.analytics.intervals import within_unit
from attending.analytics.limits import Sampled
from attending.analytics.net_benefit import harm_weight
from attending.analytics.paired_influence import (
    PairedClusters,
    PlacementValues,
    both_placements,
    brier_differences,
    paired_key,
)
from attending.analytics.paired_proportions import mcnemar_mid_p, paired_limits
from attending.analytics.paired_scores import PairedScores
from attending.analytics.patients import PatientEffect, robust_mcnemar
from attending.analytics.reasons import lacking_classes
from attending.analytics.student import t_p

Floats = NDArray[np.float64]

DELONG: Final = "Paired DeLong variance, normal (DeLong, DeLong & Clarke-Pearson 1988)"
MEAN: Final = "Mean of the rows' differences, normal"
MCNEMAR: Final = "Score interval (Tango 1998); p by the mid-p McNemar test (Fagerland et al. 2013)"
BENEFIT: Final = "Adjusted Wald interval of both paired differences together; p from the same, normal"

DELONG_CLUSTERED: Final = "Paired DeLong variance with each patient's rows together (Obuchowski 1997), Student's t"
MEAN_CLUSTERED: Final = "Mean of the rows' differences with each patient's rows together, Student's t"
MCNEMAR_CLUSTERED: Final = (
    "Score interval (Tango 1998) for the effective number of rows; p by McNemar's score test with each patient's rows "
    "together (Boos 1992)"
)
BENEFIT_CLUSTERED: Final = "Adjusted Wald interval with each patient's rows together, Student's t"

FEWEST_OF_EACH: Final = 20
"""With fewer events, or others, DeLong's interval of a difference holds the truth too seldom where areas are near 1."""
_FEW_OF_EACH = f"Fewer than {FEWEST_OF_EACH} with or without the event: as wide as both areas' own intervals ask"

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
    """Two scores of the same n labelled rows, `events` with the event; differences are model minus comparator.

    `clusters` is how many patients the rows come from, where the intervals take each patient's rows together.
    """

    n: int
    events: int
    exact: bool
    model_auroc: Estimate
    comparator_auroc: Estimate
    auroc: Difference
    brier: Difference
    at_thresholds: tuple[ThresholdComparison, ...]
    clusters: int | None = None


def compare_paired(paired: PairedScores, clusters: PairedClusters | None = None) -> PairedComparison:
    """Compare the scores of a model and a comparator row by row; with `clusters` each patient's rows together.

    AUROC by the paired DeLong test; its value needs two events and two non-events to have an interval. With fewer than
    20 of either the interval is at least as wide as that recovered from both areas' own (Zou & Donner 2008), since
    DeLong's variance of a difference is too small where areas are near 1. The Brier difference is a mean over rows. At
    each threshold only the rows matter on which the two disagree. With binned scores, counts at thresholds and Brier
    differences stay exact; AUROCs carry the bound of their bins. Without `clusters` rows are taken as independent.
    """
    areas = compare_areas(paired, clusters)
    return PairedComparison(
        paired.total,
        paired.events,
        paired.exact,
        areas.model,
        areas.comparator,
        areas.difference,
        _brier_difference(paired, clusters),
        tuple(_at_threshold(paired, i, t, clusters) for i, t in enumerate(paired.thresholds)),
        None if clusters is None else clusters.patients["labelled"],
    )


@dataclass(frozen=True, slots=True)
class AreaComparison:
    """The areas under the ROC curves of two scores on the same rows, and the first less the second."""

    model: Estimate
    comparator: Estimate
    difference: Difference


def compare_areas(paired: PairedScores, clusters: PairedClusters | None = None) -> AreaComparison:
    """The paired comparison of both AUROCs alone; see `compare_paired`."""
    reason = lacking_classes(labelled=paired.total, events=paired.events)
    model, comparator = both_placements(paired)
    first = _auroc(model, "model_auroc", paired, reason, clusters)
    second = _auroc(comparator, "comparator_auroc", paired, reason, clusters)
    difference = _auroc_difference(model, comparator, paired, reason, clusters)
    if difference.value is not None and min(paired.events, paired.total - paired.events) < FEWEST_OF_EACH:
        difference = _widened(difference, first, second, _correlation(paired, model, comparator))
    return AreaComparison(first, second, difference)


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


def _auroc(
    side: PlacementValues, key: str, paired: PairedScores, reason: str | None, clusters: PairedClusters | None
) -> Estimate:
    n, events = paired.total, paired.events
    if reason is not None:
        return Estimate.missing("auroc", reason, n=n, events=events)
    deviation = side.of_cell - side.area
    variance = _covariance(paired, deviation, deviation)
    effect = None if clusters is None else clusters.effect(paired, key)
    few = min(events, n - events)
    if effect is None:
        low, high = within_unit(side.area, None if variance is None else math.sqrt(variance), few)
        return Estimate("auroc", side.area, low, high, LEVEL, n, events, bound=side.bound)
    error = math.sqrt((variance or 0.0) * (effect.design_effect or 0.0))
    low, high = Sampled("auroc", side.area, error, max(effect.patients, 1)).limits(effect.quantile)
    return Estimate(
        "auroc", side.area, low, high, LEVEL, n, events, bound=side.bound, note=effect.told, clusters=effect.patients
    )


def _auroc_difference(
    m: PlacementValues,
    c: PlacementValues,
    paired: PairedScores,
    reason: str | None,
    clusters: PairedClusters | None,
) -> Difference:
    n, events = paired.total, paired.events
    method = DELONG if clusters is None else DELONG_CLUSTERED
    if reason is None and min(events, n - events) < 2:
        reason = lacking_classes(labelled=n, events=events, events_needed=2, non_events_needed=2)
    if reason is None:
        deviation = (m.of_cell - m.area) - (c.of_cell - c.area)
        variance = _covariance(paired, deviation, deviation)
        if variance is not None and variance > 1e-20:
            effect = None if clusters is None else clusters.effect(paired, "auroc")
            return _normal("auroc", m.area - c.area, variance, n, events, method, effect, bound=m.bound + c.bound)
        reason = _ALIKE
    return Difference.missing("auroc", reason, n=n, events=events, method=method)


def _correlation(paired: PairedScores, m: PlacementValues, c: PlacementValues) -> float:
    """Of the two areas, by DeLong; 0 where one shows no spread."""
    of_m, of_c = m.of_cell - m.area, c.of_cell - c.area
    both, one, other = (_covariance(paired, a, b) or 0.0 for a, b in ((of_m, of_c), (of_m, of_m), (of_c, of_c)))
    return min(max(both / math.sqrt(one * other), -1.0), 1.0) if one > 0 and other > 0 else 0.0


def _widened(difference: Difference, first: Estimate, second: Estimate, correlation: float) -> Difference:
    """At each end the wider of the difference's interval and that recovered from both areas' own."""
    ends = difference.value, difference.low, difference.high, first.value, first.low, first.high
    if None in ends or second.value is None or second.low is None or second.high is None:
        return difference
    value, low, high, a, a_low, a_high = (float(end or 0.0) for end in ends)

    def distance(of_first: float, of_second: float) -> float:
        return math.sqrt(max(of_first**2 + of_second**2 - 2 * correlation * of_first * of_second, 0.0))

    return replace(
        difference,
        low=max(min(low, value - distance(a - a_low, second.high - second.value)), -1.0),
        high=min(max(high, value + distance(a_high - a, second.value - second.low)), 1.0),
        method=f"{difference.method}. {_FEW_OF_EACH}",
    )


def _brier_difference(paired: PairedScores, clusters: PairedClusters | None) -> Difference:
    """Mean of (model - y)^2 - (comparator - y)^2; its variance takes each row at its cell's mean."""
    n, events = paired.total, paired.events
    method = MEAN if clusters is None else MEAN_CLUSTERED
    reason = lacking_classes(labelled=n, events=events)
    if reason is not None:
        return Difference.missing("brier", reason, n=n, events=events, method=method)
    mean = brier_differences(paired)
    value = float(paired.n @ mean) / n
    # With patients, their number and not that of the rows is what the factor n / (n - 1) is made of.
    variance = float(paired.n @ (mean - value) ** 2) / (n - 1 if clusters is None else n) / n
    if variance <= 1e-24:
        same = "The two scores are equally far from the outcome on every row, so their difference shows no spread"
        return Difference.missing("brier", same, n=n, events=events, method=method)
    effect = None if clusters is None else clusters.effect(paired, "brier")
    return _normal("brier", value, variance, n, events, method, effect)


def _normal(
    measure: str,
    value: float,
    variance: float,
    n: int,
    events: int,
    method: str,
    effect: PatientEffect | None,
    *,
    bound: float = 0.0,
) -> Difference:
    if effect is not None and effect.design_effect is None:
        return Difference.missing(measure, _few_patients(effect), n=n, events=events, method=method)
    error = math.sqrt(variance * (1.0 if effect is None else effect.design_effect or 0.0))
    quantile = Z if effect is None else effect.quantile
    low, high = max(value - quantile * error, -1.0), min(value + quantile * error, 1.0)
    p = normal_p(value / error) if effect is None else t_p(value / error, effect.patients - 1)
    return Difference(measure, value, low, high, LEVEL, p, n, events, _with_patients(method, effect), bound)


def _with_patients(method: str, effect: PatientEffect | None) -> str:
    return method if effect is None else f"{method}. {effect.told}"


def _few_patients(effect: PatientEffect) -> str:
    many = f"{effect.patients:,} {'patient' if effect.patients == 1 else 'patients'}"
    return f"The rows come from {many} without spread between them; more patients needed"


def _at_threshold(
    paired: PairedScores, position: int, threshold: Decimal, clusters: PairedClusters | None
) -> ThresholdComparison:
    model, comparator = paired.model_passed > position, paired.comparator_passed > position
    event = paired.outcome == 1

    def count(rows: NDArray[np.bool_]) -> int:
        return int(paired.n[rows].sum())

    b1, c1 = count(event & model & ~comparator), count(event & comparator & ~model)
    b0, c0 = count(~event & model & ~comparator), count(~event & comparator & ~model)
    return ThresholdComparison(
        threshold,
        b1,
        c1,
        b0,
        c0,
        {
            "sensitivity": _proportions("sensitivity", b1, c1, paired, threshold, clusters),
            # A non-event that only the comparator flags is one the model gets right.
            "specificity": _proportions("specificity", c0, b0, paired, threshold, clusters),
            "net_benefit": _net_benefit((b1, c1), (b0, c0), paired, threshold, clusters),
        },
    )


def _proportions(
    measure: str, b: int, c: int, paired: PairedScores, threshold: Decimal, clusters: PairedClusters | None
) -> Difference:
    """(b - c) / rows, where b rows are right only with the model and c only with the comparator."""
    n, events = paired.total, paired.events
    of = events if measure == "sensitivity" else n - events
    method = MCNEMAR if clusters is None else MCNEMAR_CLUSTERED
    if of == 0:
        kind = "events" if measure == "sensitivity" else "non-events"
        reason = f"No {kind} among {n:,} labelled; at least 1 needed"
        return Difference.missing(measure, reason, n=n, events=events, method=method, threshold=threshold)
    effect = None if clusters is None else clusters.effect(paired, paired_key(measure, threshold))
    p = mcnemar_mid_p(b, c)
    if clusters is not None:
        p = robust_mcnemar(b, c, clusters.sums[paired_key(f"flips_{measure}", threshold)].squares)
    value = (b - c) / of
    low, high = paired_limits(b, c, of, effect)
    return Difference(
        measure, value, low, high, LEVEL, p, n, events, _with_patients(method, effect), threshold=threshold
    )


def _net_benefit(
    of_events: tuple[int, int],
    of_others: tuple[int, int],
    paired: PairedScores,
    threshold: Decimal,
    clusters: PairedClusters | None,
) -> Difference:
    """Difference in net benefit per row: only rows that one of the two flags count.

    One row is added to each way of disagreeing before the variance is taken, as Bonett & Price (2012) do for one
    difference, so that it does not vanish where nobody disagrees.
    """
    n, events = paired.total, paired.events
    method = BENEFIT if clusters is None else BENEFIT_CLUSTERED
    missing = None
    if n == 0:
        missing = "No labelled rows; at least 1 needed"
    elif threshold == 1:
        missing = "At a threshold of 1 a false positive costs infinitely much; a threshold below 1 needed"
    if missing is not None:
        return Difference.missing("net_benefit", missing, n=n, events=events, method=method, threshold=threshold)
    effect = None if clusters is None else clusters.effect(paired, paired_key("net_benefit", threshold))
    w = harm_weight(threshold)
    (b1, c1), (b0, c0) = of_events, of_others
    value = (b1 - c1) / n - w * (b0 - c0) / n
    size = n + 4
    benefit, harm = (b1 - c1) / size, (b0 - c0) / size
    centre = benefit - w * harm
    squares = (b1 + c1 + 2) / size + w * w * (b0 + c0 + 2) / size
    rows = size if effect is None else effect.rows(size)
    error = math.sqrt(max(squares - centre**2, 0.0) / rows)
    quantile = Z if effect is None else effect.quantile
    low, high = min(centre - quantile * error, value), max(centre + quantile * error, value)
    p = normal_p(centre / error) if effect is None else t_p(centre / error, max(effect.patients - 1, 1))
    return Difference(
        "net_benefit",
        value,
        low,
        high,
        LEVEL,
        p,
        n,
        events,
        _with_patients(method, effect),
        threshold=threshold,
    )
