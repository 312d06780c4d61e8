"""Whether scores and inputs are still what they were, beside what sampling alone explains."""

from attending.analytics.drift.drift_value import DriftValue
from attending.analytics.drift.input_drift import InputDriftReview, InputPeriod, InputReview, input_drift
from attending.analytics.drift.score_drift import DriftReview, PeriodDrift, ScoreLevel, score_drift
from attending.analytics.input_table import OTHER, InputBuckets, InputCounts, InputTable

__all__ = [
    "OTHER",
    "DriftReview",
    "DriftValue",
    "InputBuckets",
    "InputCounts",
    "InputDriftReview",
    "InputPeriod",
    "InputReview",
    "InputTable",
    "PeriodDrift",
    "ScoreLevel",
    "input_drift",
    "score_drift",
]
