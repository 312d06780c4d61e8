"""Record a review of categorical readings, and its results for whoever listens to measures."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from attending.analytics.estimate import Estimate
from attending.ledger.actions import append
from attending.ledger.canonical import Json
from attending.program.actions.measures import Measured, Source, record_measures
from attending.program.actions.record import check, name_of
from attending.program.models import Deployment, Person
from attending.program.rules import Act, Refused
from attending.review.measured import as_measured
from attending.review.models import ClassifierReview
from attending.review.months import first_day, last_day
from attending.review.provenance import describe
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
    source, digest = describe(result.intake.files)
    first, last = first_day(result.table.periods[0]), last_day(result.table.periods[-1])
    payload: dict[str, Json] = {
        "source": source,
        "source_sha256": digest,
        "mapping": result.mapping,
        "versions": dict(result.versions),
        "rows_loaded": result.intake.loaded,
    }
    entry = append("readings.recorded", object=name_of(deployment), actor=name_of(acting), payload=payload)
    review = ClassifierReview.objects.create(
        deployment=deployment,
        source=source,
        source_sha256=digest,
        mapping=result.mapping,
        counts=result.counts,
        results=document_of(result.review),
        intake=result.intake.to_document(),
        versions=dict(result.versions),
        period_start=first,
        period_end=last,
        run_by=acting,
        run_at=timezone.now(),
        ledger_seq=entry.seq,
    )
    batch = Source(
        name=source,
        sha256=digest,
        period_start=first,
        period_end=last,
        rows_read=result.intake.read,
        rows_loaded=result.intake.loaded,
    )
    record_measures(acting, deployment, batch, measured(result))
    return review


def measured(result: ReadingsResult) -> list[Measured]:
    """Every measure of the catalog once for each group and period: whole log, months, trailing windows."""
    found: dict[tuple[Any, ...], Measured] = {}
    review = result.review
    whole = (result.table.periods[0], result.table.periods[-1])
    for estimate in _overall(result):
        _add(found, estimate, "overall", "all", whole)
    for name, comparison in review.overall.comparisons.items():
        for difference in differences_at(comparison, result.scale):
            _add(found, difference.difference, READER, _named(name), whole)
        if comparison.areas is not None:
            _add(found, comparison.areas.difference, READER, _named(name), whole)
        _add(found, comparison.agreement.kappa, READER, _named(name), whole)
        _add(found, comparison.agreement.percent_agreement, READER, _named(name), whole)
    for group in (*review.months, *review.windows, *review.subgroups):
        _group(found, group)
    for reader, performance in review.overall.readers.items():
        for estimate in measures_at(performance, result.scale).measures.values():
            _add(found, estimate, *_reader(reader), whole)
    if review.turnaround is not None:
        for month in review.turnaround.months:
            for estimate in (month.median, month.p90):
                _add(found, estimate, "overall", "all", (month.period, month.period))
    return list(found.values())


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


def _group(found: dict[tuple[Any, ...], Measured], group: GroupReadings) -> None:
    """The AI's measures of a group; the clinicians' of everyone."""
    for reader, measures in group.readers.items():
        if reader != "ai" and group.stratum.attribute != "overall":
            continue
        place = (group.stratum.attribute, group.stratum.level) if reader == "ai" else _reader(reader)
        for estimate in measures.values():
            _add(found, estimate, *place, (group.first, group.last))


def _reader(reader: str) -> tuple[str, str]:
    return ("overall", "all") if reader == "ai" else (READER, LEVELS[reader])


def _named(pair: str) -> str:
    first, second = pair.split(" / ")
    return f"{LEVELS.get(first, 'AI alone')} / {LEVELS.get(second, 'AI alone')}"


def _add(
    found: dict[tuple[Any, ...], Measured], estimate: Estimate, attribute: str, level: str, months: tuple[str, str]
) -> None:
    period: tuple[date, date] = (first_day(months[0]), last_day(months[1]))
    found[(estimate.measure, attribute, level, period, estimate.threshold)] = as_measured(
        estimate, attribute, level, period
    )
