"""A performance review whose intervals take each patient's rows together."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from attending.analytics.clustering.clusters import ClusterVariances, MeasureClusters, StratumClusters
from attending.analytics.clustering.influence import measure_key
from attending.analytics.estimate import Estimate, Z
from attending.analytics.limits import CONFINED, PROPORTIONS, Sampled, wilson_limits
from attending.analytics.patients import clustered_note, joined_note, student_quantile
from attending.analytics.results import PerformanceReview, StratumPerformance

_APART: Final = "This interval takes rows as independent, also those of one patient"


def with_clustering(review: PerformanceReview, variances: ClusterVariances) -> PerformanceReview:
    """The same review, values unchanged, with cluster-robust 95 % intervals.

    Each interval is on the measure's own scale (`Sampled.limits`) with Student's t for the number of patients. The note
    states the patients and the design effect, `Estimate.clusters` the patients. A measure of rows from a single patient
    is not estimable unless it is a share, whose interval is then that of one observation. The band of the calibration
    curve and the errors read from it (ICI, E50, E90) rest on its coefficients' cluster-robust covariance. Strata that
    `variances` does not hold, the comparison of scores, the calibration groups and the decision curve keep their
    intervals.
    """

    def stratum(performance: StratumPerformance, period: str | None = None) -> StratumPerformance:
        found = variances.of(performance.attribute, performance.level, period)
        return performance if found is None else clustered_performance(performance, found)

    return replace(
        review,
        overall=stratum(review.overall),
        subgroups=tuple(stratum(s) for s in review.subgroups),
        months=tuple(stratum(s, s.period[0] if s.period else None) for s in review.months),
    )


def sampled_clusters(clusters: MeasureClusters, value: float) -> Sampled:
    """The measure with its cluster-robust standard error; patients are the units where there is no spread."""
    return Sampled(clusters.measure, value, clusters.error or 0.0, max(clusters.clusters, 1), clusters.expected)


def clustered_performance(performance: StratumPerformance, found: StratumClusters) -> StratumPerformance:
    """One stratum with the intervals of `found`; see `with_clustering`."""
    points = tuple(
        replace(point, measures=_measures(point.measures, found.measures)) for point in performance.at_thresholds
    )
    measures = _measures(performance.measures, found.measures)
    if found.curve is None or performance.smoothed is None:
        return replace(performance, measures=measures, at_thresholds=points)
    measures |= {estimate.measure: estimate for estimate in found.curve.errors}
    return replace(performance, measures=measures, at_thresholds=points, smoothed=found.curve.smoothed)


def _measures(estimates: Mapping[str, Estimate], found: Mapping[str, MeasureClusters]) -> dict[str, Estimate]:
    clustered: dict[str, Estimate] = {}
    for name, estimate in estimates.items():
        of = found.get(measure_key(estimate.measure, estimate.threshold))
        clustered[name] = _independent(estimate) if of is None else _estimate(estimate, of)
    if "nne" in clustered:
        clustered["nne"] = _inverted(clustered["nne"], clustered["ppv"])
    return clustered


def _estimate(estimate: Estimate, of: MeasureClusters) -> Estimate:
    if estimate.value is None or estimate.low is None or estimate.high is None:
        return estimate
    quantile = student_quantile(of.clusters) if of.clusters >= 2 else Z
    if of.error is None and estimate.measure == "net_benefit" and estimate.value == 0:
        return replace(estimate, clusters=of.clusters, note=joined_note(estimate.note, _said(of, estimate.measure)))
    if of.error is None and estimate.measure not in PROPORTIONS | CONFINED | {"oe"}:
        return Estimate.missing(
            estimate.measure,
            f"The rows come from {of.clusters:,} {'patient' if of.clusters == 1 else 'patients'} without spread "
            "between them; more patients needed",
            n=estimate.n,
            events=estimate.events,
            threshold=estimate.threshold,
        )
    low, high = sampled_clusters(of, estimate.value).limits(quantile)
    if estimate.measure == "auprc":
        # Without spread it rests on the events and not on all patients.
        few = max(min(estimate.events, of.clusters), 1)
        low, high = _widened(estimate, of) if of.error is not None else wilson_limits(estimate.value, few, quantile)
    return replace(
        estimate, low=low, high=high, clusters=of.clusters, note=joined_note(estimate.note, _said(of, estimate.measure))
    )


def _independent(estimate: Estimate) -> Estimate:
    """An interval that does not take a patient's rows together says so."""
    if estimate.value is None or estimate.measure == "nne":
        return estimate
    return replace(estimate, note=joined_note(estimate.note, _APART))


def _widened(estimate: Estimate, of: MeasureClusters) -> tuple[float, float]:
    """The ends of the average precision, whose interval is asymmetric for what an event adds to its own precision,
    moved away from it on the logit scale by the root of the design effect, with Student's t for the patients.
    """
    value, wider = estimate.value or 0.0, math.sqrt(of.design_effect or 1.0) * student_quantile(of.clusters) / Z

    def end(limit: float) -> float:
        if not (0 < limit < 1 and 0 < value < 1):
            return limit
        centre = math.log(value) - math.log1p(-value)
        moved = centre + wider * (math.log(limit) - math.log1p(-limit) - centre)
        return 1 / (1 + math.exp(-moved)) if moved > -700 else 0.0

    return min(end(estimate.low or 0.0), value), max(end(estimate.high or 0.0), value)


def _inverted(nne: Estimate, ppv: Estimate) -> Estimate:
    if nne.value is None or not ppv.value or not ppv.low or not ppv.high:
        return nne
    return replace(nne, low=1 / ppv.high, high=1 / ppv.low, clusters=ppv.clusters, note=ppv.note)


def _said(of: MeasureClusters, measure: str) -> str:
    return clustered_note(of.clusters, of.design_effect, rarer=measure == "auroc")
