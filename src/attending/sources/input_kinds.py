"""Which inputs are numbers: by their column's type, by what is declared, else by what every row of the log writes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import ibis
import ibis.expr.types as ir

from attending.sources.engine import AnyLayout, Engine
from attending.sources.mapping import ColumnMapping

NUMBER: Final = "^[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]{1,2})?$"
"""A number as people write it; a date is none, nor is a month's name."""

_CODE: Final = "^[+-]?0[0-9]"
_MISSING: Final = ["", "nan"]


@dataclass(frozen=True)
class InputKinds:
    """The inputs to read as numbers, and sentences on what was found out."""

    numeric: frozenset[str]
    told: tuple[str, ...]


def input_kinds(engine: Engine, layouts: Sequence[AnyLayout], mapping: ColumnMapping) -> InputKinds:
    """The kind of every mapped input.

    A column of text is one of numbers when it is declared so or, where nothing is declared, when every value that is
    not missing is a number; with a leading zero, as in 007, it is a code. Where the engine has no patterns, text stays
    text. Values that are no numbers are missing in a column that is declared as numbers.
    """
    frozen = {buckets.name: buckets.kind == "numeric" for buckets in mapping.input_buckets}
    declared = frozen | dict.fromkeys(mapping.numeric, True) | dict.fromkeys(mapping.categorical, False)
    numeric, found, foreign = set(), [], []
    for name in mapping.inputs:
        types = [layout.table[layout.names[name]].type() for layout in layouts]
        # A column without any value has no kind; engines read a type-less one as whole numbers.
        typed = all(kind.is_numeric() or kind.is_null() for kind in types)
        wanted = declared.get(name)
        if wanted is False:
            continue
        if not any(kind.is_string() for kind in types):
            numeric |= {name} if typed or wanted else set()
            continue
        if not all(layout.dialect.has_patterns for layout in layouts):
            continue
        values, strange = _counted(engine, layouts, name)
        if wanted:
            numeric.add(name)
            foreign += [f"{strange:,} of {values:,} values of {name}"] if strange else []
        elif not strange:
            numeric.add(name)
            found += [name] if values else []
    told = []
    if found:
        told.append(f"Every value of {', '.join(found)} is a number: counted as numbers, not as categories.")
    if foreign:
        told.append(f"{' and '.join(foreign)} are no numbers and count as missing.")
    return InputKinds(frozenset(numeric), tuple(told))


def _counted(engine: Engine, layouts: Sequence[AnyLayout], name: str) -> tuple[int, int]:
    """Values of a column of text, and those of them that are no numbers."""
    values = strange = 0
    for layout in layouts:
        column = layout.table[layout.names[name]]
        if not column.type().is_string():
            continue
        plain = layout.dialect.stripped(column)
        there = plain.notnull() & ~plain.lower().isin(_MISSING)
        other = there & (~plain.re_search(NUMBER) | plain.re_search(_CODE))
        sums = {"there": _number(there), "other": _number(other)}
        row = engine.fetch(layout.table.aggregate(**sums)).to_pylist()[0]
        values, strange = values + int(row["there"] or 0), strange + int(row["other"] or 0)
    return values, strange


def _number(condition: ir.BooleanValue) -> ir.Value:
    return ibis.ifelse(ibis.coalesce(condition, ibis.literal(value=False)), 1, 0).sum()
