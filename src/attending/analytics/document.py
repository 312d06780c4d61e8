"""A performance review as plain JSON and back, without losing a digit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from attending.analytics.records import from_record, to_record
from attending.analytics.results import PerformanceReview

SCHEMA: Final = "attending.performance-review/2"

_READ: Final = (SCHEMA, "attending.performance-review/1")
"""Documents of /1 lack what was measured later: those fields are empty when they are read."""


def to_document(review: PerformanceReview) -> dict[str, Any]:
    """JSON-ready: dicts, lists, strings, numbers, booleans and None only."""
    return {"schema": SCHEMA, **to_record(review)}


def from_document(document: Mapping[str, Any]) -> PerformanceReview:
    """The review `to_document` was given, by this version or an earlier one. Raises ValueError for another kind."""
    if document.get("schema") not in _READ:
        raise ValueError(
            f"This is not a performance review this version can read (schema {document.get('schema')!r}, expected "
            f"{' or '.join(map(repr, _READ))}): run the review again."
        )
    return from_record(PerformanceReview, {key: value for key, value in document.items() if key != "schema"})
