"""The bad rows of a log, in its order, each with everything that is wrong with it."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import ibis
import ibis.expr.types as ir

from attending.sources.engine import FILE, RECORD, Engine, Layout, file_index
from attending.sources.report import LISTED, Rejection, shown
from attending.sources.rows import BAD, CUT
from attending.sources.rules import Fault, Place, words

_CONFLICT: Final = "conflict"
HIDDEN: Final = "(hidden: it may identify a patient)"


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that is not loaded: where it is, the mapped columns as written, and its rejections."""

    file: int
    name: str
    line: int
    values: tuple[str | None, ...]
    rejections: tuple[Rejection, ...]


def bad_rows(
    engine: Engine,
    tables: Sequence[tuple[Layout, ir.Table]],
    places: tuple[Place, ...],
    conflicting: ir.Table | None,
    *,
    most: int | None = None,
) -> Iterator[BadRow]:
    """Every bad row in the order of the log; `most` bounds how many are asked of the engine."""
    streams = [_of_layout(engine, layout, rows, places, conflicting, most) for layout, rows in tables]
    return heapq.merge(*streams, key=lambda row: (row.file, row.line))


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
    layout: Layout,
    rows: ir.Table,
    places: tuple[Place, ...],
    conflicting: ir.Table | None,
    most: int | None,
) -> Iterator[BadRow]:
    keys = [place.value for place in places if place.part == "key"]
    columns = [FILE, RECORD, CUT, *(p.raw for p in places), *(p.fault for p in places)]
    found = rows.filter(rows[BAD]).select(columns).mutate(**{_CONFLICT: ibis.literal(value=False)})
    if conflicting is not None:
        good = rows.filter(~rows[BAD])
        differing = good.semi_join(conflicting, keys).select(columns).mutate(**{_CONFLICT: ibis.literal(value=True)})
        found = found.union(differing)
    ordered = found.order_by([FILE, RECORD])
    if most is not None:
        ordered = ordered.limit(most)
    for batch in engine.batches(ordered):
        for row in batch.to_pylist():
            yield _bad_row(row, layout, places)


def _bad_row(row: dict[str, Any], layout: Layout, places: tuple[Place, ...]) -> BadRow:
    file = file_index(row[FILE])
    name = layout.parts[file].file.name
    line = layout.line(file, row[RECORD])
    wrong = []
    for place in places:
        fault = Fault(row[place.fault])
        if fault is not Fault.NONE:
            value = row[place.raw]
            hidden = place.private and value is not None and value.strip()
            rule, fix = words(place, fault)
            wrong.append(Rejection(name, line, place.column, HIDDEN if hidden else shown(value), rule, fix))
    if row[CUT]:
        rule, fix = words(None, Fault.CUT)
        wrong.append(Rejection(name, line, None, None, rule, fix))
    if row[_CONFLICT]:
        rule, fix = words(None, Fault.CONFLICT)
        key = ", ".join(place.column for place in places if place.part == "key")
        content = ", ".join(
            f"{place.column}={shown(row[place.raw]) or 'empty'}" for place in places if not place.private
        )
        wrong.append(Rejection(name, line, key, content, rule, fix))
    return BadRow(file, name, line, tuple(row[place.raw] for place in places), tuple(wrong))
