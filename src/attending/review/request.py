"""What is read for a review of a deployment, as plain data that a process of its own can be handed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from attending.review.compute import ReviewResult, run_review
from attending.review.models import LogSource
from attending.sources import ColumnMapping, Progress, silent

FILES_SECONDS: Final = 3600.0
"""How long a log in files may be read before the reading is ended."""


@dataclass(frozen=True, slots=True)
class ReviewRequest:
    """Where the log lies, which column is what, and how long the reading may take, in seconds."""

    location: str
    mapping: ColumnMapping
    thresholds: tuple[Decimal, ...]
    seconds: float
    control: str | None = None


def request_of(source: LogSource) -> ReviewRequest:
    """What to read for the deployment of a source."""
    return ReviewRequest(
        source.location,
        mapping_of(source),
        tuple(Decimal(text) for text in source.thresholds),
        FILES_SECONDS,
        source.control or None,
    )


def mapping_of(source: LogSource) -> ColumnMapping:
    """Which column of the log is what."""
    return ColumnMapping(
        source.score,
        source.outcome or None,
        source.time,
        tuple(source.by),
        tuple(source.key),
        source.comparator or None,
        crossed=tuple(tuple(each) for each in source.crossed),
        patient=source.patient or None,
    )


def compute(request: ReviewRequest, *, progress: Callable[[Progress], None] = silent) -> ReviewResult:
    """Read the log and review it; raises ``sources.LogRefused`` and what else reading raises."""
    return run_review(
        request.location,
        request.mapping,
        thresholds=request.thresholds,
        conditional_on=request.control,
        progress=progress,
    )
