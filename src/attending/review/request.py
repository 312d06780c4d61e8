"""What is read for a review of a deployment, as plain data that a process of its own can be handed. No database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Final

from attending.review.clinical import review_clinical
from attending.review.compute import ReviewResult, run_review
from attending.review.warehouse import review_table
from attending.sources import ColumnMapping, Progress, silent
from attending.sources.clinical import Declaration
from attending.sources.engines.connection import Connection

FILES_SECONDS: Final = 3600.0
"""How long a log in files may be read before the reading is ended."""


@dataclass(frozen=True, slots=True)
class ReviewRequest:
    """Where the log lies, which column is what, and how long the reading may take, in seconds.

    The log is files at ``location``, or ``table`` behind ``connection``; joined with ``events``, files or a table like
    it, by ``declaration`` where there is one, as they stood at ``as_of``, or now.
    """

    location: str
    mapping: ColumnMapping
    thresholds: tuple[Decimal, ...]
    seconds: float
    control: str | None = None
    connection: Connection | None = None
    table: str = ""
    events: str = ""
    declaration: Declaration | None = None
    as_of: datetime | None = None
    all_or_nothing: bool = False


def compute(request: ReviewRequest, *, progress: Callable[[Progress], None] = silent) -> ReviewResult:
    """Read the log and review it; raises ``sources.LogRefused`` and what else reading raises."""
    if request.declaration is not None:
        return review_clinical(
            request.location if request.connection is None else request.table,
            request.events,
            request.declaration,
            as_of=request.as_of or datetime.now(UTC),
            connection=request.connection,
            thresholds=request.thresholds,
            all_or_nothing=request.all_or_nothing,
            progress=progress,
        )
    if request.connection is not None:
        return review_table(
            request.connection,
            request.table,
            request.mapping,
            thresholds=request.thresholds,
            conditional_on=request.control,
            all_or_nothing=request.all_or_nothing,
            progress=progress,
        )
    return run_review(
        request.location,
        request.mapping,
        thresholds=request.thresholds,
        conditional_on=request.control,
        all_or_nothing=request.all_or_nothing,
        progress=progress,
    )
