"""Pure computation: score tables in, frozen results out. No Django, no files, no database."""

from attending.analytics.binned_scores import BinnedScores
from attending.analytics.difference import Difference, compare_unpaired
from attending.analytics.estimate import LEVEL, Estimate
from attending.analytics.paired_comparison import PairedComparison, compare_paired
from attending.analytics.paired_scores import PairedScores
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
    "Difference",
    "Estimate",
    "PairedComparison",
    "PairedScores",
    "PerformanceReview",
    "ScoreComparison",
    "ScoreTable",
    "Stratum",
    "StratumPerformance",
    "ThresholdPerformance",
    "compare_paired",
    "compare_scores",
    "compare_unpaired",
    "from_document",
    "review_performance",
    "to_document",
]
