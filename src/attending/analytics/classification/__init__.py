"""Categorical output against a reference standard and the clinician: imaging and other classifiers."""

from attending.analytics.classification.category_performance import (
    Accuracy,
    ReaderPerformance,
    TwoByTwo,
    reader_performance,
)
from attending.analytics.classification.paired import PairedDifference, mcnemar_exact, mcnemar_mid_p, paired_difference
from attending.analytics.classification.readers import (
    AutomationEffect,
    ReaderComparison,
    automation_effect,
    compare_readers,
)
from attending.analytics.classification.reading_table import ReadingTable
from attending.analytics.classification.readings import READERS, Reader, Readings
from attending.analytics.classification.review import ClassificationReview, review_classification
from attending.analytics.classification.turnaround import (
    DurationHistogram,
    TurnaroundChange,
    compare_turnaround,
    merge_durations,
    turnaround,
    within_hours,
)
from attending.analytics.classification.verification import VerificationReview, review_verification

__all__ = [
    "READERS",
    "Accuracy",
    "AutomationEffect",
    "ClassificationReview",
    "DurationHistogram",
    "PairedDifference",
    "Reader",
    "ReaderComparison",
    "ReaderPerformance",
    "ReadingTable",
    "Readings",
    "TurnaroundChange",
    "TwoByTwo",
    "VerificationReview",
    "automation_effect",
    "compare_readers",
    "compare_turnaround",
    "mcnemar_exact",
    "mcnemar_mid_p",
    "merge_durations",
    "paired_difference",
    "reader_performance",
    "review_classification",
    "review_verification",
    "turnaround",
    "within_hours",
]
