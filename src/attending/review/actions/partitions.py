"""Add tonight's part of a log to those that are stored, and record the review of all of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from django.db import transaction
from django.utils import timezone

from attending.analytics.case_blocks import MonthBlocks
from attending.analytics.records import from_record, to_record
from attending.ledger.actions import take_turn
from attending.program.actions.record import check
from attending.program.models import Deployment, Person
from attending.program.rules import Act, Refused
from attending.review.actions.record import record_review
from attending.review.compute import with_control
from attending.review.models import LogSource, ReviewRun, StoredPartition
from attending.review.partitions import Partition, Update, fingerprint, mapping_kept, update
from attending.review.queries.sources import request_of
from attending.sources import Progress, silent


def update_review(
    acting: Person, deployment: Deployment, *, progress: Callable[[Progress], None] = silent
) -> tuple[ReviewRun | None, Update]:
    """Read what is new or changed among the files of a deployment's log, and record the review of everything.

    Nothing is recorded (None) when no file is new, changed or gone. Raises Refused where the log is not in files with
    their outcomes in them or another update came first, and ``sources.LogRefused``; what was stored before stays then.
    """
    check(acting, Act.RECORD_MEASURES, deployment.use_case)
    source = LogSource.objects.filter(deployment=deployment).first()
    if source is None or not source.location or source.clinical:
        raise Refused(
            "Parts are added up where the log is files with outcomes in them; this deployment has no such log."
        )
    request = request_of(source)
    mark = fingerprint(mapping_kept(with_control(request.mapping, request.control)), request.thresholds)
    stored = _standing(deployment, mark)
    found = update(
        request.location,
        request.mapping,
        stored,
        thresholds=request.thresholds,
        conditional_on=request.control,
        progress=progress,
    )
    if not found.read and {each.name for each in found.partitions} == set(stored):
        return None, found
    with transaction.atomic():
        take_turn()
        if _standing(deployment, mark) != stored:
            raise Refused("Another update of this log was recorded meanwhile. Run it again, if files came since.")
        _store(deployment, mark, found, stored)
        return record_review(acting, deployment, found.result, location=request.location), found


def _standing(deployment: Deployment, mark: str) -> dict[str, Partition]:
    found = StoredPartition.objects.filter(deployment=deployment, fingerprint=mark, superseded_at=None)
    return {
        each.name: Partition(
            each.name,
            each.source_sha256,
            each.first_month,
            each.last_month,
            each.rows,
            bytes(each.table),
            each.intake,
            tuple(from_record(MonthBlocks, month) for month in each.cases),
        )
        for each in found
    }


def _store(deployment: Deployment, mark: str, found: Update, before: Mapping[str, Partition]) -> None:
    now = timezone.now()
    names = {each.name for each in found.partitions}
    over: Sequence[str] = [name for name in before if name in found.read or name not in names]
    StoredPartition.objects.filter(deployment=deployment, fingerprint=mark, superseded_at=None, name__in=over).update(
        superseded_at=now
    )
    StoredPartition.objects.bulk_create(
        [
            StoredPartition(
                deployment=deployment,
                name=each.name,
                source_sha256=each.sha256,
                fingerprint=mark,
                first_month=each.first_month,
                last_month=each.last_month,
                rows=each.rows,
                table=each.table,
                intake=dict(each.intake),
                cases=to_record(each.cases),
                stored_at=now,
            )
            for each in found.partitions
            if each.name in found.read
        ]
    )
