"""A prediction log that is a warehouse's table, checked and reduced where it lies."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

import ibis.expr.types as ir

from attending.sources.duplicates import deduplicate
from attending.sources.engines.connection import Connection
from attending.sources.engines.layout import TableLayout
from attending.sources.engines.warehouse import Warehouse, open_warehouse, table_layout
from attending.sources.fingerprint import as_manifest
from attending.sources.input_kinds import input_kinds
from attending.sources.limits import Limits
from attending.sources.mapping import ColumnMapping
from attending.sources.progress import Progress, silent
from attending.sources.reduced import Reduction
from attending.sources.reduction import Asked, Reading, reduce_reading, together
from attending.sources.report import refusal
from attending.sources.resolution import Fineness, Refinement
from attending.sources.rows import parsed
from attending.sources.rules import Fault, Place
from attending.sources.survey import Survey, check_still, survey_table
from attending.sources.thresholds import checked_thresholds
from attending.sources.time_zones import check_one_offset

_MONTH = re.compile(r"(19|2[01])\d\d-(0[1-9]|1[0-2])")


def reduce_table(
    connection: Connection,
    table: str,
    mapping: ColumnMapping,
    *,
    thresholds: Sequence[Decimal] = (),
    since: str | None = None,
    until: str | None = None,
    all_or_nothing: bool = False,
    progress: Callable[[Progress], None] = silent,
    exact_rows: int = 500_000,
    limits: Limits | None = None,
    bins: Literal["best", "fixed"] = "best",
    refinement: Refinement | None = None,
) -> Reduction:
    """Check and reduce a warehouse's table (`table`, `schema.table`) as `reduce_log` does a log of files.

    `since` and `until` are ISO months, both included; rows whose time cannot be read belong to no month and are counted
    as bad in each. Columns of instants are counted in the connection's time zone, texts in the offset they write.
    A key that comes again is looked for among the months read. In the report a row is named by its key, the file is
    the table, and its hash that of what was counted. Nothing is written to the warehouse but temporary tables of
    keys and counts, which end with the session.

    With `bins="fixed"` every score table has the same bins, 10,000 of equal width split at the thresholds (and as
    `refinement`, that of stored tables, says), however many rows there are: the tables of separately reduced months
    then merge into that of all rows. `Reduction.resolution.auroc_bound` says what such bins may change in the AUROC.

    Raises LogRefused, with the report, when nothing was loaded; SourceUnreachable when the warehouse cannot be opened;
    ValueError for thresholds or months that are none.
    """
    for name, stated in (("since", since), ("until", until)):
        if stated is not None and not _MONTH.fullmatch(stated):
            raise ValueError(f"{name} is an ISO month such as 2026-03, not {stated!r}.")
    edges = checked_thresholds(thresholds)
    fineness = Fineness.asked(bins, exact_rows, refinement)
    asked = Asked(mapping, limits or Limits())
    with _open(connection, table, asked, (since, until), progress) as reading:
        found = reduce_reading(reading, edges, fineness, progress, all_or_nothing=all_or_nothing)
    listed = as_manifest(f"{connection.name}: {table}", found.table, found.intake)
    return replace(found, intake=replace(found.intake, files=(listed,)))


@dataclass(frozen=True)
class _TableAgain:
    """Opens the table once more; can be pickled."""

    connection: Connection
    table: str
    asked: Asked
    months: tuple[str | None, str | None]

    @contextmanager
    def __call__(self) -> Iterator[Reading]:
        with _open(self.connection, self.table, self.asked, self.months, silent) as reading:
            yield reading


@contextmanager
def _open(
    connection: Connection,
    table: str,
    asked: Asked,
    months: tuple[str | None, str | None],
    progress: Callable[[Progress], None],
) -> Iterator[Reading]:
    progress(Progress("opening the warehouse", 0, 1))
    with open_warehouse(connection) as engine:
        layout = table_layout(engine, connection, table)
        check_columns(layout, asked.mapping.columns)
        kinds = input_kinds(engine, [layout], asked.mapping)
        rows = _within(parsed(layout, asked.places, asked.limits, kinds.numeric), asked.places, months)
        progress(Progress("checking the rows", 0, 1))
        seen = _survey(engine, layout, rows, asked)
        progress(Progress("checking the rows", 1, 1))
        clean = deduplicate(
            engine,
            together([(layout, rows)], asked.places),
            asked.places,
            bad=seen.bad,
            following=(asked.written_time,),
        )

        def unchanged() -> None:
            check_still(engine, layout, rows, seen.read)

        yield Reading(
            asked, engine, ((layout, rows),), seen, clean, (),
            (*_warnings(layout, asked, connection), *kinds.told), unchanged,
            _TableAgain(connection, table, asked, months),
        )  # fmt: skip


def check_columns(layout: TableLayout, columns: Sequence[str]) -> None:
    """Raise LogRefused, naming what is there, when the table lacks a column."""
    present = list(layout.names)
    for column in columns:
        if column not in present:
            near = difflib.get_close_matches(column, present, n=10, cutoff=0.0)
            raise refusal(
                f"The table has no column {column!r}", f"Map one of its columns: {', '.join(near)}",
                file=layout.name, column=column,
            )  # fmt: skip


def _within(rows: ir.Table, places: tuple[Place, ...], months: tuple[str | None, str | None]) -> ir.Table:
    """The rows of some months, and those whose month is not known."""
    time = next(place for place in places if place.part == "time")
    since, until = (None if m is None else int(m[:4]) * 12 + int(m[5:]) - 1 for m in months)
    wanted: list[ir.BooleanValue] = []
    if since is not None:
        wanted.append(rows[time.value] >= since)
    if until is not None:
        wanted.append(rows[time.value] <= until)
    if not wanted:
        return rows
    unknown = rows[time.fault] != Fault.NONE.value
    return rows.filter(*[unknown | each for each in wanted])


def _survey(engine: Warehouse, layout: TableLayout, rows: ir.Table, asked: Asked) -> Survey:
    seen = survey_table(engine, layout, rows, asked.places)
    if seen.read == 0:
        raise refusal("The table has no rows in the months asked for", "Ask for other months", file=layout.name)
    check_size(layout, seen, asked.limits)
    check_one_offset(engine, [(layout, rows)], asked.places, seen.written)
    return seen


def check_size(layout: TableLayout, seen: Survey, limits: Limits) -> None:
    """Raise LogRefused for a table of more rows than may be read."""
    if seen.read > limits.rows:
        raise refusal(
            f"The table has {seen.read:,} rows; at most {limits.rows:,} are read",
            "Review a shorter period",
            file=layout.name,
        )


def _warnings(layout: TableLayout, asked: Asked, connection: Connection) -> tuple[str, ...]:
    said = [f"{layout.name} is read from {connection.name}, which vouches for its content: there are no checksums."]
    said += counted_in(layout, asked.mapping.time, connection)
    if not asked.mapping.key:
        said.append("No key was given: duplicates were not checked.")
    return tuple(said)


def counted_in(layout: TableLayout, time: str, connection: Connection) -> tuple[str, ...]:
    """A sentence on the zone in which the months of a column of instants are counted; none where it holds others."""
    kind = layout.table[layout.names[time]].type()
    if not kind.is_timestamp() or kind.timezone is None:
        return ()
    return (f"Times are instants: their months are counted in {connection.time_zone}.",)
