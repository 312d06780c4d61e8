"""Predictions and events that are two tables of a warehouse, checked, joined and reduced where they lie."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

import ibis.expr.types as ir

from attending.analytics.records import to_record
from attending.sources.clinical.account import ClinicalReduction
from attending.sources.clinical.asked import Asked
from attending.sources.clinical.columns import standard_event_rows, standard_prediction_rows
from attending.sources.clinical.declaration import Declaration
from attending.sources.clinical.doubt import set_aside
from attending.sources.clinical.intake import admit
from attending.sources.clinical.reduction import Joined, reduce_joined
from attending.sources.clinical.table_intake import checked_table
from attending.sources.clinical.timing import DELAY_EDGES, LEAD_EDGES
from attending.sources.engines.connection import Connection
from attending.sources.engines.warehouse import Warehouse, open_warehouse
from attending.sources.fingerprint import VERIFIED, as_manifest
from attending.sources.limits import Limits
from attending.sources.progress import Progress, silent
from attending.sources.report import FileManifest


def reduce_clinical_tables(
    connection: Connection,
    predictions: str,
    events: str,
    declaration: Declaration,
    *,
    as_of: datetime,
    thresholds: Sequence[Decimal] = (),
    lead_edges: Sequence[float] = LEAD_EDGES,
    delay_edges: Sequence[float] = DELAY_EDGES,
    all_or_nothing: bool = False,
    progress: Callable[[Progress], None] = silent,
    exact_rows: int = 500_000,
    limits: Limits | None = None,
) -> ClinicalReduction:
    """As `reduce_clinical`, of two tables (`table`, `schema.table`) behind one connection.

    Both are checked and joined in one session of their engine, PostgreSQL's as they stood at one moment; counts and
    sums leave it, and what is listed of bad rows. The session keeps temporary tables of its own where the engine has
    them, and writes nothing else. Columns of instants are counted by month in the connection's time zone. In the
    reports a row is named by the declared key or, without one, its time; the file is the table, and its hash that of
    what was counted in it. Bad rows cannot be written out.

    Raises LogRefused, with the report of the table in question; SourceUnreachable; ValueError.
    """
    asked = Asked(declaration, as_of, thresholds, lead_edges, delay_edges, exact_rows, limits or Limits())
    progress(Progress("opening the warehouse", 0, 1))
    with open_warehouse(connection) as engine:
        logs = _joined(engine, connection, (predictions, events), asked, progress, all_or_nothing=all_or_nothing)
        found = reduce_joined(logs, asked, progress)
    listed = as_manifest(f"{connection.name}: {predictions}", found.table, found.predictions)
    counted = FileManifest(f"{connection.name}: {events}", found.events.read, 0, _counts_hash(found), VERIFIED)
    return replace(
        found, predictions=replace(found.predictions, files=(listed,)), events=replace(found.events, files=(counted,))
    )


def _joined(
    engine: Warehouse,
    connection: Connection,
    tables: tuple[str, str],
    asked: Asked,
    progress: Callable[[Progress], None],
    *,
    all_or_nothing: bool,
) -> Joined:
    declaration, (predictions, events) = asked.declaration, tables
    named, named_events = declaration.predictions, declaration.events
    said = f"The tables are read from {connection.name}, which vouches for their content: there are no checksums."
    progress(Progress("checking the rows", 0, 2))
    made = checked_table(
        engine, connection, predictions, asked.predictions, named_by=named.key or named.time, warnings=(said,)
    )
    admit(made.report, asked.limits, all_or_nothing=all_or_nothing)
    progress(Progress("checking the rows", 1, 2))
    came = checked_table(
        engine, connection, events, asked.events, named_by=named_events.key or named_events.time, warnings=()
    )
    admit(came.report, asked.limits, all_or_nothing=all_or_nothing)
    progress(Progress("checking the rows", 2, 2))
    scored = engine.keep("clinical_predictions", standard_prediction_rows(made.rows, declaration))
    happened = engine.keep("clinical_events", standard_event_rows(came.rows, declaration, came.tables[0][0]))
    doubted: ir.Table | None = None
    if came.report.faulty:
        doubted = engine.keep("clinical_doubtful", set_aside(came.tables, came.clean.conflicting, declaration))

    def unchanged() -> None:
        made.check_unchanged()
        came.check_unchanged()

    return Joined(engine, scored, happened, doubted, made.report, came.report, unchanged)


def _counts_hash(found: ClinicalReduction) -> str:
    """SHA-256 of what the events came to: their types, and when outcomes were known."""
    account = found.event_account
    told: Any = [
        account.declared, account.undeclared, account.other_undeclared, account.unmatched, account.later,
        account.unreadable, account.complete_until.isoformat(), to_record(found.maturity), to_record(found.delays),
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(told, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
