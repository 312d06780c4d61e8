"""Categorical output against a reference standard and the clinician: imaging and other classifiers."""

from attending.analytics.classification.agreement import agreement_of
from attending.analytics.classification.category_performance import (
    Accuracy,
    ReaderPerformance,
    TwoByTwo,
    reader_performance,
)
from attending.analytics.classification.paired import PairedAreas, PairedDifference, paired_areas, paired_difference
from attending.analytics.classification.patient_readings import PatientReadings
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
from attending.analytics.paired_proportions import mcnemar_exact, mcnemar_mid_p

__all__ = [
    "READERS",
    "Accuracy",
    "AutomationEffect",
    "ClassificationReview",
    "DurationHistogram",
    "PairedAreas",
    "PairedDifference",
    "PatientReadings",
    "Reader",
    "ReaderComparison",
    "ReaderPerformance",
    "ReadingTable",
    "Readings",
    "TurnaroundChange",
    "TwoByTwo",
    "VerificationReview",
    "agreement_of",
    "automation_effect",
    "compare_readers",
    "compare_turnaround",
    "mcnemar_exact",
    "mcnemar_mid_p",
    "merge_durations",
    "paired_areas",
    "paired_difference",
    "reader_performance",
    "review_classification",
    "review_verification",
    "turnaround",
    "within_hours",
]
