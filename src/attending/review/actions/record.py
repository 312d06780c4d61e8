"""Record a review of a deployment: the run itself, and its measures for every room that listens."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone

from attending.analytics import Estimate, StratumPerformance, to_document
from attending.ledger.actions import append
from attending.ledger.canonical import Json
from attending.program.actions.measures import Measured, Source, record_measures
from attending.program.actions.record import check, name_of
from attending.program.models import Deployment, Person
from attending.program.rules import Act, Refused
from attending.review.compute import ReviewResult
from attending.review.measured import as_measured
from attending.review.models import ReviewRun
from attending.review.months import first_day, last_day
from attending.review.provenance import describe, mapping_document, reproducibility


@transaction.atomic
def record_review(acting: Person, deployment: Deployment, result: ReviewResult, *, location: str = "") -> ReviewRun:
    """Keep a review and tell whoever listens to measure results, all in one transaction.

    ``location`` is where the log lay as a person gave it, for the command that computes the review again.
    """
    check(acting, Act.RECORD_MEASURES, deployment.use_case)
    if not result.months:
        raise Refused("No row of this log was loaded, so there is nothing to record.")
    first, last = first_day(result.months[0]), last_day(result.months[-1])
    source, digest = describe(result.intake.files)
    uid = uuid.uuid4()
    payload: dict[str, Json] = {
        "uid": str(uid),
        "source": source,
        "source_sha256": digest,
        "mapping": mapping_document(result),
        "versions": result.versions,
    }
    entry = append("review.recorded", object=name_of(deployment), actor=name_of(acting), payload=payload)
    run = ReviewRun.objects.create(
        uid=uid,
        deployment=deployment,
        source=source,
        source_sha256=digest,
        document=to_document(result.review),
        supplements=dict(result.supplements),
        intake=result.intake.to_document(),
        mapping=mapping_document(result),
        versions=result.versions,
        reproducibility=reproducibility(result, location),
        resolution=str(result.resolution),
        period_start=first,
        period_end=last,
        run_by=acting,
        run_at=timezone.now(),
        ledger_seq=entry.seq,
    )
    batch = Source(
        uid=uid,
        name=source,
        sha256=digest,
        period_start=first,
        period_end=last,
        rows_read=result.intake.read,
        rows_loaded=result.intake.loaded,
    )
    record_measures(acting, deployment, batch, list(measured(result).values()))
    return run


def measured(result: ReviewResult) -> dict[tuple[object, ...], Measured]:
    """Every estimate of a review once: the whole log, each month, and each trailing window."""
    review = result.review
    found: dict[tuple[object, ...], Measured] = {}
    whole = (first_day(result.months[0]), last_day(result.months[-1]))
    for stratum in (review.overall, *review.subgroups):
        _collect(found, stratum, stratum.attribute, stratum.level, whole)
    for month in review.months:
        if month.period is not None:
            _collect(found, month, "overall", "all", (first_day(month.period[0]), last_day(month.period[1])))
    for window in result.windows:
        for stratum in window.strata:
            period = (first_day(window.first), last_day(window.last))
            _collect(found, stratum, stratum.attribute, stratum.level, period)
    return found


def _collect(
    found: dict[tuple[object, ...], Measured],
    stratum: StratumPerformance,
    attribute: str,
    level: str,
    period: tuple[date, date],
) -> None:
    for estimate in _estimates(stratum):
        key = (estimate.measure, attribute, level, period, estimate.threshold)
        found[key] = as_measured(estimate, attribute, level, period)


def _estimates(stratum: StratumPerformance) -> Iterable[Estimate]:
    yield from stratum.measures.values()
    for at in stratum.at_thresholds:
        yield from at.measures.values()
