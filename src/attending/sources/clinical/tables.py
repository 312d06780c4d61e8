"""The same join on two tables of a warehouse, as an expression that its own engine runs."""

from __future__ import annotations

from datetime import datetime

import ibis.expr.types as ir

from attending.sources.clinical.declaration import Declaration
from attending.sources.clinical.doubt import that_matter, unreadable_events
from attending.sources.clinical.outcome import known_by
from attending.sources.clinical.standard import AT, milliseconds, standard_events, standard_predictions
from attending.sources.clinical.views import viewed


def label_tables(
    predictions: ir.Table,
    events: ir.Table,
    declaration: Declaration,
    *,
    complete_until: datetime,
    as_of: datetime,
) -> ir.Table:
    """The labelled rows of the declared view, from two tables of DuckDB, PostgreSQL or Spark.

    Columns: `score`, `outcome` (1, 0, null), `period` (months since year 0), `attribute_0`, ... in the declaration's
    order, `patient`, `encounter`, `state`, `event_seen`, `event_at`, `observed_until`, `scanned`, `looked_until`. Rows
    without patient, score or time keep the state "unreadable"; rows that are not at risk have "set_apart". An event row
    without a type or time makes its patient's rows "unknown", and `in_doubt`, where it could be their event. Nothing is
    run here. `complete_until` is how far events are complete (`newest` finds it by the declaration's rule).
    """
    end, now = min(milliseconds(complete_until), milliseconds(as_of)), milliseconds(as_of)
    came = standard_events(events, declaration)
    return viewed(
        standard_predictions(predictions, declaration),
        came,
        declaration,
        complete_until=end,
        as_of=now,
        doubtful=that_matter(unreadable_events(came), declaration, now),
    )


def newest(events: ir.Table, declaration: Declaration, *, as_of: datetime) -> ir.Table:
    """One row with `happened` and `arrived`: the newest of either by the date of the review, ms since 1970."""
    known = known_by(standard_events(events, declaration), milliseconds(as_of))
    return known.aggregate(happened=known[AT].max(), arrived=known["arrived"].max())
