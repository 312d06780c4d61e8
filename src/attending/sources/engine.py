"""DuckDB in memory, behind Ibis, with hard bounds and sight of the log's files only."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import duckdb
import ibis
import ibis.expr.types as ir
import pyarrow as pa

from attending.sources.csv_structure import CsvStructure
from attending.sources.engines.dialect import DUCKDB, Dialect
from attending.sources.engines.layout import TableLayout
from attending.sources.inspection import Inspection, Part
from attending.sources.limits import Limits
from attending.sources.report import refusal

FILE: Final = "attending file"
RECORD: Final = "attending record"
_LINKED = re.compile(r"(\d+)\.\w+$")
_QUARANTINED = "quarantine_reason"
_ROW_NUMBER = "file_row_number"


@dataclass(frozen=True)
class Layout:
    """Files that share columns and types, as one table; `names` gives the engine's name of each column.

    The table also has FILE, the path the engine sees, and RECORD, the row's number from 0: in its file for Parquet,
    over the files of the layout for CSV, where `starts` says with which number each file begins.
    """

    parts: dict[int, Part]
    table: ir.Table
    names: dict[str, str]
    time_zones: dict[str, str]
    escaped: bool
    starts: dict[int, int]

    @property
    def name(self) -> str:
        """The first file, which stands for all in what is said of a column."""
        return next(iter(self.parts.values())).file.name

    @property
    def located(self) -> tuple[str, ...]:
        """The columns that say where a row lies."""
        return FILE, RECORD

    @property
    def dialect(self) -> Dialect:
        """How the engine answers."""
        return DUCKDB

    def cut_records(self) -> list[int]:
        """The record numbers of last rows that are not trusted."""
        return [self.starts[i] + part.structure.records - 1 for i, part in self.parts.items() if part.cut]

    def line(self, file: int, record: int) -> int:
        """The line of a record as a person counts it."""
        structure = self.parts[file].structure
        if isinstance(structure, CsvStructure):
            return structure.line(record - self.starts[file])
        return record + 1


AnyLayout = Layout | TableLayout


class Engine:
    """An engine that is open on one log: DuckDB on its files."""

    dialect: Dialect = DUCKDB

    def __init__(self, connection: Any, layouts: tuple[Layout, ...] = ()) -> None:
        self.connection = connection
        self.layouts = layouts

    def fetch(self, expression: ir.Table) -> Any:
        """The rows of an expression as an Arrow table; raises LogRefused when the log cannot be read."""
        try:
            return self.connection.to_pyarrow(expression)
        except duckdb.Error as error:
            raise _failed(error) from None

    def batches(self, expression: ir.Table) -> Iterator[Any]:
        """The rows of an expression as Arrow batches."""
        try:
            yield from self.connection.to_pyarrow_batches(expression, chunk_size=50_000)
        except duckdb.Error as error:
            raise _failed(error) from None

    def keep(self, name: str, expression: ir.Table) -> ir.Table:
        """Compute an expression once and keep it, in memory, while the engine is open."""
        try:
            kept: ir.Table = self.connection.create_table(name, expression, temp=True)
        except duckdb.Error as error:
            raise _failed(error) from None
        return kept


def file_index(path: str) -> int:
    """Which file of the log the engine's path stands for."""
    found = _LINKED.search(path)
    if found is None:
        raise ValueError(f"{path!r} is not a path this engine was given")
    return int(found[1])


@contextmanager
def open_engine(inspection: Inspection, limits: Limits) -> Iterator[Engine]:
    """Open an engine on the files of a log; nothing of it is left when the block ends.

    The files are reached through links with plain names, because the engine reads * and [ in a name as a pattern.
    Statistics and filters are kept out of the Parquet reader: it believes a footer that lies, and would then drop the
    very rows that break a rule.
    """
    with tempfile.TemporaryDirectory(prefix="attending-") as folder:
        links = [_link(part, i, Path(folder)) for i, part in enumerate(inspection.parts)]
        with _bounded(Path(folder), links, limits) as connection:
            try:
                layouts = tuple(_layouts(connection, inspection, links, limits))
            except duckdb.Error as error:
                raise _failed(error) from None
            yield Engine(connection, layouts)


@contextmanager
def open_engine_on(rows: pa.RecordBatchReader, limits: Limits) -> Iterator[tuple[Engine, ir.Table]]:
    """Open an engine that sees no file, on rows of another reader as a table; they can be read once, in their order."""
    with (
        tempfile.TemporaryDirectory(prefix="attending-") as folder,
        _bounded(Path(folder), (), limits) as connection,
    ):
        connection.con.register("rows_of_reader", rows)
        yield Engine(connection), connection.table("rows_of_reader")


@contextmanager
def _bounded(folder: Path, links: Sequence[Path], limits: Limits) -> Iterator[Any]:
    """A connection to DuckDB in memory that reaches `links` and its own temporary folder, and nothing else."""
    raw = duckdb.connect(
        config={
            "threads": limits.threads,
            "memory_limit": f"{limits.memory_mb}MB",
            "temp_directory": f"{folder}/spill",
            "max_temp_directory_size": f"{limits.spill_gb}GB",
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        }
    )
    try:
        # The engine looks through a link at the file behind it, so both are allowed.
        behind = [str(link.resolve()) for link in links]
        raw.execute("SET allowed_paths = ?", [[*map(str, links), *behind]])
        raw.execute("SET allowed_directories = ?", [[f"{folder}/spill"]])
        raw.execute("SET disabled_optimizers = 'statistics_propagation,filter_pushdown,join_filter_pushdown'")
        raw.execute("SET enable_progress_bar = false")
        raw.execute("SET enable_external_access = false")
        connection = ibis.duckdb.from_connection(raw)
        raw.execute("SET TimeZone = 'UTC'")
        raw.execute("SET lock_configuration = true")
        yield connection
    finally:
        raw.close()


def _link(part: Part, index: int, folder: Path) -> Path:
    suffix = "csv" if isinstance(part.structure, CsvStructure) else "parquet"
    link = folder / f"{index:06d}.{suffix}"
    link.symlink_to(part.file.path.resolve())
    return link


def _layouts(connection: Any, inspection: Inspection, links: Sequence[Path], limits: Limits) -> Iterator[Layout]:
    shared: dict[object, list[int]] = {}
    for i, part in enumerate(inspection.parts):
        structure = part.structure
        how = structure.delimiter if isinstance(structure, CsvStructure) else tuple(map(str, structure.types))
        if structure.records:
            shared.setdefault((structure.columns, how), []).append(i)
    for indexes in shared.values():
        parts = {i: inspection.parts[i] for i in indexes}
        paths = [str(links[i]) for i in indexes]
        if isinstance(parts[indexes[0]].structure, CsvStructure):
            yield _csv_layout(connection, parts, paths, limits)
        else:
            yield _parquet_layout(connection, parts, paths)


def _csv_layout(connection: Any, parts: dict[int, Part], paths: list[str], limits: Limits) -> Layout:
    first = next(iter(parts.values())).structure
    if not isinstance(first, CsvStructure):
        raise TypeError("A CSV layout is made of CSV files.")
    names = {column: f"column_{i:04d}" for i, column in enumerate(first.columns)}
    table = connection.read_csv(
        paths,
        columns=dict.fromkeys(names.values(), "string"),
        header=False,
        skip=1,
        delim=first.delimiter,
        quote='"',
        escape='"',
        strict_mode=True,
        null_padding=False,
        ignore_errors=False,
        max_line_size=16 * limits.line_bytes,
        filename=FILE,
    )
    starts, records = {}, 0
    for i, part in parts.items():
        starts[i] = records
        records += part.structure.records
    return Layout(parts, table.mutate(**{RECORD: ibis.row_number()}), names, {}, _QUARANTINED in names, starts)


def _parquet_layout(connection: Any, parts: dict[int, Part], paths: list[str]) -> Layout:
    structure = next(iter(parts.values())).structure
    if isinstance(structure, CsvStructure):
        raise TypeError("A Parquet layout is made of Parquet files.")
    for column in structure.columns:
        if column.casefold() == _ROW_NUMBER:
            raise refusal(
                f"A column may not be called {column!r}: the engine numbers the rows under that name",
                "Rename the column",
                file=next(iter(parts.values())).file.name,
                column=column,
            )
    table = connection.read_parquet(
        paths, filename=FILE, file_row_number=True, hive_partitioning=False, union_by_name=False
    )
    zones = {
        name: kind.tz
        for name, kind in zip(structure.columns, structure.types, strict=True)
        if getattr(kind, "tz", None) is not None
    }
    names = {column: column for column in structure.columns}
    table = table.rename({RECORD: _ROW_NUMBER})
    return Layout(parts, table, names, zones, escaped=False, starts=dict.fromkeys(parts, 0))


def _failed(error: duckdb.Error) -> Exception:
    """Say what failed without the engine's own words, which may quote a patient's row.

    A question the engine cannot parse or bind is a fault of this program, not of the log, and stays what it is.
    """
    if isinstance(error, duckdb.ParserException | duckdb.BinderException | duckdb.CatalogException):
        return error
    if isinstance(error, duckdb.OutOfMemoryException):
        return refusal(
            "The log needs more memory or disk than the engine may take", "Allow it more, or review a shorter period"
        )
    return refusal(
        f"The log cannot be read ({type(error).__name__})",
        "The file is damaged where its checks do not reach: fetch it again from where it was written",
    )
