"""Trailing windows of a log: how it stood over the last 1, 3, 6 and 12 months. No database."""

from __future__ import annotations

from dataclasses import dataclass, replace

from attending.analytics import OVERALL, BinnedScores, Estimate, ScoreTable, Stratum, StratumPerformance
from attending.analytics.clustering import ClusterVariances, StratumClusters, influences
from attending.analytics.clustering.influence import measure_key, sampled
from attending.analytics.clustering.intervals import clustered_performance
from attending.analytics.patients import student_quantile
from attending.analytics.performance import measure_stratum
from attending.review.months import WINDOWS, months_before


@dataclass(frozen=True)
class WindowReview:
    """A trailing window of whole months that ends with the newest month: everyone first, then each subgroup level."""

    months: int
    first: str
    last: str
    strata: tuple[StratumPerformance, ...]


def trailing_windows(table: ScoreTable, clusters: ClusterVariances | None = None) -> tuple[WindowReview, ...]:
    """Everyone and every subgroup level over the last 1, 3, 6 and 12 months of a table, without smoothed curves.

    With ``clusters`` a patient's rows are taken together. A window of the whole log has the variances of the whole log;
    for a shorter one the variance of independent rows is multiplied by the design effect of the whole log.
    """
    if not table.periods:
        return ()
    newest = table.periods[-1]
    windows = []
    for count in WINDOWS:
        first = months_before(newest, count - 1)
        recent = table.since(first)
        whole = recent.periods == table.periods
        strata = [OVERALL, *(stratum for stratum in table.strata if stratum != OVERALL)]
        measured = tuple(_measured(recent.slice(stratum), stratum, clusters, whole=whole) for stratum in strata)
        windows.append(WindowReview(count, first, newest, measured))
    return tuple(windows)


def _measured(
    scores: BinnedScores, stratum: Stratum, clusters: ClusterVariances | None, *, whole: bool
) -> StratumPerformance:
    performance = measure_stratum(scores, with_curve=False)
    found = None if clusters is None else clusters.of(stratum.attribute, stratum.level)
    if found is None:
        return performance
    return clustered_performance(performance, found) if whole else _widened(scores, performance, found)


def _widened(scores: BinnedScores, performance: StratumPerformance, found: StratumClusters) -> StratumPerformance:
    """The intervals of independent rows, widened by the design effect that the whole log shows for each measure."""
    limits: dict[str, tuple[float, float, str]] = {}
    for shape in influences(scores, performance):
        of = found.measures.get(shape.key)
        if of is not None and of.design_effect is not None and of.clusters >= 2:
            low, high = sampled(scores, shape, design_effect=of.design_effect).limits(student_quantile(of.clusters))
            limits[shape.key] = (
                low,
                high,
                f"Interval widened by the whole log's design effect of {of.design_effect:.2f}",
            )

    def wider(estimate: Estimate) -> Estimate:
        key = measure_key(estimate.measure, estimate.threshold)
        if estimate.value is None or key not in limits:
            return estimate
        low, high, said = limits[key]
        return replace(estimate, low=low, high=high, note=f"{estimate.note}. {said}" if estimate.note else said)

    points = tuple(
        replace(at, measures=_with_nne({name: wider(e) for name, e in at.measures.items()}))
        for at in performance.at_thresholds
    )
    measures = {name: wider(estimate) for name, estimate in performance.measures.items()}
    return replace(performance, measures=measures, at_thresholds=points)


def _with_nne(estimates: dict[str, Estimate]) -> dict[str, Estimate]:
    """The number needed to evaluate is the inverse of the PPV, and so is its interval."""
    ppv, nne = estimates.get("ppv"), estimates.get("nne")
    if ppv is None or nne is None or nne.value is None or not ppv.low or not ppv.high:
        return estimates
    return estimates | {"nne": replace(nne, low=1 / ppv.high, high=1 / ppv.low, note=ppv.note)}
