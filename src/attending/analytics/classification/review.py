"""The whole review of a classifier with categories."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from attending.analytics.classification.category_performance import ReaderPerformance, reader_performance
from attending.analytics.classification.patient_readings import PatientReadings
from attending.analytics.classification.readers import (
    AutomationEffect,
    ReaderComparison,
    automation_effect,
    compare_readers,
)
from attending.analytics.classification.reading_table import ReadingTable
from attending.analytics.classification.readings import READERS, Reader, Readings
from attending.analytics.classification.verification import VerificationReview, review_verification
from attending.analytics.stratum import OVERALL, Stratum

_PAIRS: tuple[tuple[Reader, Reader], ...] = (("ai", "clinician"), ("with_ai", "clinician"), ("with_ai", "ai"))


@dataclass(frozen=True, slots=True)
class ClassificationReview:
    """What a categorical reader and the clinicians do in one stratum and period (None: all periods).

    `cases` of which `verified` have a reference. `readers` holds those who read any case; `comparisons` each pair of
    them as "first / second". `automation` is None unless all three readings occur. `verification` is None when a cut
    makes no sense (more than two unordered categories).
    """

    stratum: Stratum
    period: str | None
    cases: int
    verified: int
    readers: Mapping[str, ReaderPerformance]
    comparisons: Mapping[str, ReaderComparison]
    automation: AutomationEffect | None
    verification: VerificationReview | None


def review_classification(
    table: ReadingTable,
    *,
    positive_from: str,
    cut: str,
    stratum: Stratum = OVERALL,
    period: str | None = None,
    given: tuple[Reader, ...] = (),
    patients: PatientReadings | None = None,
) -> ClassificationReview:
    """Measure every reader and pair of readers that occur.

    References from `positive_from` upwards are positive, readings from `cut` upwards. `given` are the readers whose
    reading, beside the AI's, may have decided who was verified. With `patients`, the same cases with each one's
    patient, intervals take each patient's cases together. Raises KeyError for an unknown stratum or period and
    ValueError when `positive_from` or `cut` cannot divide.
    """
    readings = (
        table.slice(stratum, period)
        if patients is None
        else patients.slice(stratum, None if period is None else (period,))
    )
    present = tuple(reader for reader in READERS if bool((readings.of(reader) >= 0).any()))
    divides = readings.ordered or len(readings.categories) == 2
    return ClassificationReview(
        stratum,
        period,
        readings.total,
        readings.cases(readings.reference >= 0),
        {reader: reader_performance(readings, reader, positive_from) for reader in present},
        {
            f"{first} / {second}": compare_readers(readings, first, second, positive_from)
            for first, second in _PAIRS
            if first in present and second in present
        },
        _automation(readings, positive_from, cut) if len(present) == len(READERS) else None,
        review_verification(readings, "ai", cut=cut, positive_from=positive_from, given=given) if divides else None,
    )


def _automation(readings: Readings, positive_from: str, cut: str) -> AutomationEffect:
    same = readings.categories == readings.references
    return automation_effect(readings, positive_from=positive_from, cut=None if same else cut)
