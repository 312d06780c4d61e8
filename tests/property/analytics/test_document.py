"""A review survives being stored as JSON."""

from __future__ import annotations

import json

from hypothesis import given, settings

from attending.analytics import from_document, review_performance, to_document
from tests.property.analytics.logs import Log, awkward_logs


@settings(deadline=None)
@given(awkward_logs())
def test_round_trip_loses_nothing(log: Log) -> None:
    table = log.table()
    review = review_performance(table, comparison=(table, table.coarsened(10)))
    text = json.dumps(to_document(review), allow_nan=False)
    assert from_document(json.loads(text)) == review
