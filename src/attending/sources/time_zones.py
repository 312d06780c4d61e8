"""A column of times written as text either says everywhere how far it is from UTC, or nowhere.

Dates alone name no moment, so they may stand beside either.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import ibis
import ibis.expr.types as ir

from attending.sources.engine import FILE, RECORD, AnyLayout, Engine, Layout, file_index
from attending.sources.engines.written_times import OFFSET
from attending.sources.report import LogRefused, refusal
from attending.sources.rules import Fault, Place

_CLOCK: Final = "^.{10}[T ]"

Written = Mapping[str, tuple[int, int]]
"""Of each column of times that is text, how many have no offset, and how many have one."""


def offsets_counted(layout: AnyLayout, rows: ir.Table, places: Iterable[Place]) -> dict[str, ir.Value]:
    """What to sum over the rows of a layout, for `offsets_of`."""
    sums: dict[str, ir.Value] = {}
    for place in _texts(layout, places):
        without, with_one = _told_apart(layout, rows, place)
        sums |= {
            f"without_{place.index}": without.ifelse(1, 0).sum(),
            f"with_{place.index}": with_one.ifelse(1, 0).sum(),
        }
    return sums


def offsets_of(
    layout: AnyLayout, places: Iterable[Place], found: Sequence[Mapping[str, int | None]]
) -> dict[str, tuple[int, int]]:
    """The counts by column, from the sums that were fetched."""
    return {
        place.column: (
            sum(row[f"without_{place.index}"] or 0 for row in found),
            sum(row[f"with_{place.index}"] or 0 for row in found),
        )
        for place in _texts(layout, places)
    }


def together(parts: Sequence[Written]) -> Written:
    """The counts of all layouts of a log."""
    names = dict.fromkeys(name for part in parts for name in part)
    pairs = {name: [part[name] for part in parts if name in part] for name in names}
    return {name: (sum(a for a, _ in each), sum(b for _, b in each)) for name, each in pairs.items()}


def check_one_offset(
    engine: Engine, tables: Sequence[tuple[AnyLayout, ir.Table]], places: Sequence[Place], written: Written
) -> None:
    """Raise LogRefused, naming a row of the rarer kind, when a column has times with an offset and times without."""
    for place in places:
        without, with_one = written.get(place.column, (0, 0))
        if place.part == "time" and without and with_one:
            rarer = without <= with_one
            for layout, rows in tables:
                said = _first(engine, layout, rows, place, without=rarer)
                if said is not None:
                    raise _mixed(place, without, with_one, said)


def _first(
    engine: Engine, layout: AnyLayout, rows: ir.Table, place: Place, *, without: bool
) -> tuple[str, int | None, str] | None:
    """Where the first row of a kind lies, and what is written there."""
    if place not in _texts(layout, [place]):
        return None
    kinds = _told_apart(layout, rows, place)
    found = rows.filter(kinds[0] if without else kinds[1])
    ordered = found.order_by(list(layout.located) or [place.raw]).limit(1)
    row = next(iter(engine.fetch(ordered.select([*layout.located, place.raw])).to_pylist()), None)
    if row is None:
        return None
    if isinstance(layout, Layout):
        file = file_index(row[FILE])
        return layout.parts[file].file.name, layout.line(file, row[RECORD]), row[place.raw]
    return layout.name, None, row[place.raw]


def _mixed(place: Place, without: int, with_one: int, said: tuple[str, int | None, str]) -> LogRefused:
    file, line, value = said
    what, others = ("no", "have one") if without <= with_one else ("an", "have none")
    return refusal(
        f"The time has {what} offset from UTC, and {max(without, with_one):,} others in this column {others}; read "
        "together they would be hours apart",
        "Write every time of the column with its offset, as in 2026-03-31T14:05:00+02:00, or none with one",
        file=file,
        line=line,
        column=place.column,
        value=value,
    )


def _texts(layout: AnyLayout, places: Iterable[Place]) -> list[Place]:
    wanted = [place for place in places if place.part == "time"]
    return [place for place in wanted if layout.table[layout.names[place.column]].type().is_string()]


def _told_apart(layout: AnyLayout, rows: ir.Table, place: Place) -> tuple[ir.BooleanValue, ir.BooleanValue]:
    """Whether a sound time has no offset, and whether it has one; neither where there is no time of the day."""
    plain = layout.dialect.stripped(rows[place.raw])
    sound = (rows[place.fault] == Fault.NONE.value) & plain.re_search(_CLOCK)
    offset = plain.re_search(OFFSET)
    no = ibis.literal(value=False)
    return ibis.coalesce(sound & ~offset, no), ibis.coalesce(sound & offset, no)
