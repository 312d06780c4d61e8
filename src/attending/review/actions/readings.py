"""Record a review of categorical readings, and its results for whoever listens to measures."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from attending.analytics.estimate import Estimate
from attending.program.actions.measures import Measured
from attending.program.actions.record import check
from attending.program.models import Deployment, Person
from attending.program.rules import Act, Refused
from attending.review.actions.entering import entered, tell
from attending.review.measured import MeasuredOnce
from attending.review.models import ClassifierReview
from attending.review.readings import GroupReadings, ReadingsResult, differences_at, document_of, measures_at

READER = "reader"
"""The attribute under which the clinicians' measures are recorded; everyone under no attribute is the AI."""

LEVELS = {"clinician": "clinician alone", "with_ai": "clinician with AI"}


@transaction.atomic
def record_readings(acting: Person, deployment: Deployment, result: ReadingsResult) -> ClassifierReview:
    """Keep a review with the counts it was made from, and tell whoever listens to measure results."""
    check(acting, Act.RECORD_MEASURES, deployment.use_case)
    if not result.table.periods:
        raise Refused("No case of this log was loaded, so there is nothing to record.")
    columns = entered(
        "readings.recorded",
        acting,
        deployment,
        months=result.table.periods,
        intake=result.intake,
        mapping=result.mapping,
        versions=result.versions,
    )
    review = ClassifierReview.objects.create(counts=result.counts, results=document_of(result.review), **columns)
    tell(review, result.intake, measured(result))
    return review


def measured(result: ReadingsResult) -> list[Measured]:
    """Every measure of the catalog once for each group and period: whole log, months, trailing windows."""
    review, found = result.review, MeasuredOnce()
    whole = (result.table.periods[0], result.table.periods[-1])
    for estimate in _overall(result):
        found.add(estimate, "overall", "all", whole)
    for name, comparison in review.overall.comparisons.items():
        for difference in differences_at(comparison, result.scale):
            found.add(difference.difference, READER, _named(name), whole)
        if comparison.areas is not None:
            found.add(comparison.areas.difference, READER, _named(name), whole)
        found.add(comparison.agreement.kappa, READER, _named(name), whole)
        found.add(comparison.agreement.percent_agreement, READER, _named(name), whole)
    for group in (*review.months, *review.windows, *review.subgroups):
        _group(found, group)
    for reader, performance in review.overall.readers.items():
        for estimate in measures_at(performance, result.scale).measures.values():
            found.add(estimate, *_reader(reader), whole)
    if review.turnaround is not None:
        for month in review.turnaround.months:
            for estimate in (month.median, month.p90):
                found.add(estimate, "overall", "all", (month.period, month.period))
    return found.all()


def _overall(result: ReadingsResult) -> Iterable[Estimate]:
    overall, turnaround = result.review.overall, result.review.turnaround
    alone = overall.comparisons.get("ai / clinician")
    if alone is not None:
        yield alone.agreement.kappa
        yield alone.agreement.percent_agreement
    ai = overall.readers.get("ai")
    if ai is not None and ai.auroc is not None:
        yield ai.auroc
    if ai is not None and ai.accuracy is not None:
        yield ai.accuracy.accuracy
    if overall.automation is not None:
        yield overall.automation.misled_rate
        yield overall.automation.helped_rate
    if overall.verification is not None:
        yield overall.verification.verified
        yield overall.verification.corrected_sensitivity
        yield overall.verification.corrected_specificity
    if turnaround is not None:
        yield turnaround.overall.median
        yield turnaround.overall.p90


def _group(found: MeasuredOnce, group: GroupReadings) -> None:
    """The AI's measures of a group; the clinicians' of everyone."""
    for reader, measures in group.readers.items():
        if reader != "ai" and group.stratum.attribute != "overall":
            continue
        place = (group.stratum.attribute, group.stratum.level) if reader == "ai" else _reader(reader)
        for estimate in measures.values():
            found.add(estimate, *place, (group.first, group.last))


def _reader(reader: str) -> tuple[str, str]:
    return ("overall", "all") if reader == "ai" else (READER, LEVELS[reader])


def _named(pair: str) -> str:
    first, second = pair.split(" / ")
    return f"{LEVELS.get(first, 'AI alone')} / {LEVELS.get(second, 'AI alone')}"
