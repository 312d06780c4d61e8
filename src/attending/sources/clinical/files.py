"""Predictions and events that are files, read where they lie and reduced to counts and sums."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import ibis.expr.types as ir

from attending.sources.clinical.account import ClinicalReduction
from attending.sources.clinical.asked import Asked
from attending.sources.clinical.columns import standard_event_rows, standard_prediction_rows
from attending.sources.clinical.declaration import Declaration
from attending.sources.clinical.doubt import set_aside
from attending.sources.clinical.file_intake import Location, checked_files
from attending.sources.clinical.intake import Checked, admit
from attending.sources.clinical.reduction import Joined, reduce_joined
from attending.sources.clinical.timing import DELAY_EDGES, LEAD_EDGES
from attending.sources.engine import Engine
from attending.sources.limits import Limits
from attending.sources.progress import Progress, silent


def reduce_clinical(
    predictions: Location,
    events: Location,
    declaration: Declaration,
    *,
    as_of: datetime,
    thresholds: Sequence[Decimal] = (),
    lead_edges: Sequence[float] = LEAD_EDGES,
    delay_edges: Sequence[float] = DELAY_EDGES,
    all_or_nothing: bool = False,
    predictions_manifest: Path | None = None,
    events_manifest: Path | None = None,
    progress: Callable[[Progress], None] = silent,
    exact_rows: int = 500_000,
    limits: Limits | None = None,
) -> ClinicalReduction:
    """Read, check, join and reduce predictions and events: files, folders, patterns or lists, Parquet or CSV.

    `as_of` is the date of the review, with its offset from UTC; nothing that happened or arrived later is used, so an
    earlier review can be made again. Both logs keep the rules of every log: bad rows are listed and left out while they
    are few, else the log is refused. Partitions can be added up (`merge`) at alert level; at the other levels, and for
    timeliness, each unit must lie wholly in one partition.

    Raises LogRefused, with the report of the log in question, when one of them was not loaded; ValueError for
    thresholds that are none.
    """
    bounds = limits or Limits()
    asked = Asked(declaration, as_of, thresholds, lead_edges, delay_edges, exact_rows, bounds)
    with checked_files(predictions, predictions_manifest, asked.predictions, progress) as made:
        admit(made.report, bounds, all_or_nothing=all_or_nothing)
        engine = made.engine
        scored = engine.keep("clinical_predictions", standard_prediction_rows(made.rows, declaration))
        with checked_files(events, events_manifest, asked.events, progress) as came:
            admit(came.report, bounds, all_or_nothing=all_or_nothing)
            rows = standard_event_rows(came.rows, declaration, came.tables[0][0])
            happened = _carried(came, engine, rows, "clinical_events")
            doubted = None
            if came.report.faulty:
                unread = set_aside(came.tables, came.clean.conflicting, declaration)
                doubted = _carried(came, engine, unread, "clinical_doubtful")
            came.check_unchanged()
            report = came.report
        logs = Joined(engine, scored, happened, doubted, made.report, report, made.check_unchanged)
        return reduce_joined(logs, asked, progress)


def _carried(came: Checked, engine: Engine, rows: ir.Table, name: str) -> ir.Table:
    """Rows of the events' engine, carried in batches into the engine that holds the predictions."""
    batches = came.engine.connection.to_pyarrow_batches(rows, chunk_size=100_000)
    raw = engine.connection.con
    arriving = f"arriving_{name}"
    raw.register(arriving, batches)
    carried = engine.keep(name, engine.connection.table(arriving))
    raw.unregister(arriving)
    return carried
