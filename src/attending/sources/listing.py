"""The bad rows of a log, in its order, each with everything that is wrong with it."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import ibis
import ibis.expr.types as ir

from attending.sources.engine import FILE, RECORD, AnyLayout, Engine, Layout, file_index
from attending.sources.engines.layout import TableLayout
from attending.sources.report import LISTED, Rejection, shown
from attending.sources.rows import BAD, CUT
from attending.sources.rules import Fault, Place, words

_CONFLICT: Final = "conflict"
HIDDEN: Final = "(hidden: it may identify a patient)"


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that is not loaded: where it is (`line` is None in a table), what is written, what is wrong."""

    file: int
    name: str
    line: int | None
    values: tuple[str | None, ...]
    rejections: tuple[Rejection, ...]


def bad_rows(
    engine: Engine,
    tables: Sequence[tuple[AnyLayout, ir.Table]],
    places: tuple[Place, ...],
    conflicting: ir.Table | None,
    *,
    most: int | None = None,
) -> Iterator[BadRow]:
    """Every bad row in the order of the log; `most` bounds how many are asked of the engine."""
    streams = [_of_layout(engine, layout, rows, places, conflicting, most) for layout, rows in tables]
    return heapq.merge(*streams, key=lambda row: (row.file, row.line or 0))


def rejections(rows: Iterator[BadRow]) -> tuple[Rejection, ...]:
    """The first 1,000 rejections."""
    listed: list[Rejection] = []
    for row in rows:
        listed += row.rejections
        if len(listed) >= LISTED:
            break
    return tuple(listed[:LISTED])


def _of_layout(
    engine: Engine,
    layout: AnyLayout,
    rows: ir.Table,
    places: tuple[Place, ...],
    conflicting: ir.Table | None,
    most: int | None,
) -> Iterator[BadRow]:
    keys = [place.value for place in places if place.part == "key"]
    columns = [*layout.located, CUT, *(p.raw for p in places), *(p.fault for p in places)]
    found = rows.filter(rows[BAD]).select(columns).mutate(**{_CONFLICT: ibis.literal(value=False)})
    if conflicting is not None:
        good = rows.filter(~rows[BAD])
        differing = good.semi_join(conflicting, keys).select(columns).mutate(**{_CONFLICT: ibis.literal(value=True)})
        found = found.union(differing)
    ordered = found.order_by(list(layout.located) or [p.raw for p in places if p.part in ("key", "time")])
    if most is not None:
        ordered = ordered.limit(most)
    for batch in engine.batches(ordered):
        for row in batch.to_pylist():
            yield _bad_row(row, layout, places)


def _bad_row(row: dict[str, Any], layout: AnyLayout, places: tuple[Place, ...]) -> BadRow:
    file, name, line, which = _where(row, layout, places)
    wrong = []
    for place in places:
        fault = Fault(row[place.fault])
        if fault is not Fault.NONE:
            value = row[place.raw]
            hidden = place.private and value is not None and value.strip()
            rule, fix = words(place, fault)
            wrong.append(Rejection(name, line, place.column, HIDDEN if hidden else shown(value), rule, fix, which))
    if row[CUT]:
        rule, fix = words(None, Fault.CUT)
        wrong.append(Rejection(name, line, None, None, rule, fix))
    if row[_CONFLICT]:
        rule, fix = words(None, Fault.CONFLICT)
        key = ", ".join(place.column for place in places if place.part == "key")
        content = ", ".join(
            f"{place.column}={shown(row[place.raw]) or 'empty'}" for place in places if not place.private
        )
        wrong.append(Rejection(name, line, key, content, rule, fix, which))
    return BadRow(file, name, line, tuple(row[place.raw] for place in places), tuple(wrong))


def _where(
    row: dict[str, Any], layout: AnyLayout, places: tuple[Place, ...]
) -> tuple[int, str, int | None, str | None]:
    """The file and line of a row, or the table and the row's key."""
    if isinstance(layout, Layout):
        file = file_index(row[FILE])
        return file, layout.parts[file].file.name, layout.line(file, row[RECORD]), None
    return 0, layout.name, None, _key(row, layout, places)


def _key(row: dict[str, Any], layout: TableLayout, places: tuple[Place, ...]) -> str | None:
    naming = {place.column: place for place in places if place.column in layout.named_by}
    keys = naming.values() or [place for place in places if place.part == "key"]
    said = [f"{place.column}={(shown(row[place.raw]) or 'empty') if layout.keys_shown else HIDDEN}" for place in keys]
    return ", ".join(said) or None
