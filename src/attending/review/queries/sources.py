"""What to read for the review of a deployment."""

from __future__ import annotations

from decimal import Decimal

from attending.review.models import LogSource
from attending.review.request import FILES_SECONDS, ReviewRequest
from attending.sources import ColumnMapping
from attending.sources.clinical import Declaration
from attending.sources.engines.connection import configured


def request_of(source: LogSource) -> ReviewRequest:
    """What to read for the deployment of a source; raises ValueError when its connection is not configured here."""
    connection = configured(source.connection) if source.connection else None
    return ReviewRequest(
        source.location,
        mapping_of(source),
        tuple(Decimal(text) for text in source.thresholds),
        connection.deadline_seconds if connection else FILES_SECONDS,
        source.control or None,
        connection,
        source.table,
        source.clinical.get("events", ""),
        Declaration.from_document(source.clinical["declaration"]) if source.clinical else None,
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
        inputs=tuple(source.inputs),
        numeric=tuple(source.numeric),
        categorical=tuple(source.categorical),
    )
