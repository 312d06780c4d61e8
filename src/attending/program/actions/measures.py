"""Record measure results, whichever room measured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from attending.program.actions.record import check, log
from attending.program.models import Deployment, MeasureBatch, MeasureResult, Person
from attending.program.registries import events
from attending.program.rules import Act, Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One measure for one group over one period."""

    measure: str
    attribute: str
    level: str
    period_start: date
    period_end: date
    n: int
    events: int
    value: float | None
    low: float | None = None
    high: float | None = None
    numerator: int | None = None
    denominator: int | None = None
    threshold: Decimal | None = None
    bound: float = 0.0
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What was read: its name and hash, the period it covers, and how many rows went in.

    ``uid`` names the measurement; a room that keeps more of it keeps it under the same uid.
    """

    name: str
    sha256: str
    period_start: date
    period_end: date
    rows_read: int
    rows_loaded: int
    uid: UUID = field(default_factory=uuid4)


@transaction.atomic
def record_measures(
    acting: Person,
    deployment: Deployment,
    source: Source,
    results: Sequence[Measured],
    *,
    right: Act = Act.RECORD_MEASURES,
) -> MeasureBatch:
    """Record one measurement of a deployment; those who listen (oversight thresholds) are told in this transaction.

    ``right`` is what the acting person must be allowed to do: measures that come out of another act rest on that one.
    """
    check(acting, right, deployment.use_case)
    if not results:
        raise Refused("There is no result to record.")
    batch = MeasureBatch.objects.create(
        uid=source.uid,
        deployment=deployment,
        source=source.name,
        source_sha256=source.sha256,
        period_start=source.period_start,
        period_end=source.period_end,
        rows_read=source.rows_read,
        rows_loaded=source.rows_loaded,
        measured_by=acting,
        measured_at=timezone.now(),
    )
    MeasureResult.objects.bulk_create(
        [MeasureResult(batch=batch, **asdict(result)) for result in results], batch_size=500
    )
    payload = {
        "deployment": deployment.pk,
        "source": source.name,
        "source_sha256": source.sha256,
        "rows_read": source.rows_read,
        "rows_loaded": source.rows_loaded,
        "results": len(results),
    }
    log(acting, "measures.recorded", batch, payload)
    events.publish(events.MeasureResultsArrived(batch))
    return batch
