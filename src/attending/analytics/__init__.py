"""Pure computation: score tables in, frozen results out. No Django, no files, no database."""

from attending.analytics.binned_scores import BinnedScores
from attending.analytics.estimate import LEVEL, Estimate
from attending.analytics.performance import (
    CalibrationPoint,
    DecisionPoint,
    PerformanceReview,
    ScoreComparison,
    StratumPerformance,
    ThresholdPerformance,
    compare_scores,
    from_document,
    review_performance,
    to_document,
)
from attending.analytics.score_table import NOT_RECORDED, OVERALL, ScoreTable, Stratum

__all__ = [
    "LEVEL",
    "NOT_RECORDED",
    "OVERALL",
    "BinnedScores",
    "CalibrationPoint",
    "DecisionPoint",
    "Estimate",
    "PerformanceReview",
    "ScoreComparison",
    "ScoreTable",
    "Stratum",
    "StratumPerformance",
    "ThresholdPerformance",
    "compare_scores",
    "from_document",
    "review_performance",
    "to_document",
]
