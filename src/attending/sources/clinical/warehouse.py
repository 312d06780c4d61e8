"""Predictions and events that are two tables of a warehouse: copied for the moment, then checked as files are.

The checks of the two logs and their join read each row several times and name every bad one, in DuckDB's words. So the
declared columns of both tables, and nothing else, are copied once into a folder that only this process may read, and
that is gone when the reading ends. Nothing is written to the warehouse.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from attending.analytics.records import to_record
from attending.sources.clinical.declaration import Declaration, EventColumns, PredictionColumns
from attending.sources.clinical.reduction import ClinicalReduction, reduce_clinical
from attending.sources.engines.connection import Connection
from attending.sources.engines.layout import TableLayout
from attending.sources.engines.warehouse import Warehouse, open_warehouse, table_layout
from attending.sources.fingerprint import VERIFIED, as_manifest
from attending.sources.limits import Limits
from attending.sources.progress import Progress, silent
from attending.sources.report import FileManifest, IntakeReport, LogRefused, Rejection, refusal
from attending.sources.warehouse_reduction import check_columns

_BATCH: Final = 50_000


def reduce_clinical_tables(
    connection: Connection,
    predictions: str,
    events: str,
    declaration: Declaration,
    *,
    as_of: datetime,
    thresholds: Sequence[Decimal] = (),
    all_or_nothing: bool = False,
    progress: Callable[[Progress], None] = silent,
    exact_rows: int = 500_000,
    limits: Limits | None = None,
) -> ClinicalReduction:
    """As `reduce_clinical`, of two tables (`table`, `schema.table`) behind one connection.

    Columns of instants are counted by month in the connection's time zone. In the reports a row is named by the
    declared key or, without one, its time; the file is the table, and its hash that of what was counted in it. Bad rows
    cannot be written out, since no copy of them is kept. PostgreSQL gives both tables as they stood at one moment; it
    and DuckDB are copied in batches, while Spark and other engines may hand over a table as a whole, which must then
    fit in memory.

    Raises LogRefused, with the report of the table in question; SourceUnreachable; ValueError.
    """
    bounds = limits or Limits()
    with tempfile.TemporaryDirectory(prefix="attending-") as folder:
        asked: tuple[tuple[str, PredictionColumns | EventColumns], ...] = (
            (predictions, declaration.predictions),
            (events, declaration.events),
        )
        copies: list[_Copy] = []
        progress(Progress("opening the warehouse", 0, 1))
        with open_warehouse(connection) as engine:
            for number, (table, named) in enumerate(asked):
                layout = table_layout(engine, connection, table)
                check_columns(layout, named.columns)
                path = Path(folder) / f"table_{number}.parquet"
                _write(engine, layout, named.columns, path, bounds, progress)
                key = (named.key or named.time) if connection.keys_shown else None
                copies.append(_Copy(path, table, f"{connection.name}: {table}", key))
        scored, happened = copies
        try:
            found = reduce_clinical(
                scored.path, happened.path, declaration,
                as_of=as_of, thresholds=thresholds, all_or_nothing=all_or_nothing, progress=progress,
                exact_rows=exact_rows, limits=bounds,
            )  # fmt: skip
        except LogRefused as refused:
            raise _told_of_tables(refused, copies) from None
        said = f"The tables are read from {connection.name}, which vouches for their content: there are no checksums."
        of_scores = scored.told(found.predictions, (said,))
        of_events = happened.told(found.events, ())
        listed = as_manifest(scored.listed, found.table, of_scores)
        counted = FileManifest(happened.listed, of_events.read, 0, _counts_hash(found), VERIFIED)
        return replace(
            found, predictions=replace(of_scores, files=(listed,)), events=replace(of_events, files=(counted,))
        )


@dataclass(frozen=True)
class _Copy:
    """A table's declared columns as a file; `key` is the column that may name a row."""

    path: Path
    table: str
    listed: str
    key: str | None

    def told(self, report: IntakeReport, warnings: tuple[str, ...]) -> IntakeReport:
        """The account of the copy as that of the table."""
        kept = tuple(each.replace(self.path.name, self.table) for each in report.warnings)
        return replace(
            report,
            files=tuple(replace(each, name=self.listed, bytes=0) for each in report.files),
            rejections=tuple(self.rejections(report.rejections)),
            warnings=(*warnings, *kept),
            write_bad_rows=None,
        )

    def rejections(self, found: Sequence[Rejection]) -> Iterator[Rejection]:
        """The rejections of the copy with the table's name, and the row's key where a file has its line."""
        lines = sorted({each.line for each in found if each.line is not None})
        keys = dict(zip(lines, self._keys(lines), strict=True))
        for each in found:
            key = None if each.line is None else keys[each.line]
            yield replace(each, file=self.table if each.file else None, line=None, key=key)

    def _keys(self, lines: Iterable[int]) -> list[str | None]:
        places = [line - 1 for line in lines]
        if self.key is None or not places:
            return [None] * len(places)
        values = ds.dataset(self.path).take(places, columns=[self.key]).column(self.key).to_pylist()
        return [f"{self.key}={value}" for value in values]


def _write(
    engine: Warehouse,
    layout: TableLayout,
    columns: Sequence[str],
    path: Path,
    limits: Limits,
    progress: Callable[[Progress], None],
) -> None:
    """Copy the columns of a table; raises LogRefused when there are more rows, or bytes, than may be read."""
    wanted = layout.table.select([_storable(layout.table[layout.names[name]]).name(name) for name in columns])
    rows = int(engine.fetch(layout.table.aggregate(n=layout.table.count()))["n"][0].as_py())
    if rows > limits.rows:
        raise refusal(
            f"The table has {rows:,} rows; at most {limits.rows:,} are read",
            "Give a view of a shorter period",
            file=layout.name,
        )
    kept, schema, stage = 0, _schema(wanted, layout), f"copying {layout.name}"
    with pq.ParquetWriter(path, schema, write_page_checksum=True) as writer:
        for batch in engine.streamed(wanted, _BATCH):
            writer.write_table(pa.Table.from_batches([batch]).cast(schema))
            kept += batch.num_rows
            progress(Progress(stage, kept, rows))
            if path.stat().st_size > limits.spill_gb * 10**9:
                raise refusal(
                    f"The copy of the table is larger than {limits.spill_gb} GB", "Give a view of a shorter period",
                    file=layout.name,
                )  # fmt: skip


def _storable(column: ir.Value) -> ir.Value:
    kind = column.type()
    known = kind.is_string() or kind.is_numeric() or kind.is_boolean() or kind.is_temporal()
    return column if known else column.cast("string")


def _schema(table: ir.Table, layout: TableLayout) -> pa.Schema:
    """Instants are kept in the zone in which their months are counted."""

    def kept(each: pa.Field) -> pa.Field:
        kind = each.type
        if not pa.types.is_timestamp(kind):
            return each
        return each.with_type(pa.timestamp("us", tz=layout.time_zones[each.name] if kind.tz else None))

    return pa.schema([kept(each) for each in table.schema().to_pyarrow()])


def _told_of_tables(refused: LogRefused, copies: Sequence[_Copy]) -> LogRefused:
    """The refusal of a copy as that of its table."""
    report, message = refused.report, str(refused)
    for copy in copies:
        named = {each.name for each in report.files} | {each.file for each in report.rejections}
        if copy.path.name not in named:
            continue
        before = report.rejections
        report = copy.told(report, ())
        if before:
            message = message.replace(str(before[0]), str(report.rejections[0]))
        message = message.replace(copy.path.name, copy.table)
    return LogRefused(message, report)


def _counts_hash(found: ClinicalReduction) -> str:
    """SHA-256 of what the events came to: their types, and when outcomes were known."""
    account = found.event_account
    told: Any = [
        account.declared, account.undeclared, account.other_undeclared, account.unmatched, account.later,
        account.unreadable, account.complete_until.isoformat(), to_record(found.maturity), to_record(found.delays),
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(told, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
