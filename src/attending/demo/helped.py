"""Did it help: an impact evaluation of the live deployment on a synthetic monthly series."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Final

from numpy.random import default_rng

from attending.demo.calendar import month_before, month_name
from attending.program.models import OutcomeMeasure, Person, UseCase
from attending.review.actions.impact import declare, hand_over
from attending.review.models import Design, ImpactEvaluation
from attending.review.rules.impact_settings import Settings

SEED: Final = 1995
BEFORE: Final = 24
AFTER: Final = 12
UNIT: Final = "Medical Intensive Care"


def evaluate_impact(owner: Person, use_case: UseCase, today: date) -> ImpactEvaluation:
    """Declare an interrupted time series for the agreed outcome, and hand over three years of months."""
    outcome = OutcomeMeasure.objects.get(use_case=use_case)
    last = month_before(today, 1)
    evaluation = declare(
        owner,
        use_case,
        Design.INTERRUPTED_TIME_SERIES,
        Settings(
            outcome=f"{outcome.name} (synthetic)",
            unit="%",
            kind="proportion",
            better="higher",
            starts={UNIT: month_name(today, AFTER)},
            per_year=12,
            phase_in=1,
            season="none",
            horizons=(6, 11),
            baseline=outcome.baseline,
            target=outcome.target,
            promised_by=f"{last.year}-Q{(last.month + 2) // 3}",
        ),
        reason="One unit started on one day, and the two years before it show where it was going anyway.",
        outcome_measure=outcome,
    )
    hand_over(owner, evaluation, name="conversations-by-month-synthetic.csv", content=monthly_counts(today))
    return evaluation


def monthly_counts(today: date) -> bytes:
    """Conversations and patients at high risk by month: 21 % before, and a rise that levels off after the start."""
    random = default_rng(SEED)
    text = io.StringIO()
    lines = csv.writer(text)
    lines.writerow(("period", "unit", "numerator", "denominator"))
    for month in range(BEFORE + AFTER):
        since = month - BEFORE
        share = 0.21 + (0 if since < 0 else 0.12 + 0.012 * since)
        patients = int(random.integers(62, 79))
        asked = sum(random.random() < share for _ in range(patients))
        lines.writerow((month_name(today, BEFORE + AFTER - month), UNIT, asked, patients))
    return text.getvalue().encode()
