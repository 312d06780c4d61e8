"""Record a review of a deployment: the run itself, and its measures for every room that listens."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.db import transaction

from attending.analytics import Estimate, StratumPerformance, to_document
from attending.program.actions.measures import Measured
from attending.program.actions.record import check
from attending.program.models import Deployment, Person
from attending.program.rules import Act, Refused
from attending.review.actions.entering import entered, tell
from attending.review.compute import ReviewResult
from attending.review.measured import MeasuredOnce
from attending.review.models import ReviewRun
from attending.review.provenance import mapping_document, reproducibility


@transaction.atomic
def record_review(acting: Person, deployment: Deployment, result: ReviewResult, *, location: str = "") -> ReviewRun:
    """Keep a review and tell whoever listens to measure results, all in one transaction.

    ``location`` is where the log lay as a person gave it, for the command that computes the review again.
    """
    check(acting, Act.RECORD_MEASURES, deployment.use_case)
    if not result.months:
        raise Refused("No row of this log was loaded, so there is nothing to record.")
    uid = uuid.uuid4()
    columns = entered(
        "review.recorded",
        acting,
        deployment,
        months=result.months,
        intake=result.intake,
        mapping=mapping_document(result),
        versions=result.versions,
        uid=str(uid),
    )
    run = ReviewRun.objects.create(
        uid=uid,
        document=to_document(result.review),
        supplements=dict(result.supplements),
        reproducibility=reproducibility(result, location),
        resolution=str(result.resolution),
        **columns,
    )
    tell(run, result.intake, measured(result), uid=uid)
    return run


def measured(result: ReviewResult) -> list[Measured]:
    """Every estimate of a review once: the whole log, each month, and each trailing window."""
    review, found = result.review, MeasuredOnce()
    for stratum in (review.overall, *review.subgroups):
        _collect(found, stratum, (result.months[0], result.months[-1]))
    for month in review.months:
        if month.period is not None:
            _collect(found, month, month.period)
    for window in result.windows:
        for stratum in window.strata:
            _collect(found, stratum, (window.first, window.last))
    return found.all()


def _collect(found: MeasuredOnce, stratum: StratumPerformance, months: tuple[str, str]) -> None:
    for estimate in _estimates(stratum):
        found.add(estimate, stratum.attribute, stratum.level, months)


def _estimates(stratum: StratumPerformance) -> Iterable[Estimate]:
    yield from stratum.measures.values()
    for at in stratum.at_thresholds:
        yield from at.measures.values()
