"""Review the log of a deployment where it lies."""

from __future__ import annotations

from decimal import Decimal

from attending.program.actions.record import check
from attending.program.models import Deployment, Person
from attending.program.rules import Act, Refused
from attending.review.actions.record import record_review
from attending.review.compute import run_review
from attending.review.models import LogSource, ReviewRun
from attending.sources import ColumnMapping, Limits
from attending.sources.locate import locate


def run_where_it_lies(acting: Person, deployment: Deployment, *, largest: int) -> ReviewRun:
    """Read the log that an administrator named, and record the review.

    ``largest`` is the most bytes that are read while somebody waits. Raises Refused without a place or with a log
    beyond it, and ``sources.LogRefused``.
    """
    check(acting, Act.RECORD_MEASURES, deployment.use_case)
    source = LogSource.objects.filter(deployment=deployment).first()
    if source is None or not source.location:
        raise Refused("Nobody has said where the log of this deployment lies; hand over a file instead.")
    located = locate(source.location, most=Limits().files)
    size = sum(file.path.stat().st_size for file in located.files)
    if size > largest:
        raise Refused(
            f"The log is {size / 2**20:,.0f} MB, and at most {largest // 2**20} MB are read while somebody waits; "
            f"run attending review run {source.location} --deployment {deployment.pk} on the machine where it lies."
        )
    thresholds = [Decimal(text) for text in source.thresholds]
    return record_review(acting, deployment, run_review(source.location, mapping_of(source), thresholds=thresholds))


def mapping_of(source: LogSource) -> ColumnMapping:
    """Which column of the log is what."""
    return ColumnMapping(
        source.score,
        source.outcome or None,
        source.time,
        tuple(source.by),
        tuple(source.key),
        source.comparator or None,
    )
