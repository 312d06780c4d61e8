"""What recording a review of a log comes to, whatever it was a log of: its entry, its columns, and its measures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone

from attending.ledger.actions import append
from attending.ledger.canonical import Json
from attending.program.actions.measures import Measured, Source, record_measures
from attending.program.actions.record import name_of
from attending.program.models import Deployment, Person
from attending.review.models import ClassifierReview, ReviewRun
from attending.review.months import first_day, last_day
from attending.review.provenance import describe
from attending.sources import IntakeReport


def entered(
    verb: str,
    acting: Person,
    deployment: Deployment,
    *,
    months: Sequence[str],
    intake: IntakeReport,
    mapping: Mapping[str, Any],
    versions: Mapping[str, str],
    **told: Json,
) -> dict[str, Any]:
    """Append that a log of these ``months`` was reviewed; gives the columns that every such review is kept in.

    ``told`` are further things that the entry says.
    """
    source, digest = describe(intake.files)
    payload: dict[str, Json] = {
        "source": source,
        "source_sha256": digest,
        "mapping": {**mapping},
        "versions": {**versions},
        "rows_loaded": intake.loaded,
        **told,
    }
    entry = append(verb, object=name_of(deployment), actor=name_of(acting), payload=payload)
    return {
        "deployment": deployment,
        "source": source,
        "source_sha256": digest,
        "mapping": {**mapping},
        "versions": {**versions},
        "intake": intake.to_document(),
        "period_start": first_day(months[0]),
        "period_end": last_day(months[-1]),
        "run_by": acting,
        "run_at": timezone.now(),
        "ledger_seq": entry.seq,
    }


def tell(
    review: ReviewRun | ClassifierReview, intake: IntakeReport, results: Sequence[Measured], *, uid: UUID | None = None
) -> None:
    """Record the measures of a review, under its ``uid`` where it has one, for every room that listens."""
    batch = Source(
        uid=uid or uuid4(),
        name=review.source,
        sha256=review.source_sha256,
        period_start=review.period_start,
        period_end=review.period_end,
        rows_read=intake.read,
        rows_loaded=intake.loaded,
    )
    record_measures(review.run_by, review.deployment, batch, results)
