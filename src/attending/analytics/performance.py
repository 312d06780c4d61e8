"""Post-launch performance of one score: overall, by subgroup and by month."""

from __future__ import annotations

from dataclasses import replace

from attending.analytics.binned_scores import BinnedScores
from attending.analytics.brier_decomposition import brier_decomposition
from attending.analytics.calibration_curve import fit_curve, smoothed_calibration
from attending.analytics.calibration_error import calibration_errors
from attending.analytics.calibration_groups import calibration_points
from attending.analytics.calibration_model import calibration
from attending.analytics.decision_curve import decision_curve
from attending.analytics.discrimination import auroc
from attending.analytics.document import from_document, to_document
from attending.analytics.operating_points import operating_points
from attending.analytics.overall_accuracy import brier, event_rate, mean_score, observed_expected
from attending.analytics.paired_comparison import compare_paired
from attending.analytics.paired_influence import PairedClusters
from attending.analytics.paired_scores import PairedScores
from attending.analytics.precision_recall import auprc
from attending.analytics.results import (
    CalibrationPoint,
    DecisionPoint,
    PerformanceReview,
    ScoreComparison,
    StratumPerformance,
    ThresholdPerformance,
)
from attending.analytics.score_table import ScoreTable
from attending.analytics.stratum import OVERALL

__all__ = [
    "CalibrationPoint",
    "DecisionPoint",
    "PerformanceReview",
    "ScoreComparison",
    "StratumPerformance",
    "ThresholdPerformance",
    "compare_scores",
    "from_document",
    "measure_stratum",
    "review_performance",
    "to_document",
]

_BEFORE = (auroc, auprc, observed_expected)
_AFTER = (brier, event_rate, mean_score)


def measure_stratum(
    scores: BinnedScores, *, with_decision_curve: bool = False, with_curve: bool = True
) -> StratumPerformance:
    """Every measure of one stratum; the decision curve only when asked for.

    Without `with_curve` there is no smoothed calibration curve and none of the errors measured on it (ICI, E50, E90).
    """
    fit = fit_curve(scores) if with_curve else None
    estimates = [
        *(measure(scores) for measure in _BEFORE),
        *calibration(scores),
        *(() if fit is None else calibration_errors(fit, scores)),
        *(measure(scores) for measure in _AFTER),
    ]
    return StratumPerformance(
        scores.stratum.attribute,
        scores.stratum.level,
        scores.total,
        scores.total_labelled,
        scores.events,
        (scores.periods[0], scores.periods[-1]) if scores.periods else None,
        {estimate.measure: estimate for estimate in estimates},
        operating_points(scores),
        calibration_points(scores),
        decision_curve(scores) if with_decision_curve else (),
        None if fit is None else smoothed_calibration(fit, scores),
        brier_decomposition(scores),
    )


def review_performance(
    table: ScoreTable,
    *,
    comparison: tuple[ScoreTable, ScoreTable] | None = None,
    paired: PairedScores | None = None,
    paired_clusters: PairedClusters | None = None,
) -> PerformanceReview:
    """Measure the score overall, for each subgroup level over all months, and overall for each month.

    Subgroups come in the order of the table's strata, months ascending. `comparison` holds the tables of the model and
    of a comparator on the rows where both are recorded; it fills `comparator`, with `paired`, the joint counts of the
    same rows, also its paired tests, and with `paired_clusters` those take each patient's rows together. Raises
    ValueError when the table has no overall stratum, or when what is compared is not of the same rows.
    """
    if OVERALL not in table.strata:
        raise ValueError("This score table has no overall stratum: reduce the log again with everyone in one stratum.")
    review = PerformanceReview(
        measure_stratum(table.slice(OVERALL), with_decision_curve=True),
        tuple(measure_stratum(table.slice(stratum)) for stratum in table.strata if stratum != OVERALL),
        tuple(measure_stratum(table.slice(OVERALL, month)) for month in table.periods),
        table.thresholds,
        table.exact,
    )
    if comparison is None:
        return review
    return replace(review, comparator=compare_scores(*comparison, paired, paired_clusters))


def compare_scores(
    model_table: ScoreTable,
    comparator_table: ScoreTable,
    paired: PairedScores | None = None,
    paired_clusters: PairedClusters | None = None,
) -> ScoreComparison:
    """Measure two scores on the same rows, overall, side by side.

    Each side carries its own intervals. Two intervals that overlap do not show that the scores are alike: whether they
    differ is told by the paired comparison (`compare_paired`), made when `paired` holds the joint counts. Raises
    ValueError when the tables count different rows, labelled rows or events, or use different thresholds, or when the
    joint counts are not of their labelled rows.
    """
    model, comparator = model_table.slice(OVERALL), comparator_table.slice(OVERALL)
    counts = [(s.total, s.total_labelled, s.events) for s in (model, comparator)]
    if counts[0] != counts[1]:
        raise ValueError(
            "The two scores were not recorded on the same rows (rows, labelled, events: "
            f"{counts[0]} and {counts[1]}): keep only the rows that have both."
        )
    if model.thresholds != comparator.thresholds:
        raise ValueError("The two scores were reduced with different thresholds: reduce them again with the same ones.")
    if paired is not None and (paired.total, paired.events, paired.thresholds) != (*counts[0][1:], model.thresholds):
        raise ValueError(
            "The joint counts of the two scores are not of the same labelled rows and thresholds as their tables: "
            "reduce the log again."
        )
    return ScoreComparison(
        measure_stratum(model, with_decision_curve=True),
        measure_stratum(comparator, with_decision_curve=True),
        None if paired is None else compare_paired(paired, paired_clusters),
    )
