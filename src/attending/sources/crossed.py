"""Attributes combined from several columns, in the engine and in the score table."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, replace
from typing import Any

import ibis
import ibis.expr.types as ir
import numpy as np

from attending.analytics.equity.crossing import join_parts
from attending.analytics.score_table import ScoreTable
from attending.analytics.stratum import Stratum
from attending.sources.names import level_name
from attending.sources.rules import Place

_MARK = ":"


def with_crossed(
    rows: ir.Table, places: Sequence[Place], crossed: Sequence[Sequence[str]]
) -> tuple[ir.Table, dict[str, str]]:
    """The rows with one more column per combination, and that column's name for each combined attribute.

    The column writes every part but the last after its length ("6:femaleunit 3"), which no text can imitate, with
    functions that every engine has. Levels are tidied once they are grouped, as those of single attributes are.
    """
    column = {place.column: place.value for place in places if place.part == "by"}
    made: dict[str, ir.Value] = {}
    names: dict[str, str] = {}
    for i, attributes in enumerate(crossed):
        *heads, last = [ibis.coalesce(rows[column[name]].cast("string"), ibis.literal("")) for name in attributes]
        text: Any = ibis.literal("")
        for head in heads:
            text = text + head.length().cast("string") + _MARK + head
        names[join_parts(attributes)] = f"crossed_{i}"
        made[f"crossed_{i}"] = text + last
    return (rows.mutate(**made) if made else rows), names


def crossed_level(written: str, parts: int) -> str:
    """The level of a combination from the engine's text; `parts` is how many attributes are combined."""
    found = []
    for _ in range(parts - 1):
        number, _, rest = written.partition(_MARK)
        found.append(level_name(rest[: int(number)]))
        written = rest[int(number) :]
    return join_parts([*found, level_name(written)])


def level_reader(crossed: Sequence[Sequence[str]]) -> Callable[[str, str | None], str]:
    """A function from an attribute and the engine's text of a level to the level a person reads."""
    parts = {join_parts(attributes): len(attributes) for attributes in crossed}

    def read(attribute: str, written: str | None) -> str:
        number = parts.get(attribute)
        return level_name(written) if number is None or written is None else crossed_level(written, number)

    return read


def named_levels(table: ScoreTable, crossed: Sequence[Sequence[str]]) -> ScoreTable:
    """The table with the combinations' levels in the words a person reads; levels that mean the same are joined."""
    parts = {join_parts(attributes): len(attributes) for attributes in crossed}
    if not parts:
        return table
    read = [_read(stratum, parts) for stratum in table.strata]
    order = {name: i for i, name in enumerate(dict.fromkeys(s.attribute for s in read))}
    strata = tuple(sorted(dict.fromkeys(read), key=lambda s: (order[s.attribute], s.level)))
    place = {stratum: i for i, stratum in enumerate(strata)}
    renumbered = np.array([place[stratum] for stratum in read], dtype=np.int32)[table.stratum]
    columns = {f.name: getattr(table, f.name) for f in fields(ScoreTable)} | {"strata": strata, "stratum": renumbered}
    return replace(table, **columns).compacted()


def _read(stratum: Stratum, parts: Mapping[str, int]) -> Stratum:
    number = parts.get(stratum.attribute)
    return stratum if number is None else Stratum(stratum.attribute, crossed_level(stratum.level, number))
