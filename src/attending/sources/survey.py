"""The first pass over the rows: how many there are, how many are bad, and whether they are what the files promised."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import ibis.expr.types as ir

from attending.sources.engine import FILE, Engine, Layout, file_index
from attending.sources.engines.layout import TableLayout
from attending.sources.parquet_structure import ParquetStructure
from attending.sources.report import RuleCount, refusal
from attending.sources.rows import BAD, CUT
from attending.sources.rules import Fault, Place, words
from attending.sources.time_zones import Written, offsets_counted, offsets_of, together


@dataclass(frozen=True, slots=True)
class Survey:
    """Rows read and bad rows, over all files; `written` says which times that are text have an offset from UTC."""

    read: int
    bad: int
    written: Written = field(default_factory=dict)

    @classmethod
    def of_all(cls, parts: Sequence[Survey]) -> Survey:
        """The survey of all layouts of a log."""
        written = together([part.written for part in parts])
        return cls(sum(part.read for part in parts), sum(part.bad for part in parts), written)


def survey(engine: Engine, layout: Layout, rows: ir.Table, places: tuple[Place, ...]) -> Survey:
    """Count the rows of a layout and hold them against the structure of its files; raises LogRefused."""
    measured = {"read": rows.count(), "bad": rows[BAD].sum()}
    checked = _checked(layout, places)
    for place in checked:
        score = rows[place.value]
        sound = ~score.isnan()
        measured |= {f"low_{place.index}": score.min(where=sound), f"high_{place.index}": score.max(where=sound)}
    measured |= offsets_counted(layout, rows, places)
    found = engine.fetch(rows.group_by(FILE).aggregate(**measured)).to_pylist()
    counted = {file_index(row[FILE]): row for row in found}
    for i, part in layout.parts.items():
        row = counted.get(i)
        if row is None or row["read"] != part.structure.records:
            number = 0 if row is None else row["read"]
            raise refusal(
                f"The engine reads {number:,} rows where the file has {part.structure.records:,}",
                "The file is damaged, or is read in two ways: write it again as plain RFC 4180 CSV or as Parquet",
                file=part.file.name,
            )
        for place in checked:
            _check_range(place, part.structure, row, part.file.name)
    written = offsets_of(layout, places, found)
    return Survey(sum(row["read"] for row in found), sum(row["bad"] or 0 for row in found), written)


def survey_table(engine: Engine, layout: TableLayout, rows: ir.Table, places: tuple[Place, ...]) -> Survey:
    """Count the rows of a warehouse's table."""
    sums = offsets_counted(layout, rows, places)
    found = engine.fetch(rows.aggregate(read=rows.count(), bad=rows[BAD].sum(), **sums)).to_pylist()[0]
    return Survey(int(found["read"]), int(found["bad"] or 0), offsets_of(layout, places, [found]))


def check_still(engine: Engine, layout: TableLayout, rows: ir.Table, read: int) -> None:
    """Raise LogRefused when a table does not have the rows any more that were read."""
    if engine.fetch(rows.aggregate(number=rows.count()))["number"][0].as_py() != read:
        raise refusal(
            "The table changed while it was read", "Review it when nobody writes to it, or a copy", file=layout.name
        )


def count_faults(engine: Engine, rows: ir.Table, places: tuple[Place, ...]) -> list[RuleCount]:
    """How many rows break each rule; a row with two faults counts under both."""
    names: dict[str, tuple[Place | None, Fault]] = {}
    sums: dict[str, ir.Value] = {}
    for place in places:
        for fault in list(Fault)[1:]:
            name = f"{place.fault}_{fault.value}"
            names[name] = (place, fault)
            sums[name] = (rows[place.fault] == fault.value).sum()
    names["cut"] = (None, Fault.CUT)
    sums["cut"] = rows[CUT].sum()
    found = engine.fetch(rows.filter(rows[BAD]).aggregate(**sums)).to_pylist()[0]
    return [
        RuleCount(place.column if place else "", words(place, fault)[0], found[name])
        for name, (place, fault) in names.items()
        if found[name]
    ]


def _checked(layout: Layout, places: tuple[Place, ...]) -> list[Place]:
    """The scores for which some file's footer states a range."""
    stated = {
        name
        for part in layout.parts.values()
        if isinstance(part.structure, ParquetStructure)
        for name in part.structure.ranges
    }
    return [place for place in places if place.part in ("score", "comparator") and place.column in stated]


def _check_range(place: Place, structure: object, row: dict[str, float | None], name: str) -> None:
    stated = structure.ranges.get(place.column) if isinstance(structure, ParquetStructure) else None
    low, high = row[f"low_{place.index}"], row[f"high_{place.index}"]
    if stated is None or low is None or high is None:
        return
    if low < stated.low or high > stated.high:
        raise refusal(
            f"The values reach from {low!r} to {high!r}, the file's statistics say {stated.low!r} to {stated.high!r}",
            "The file is damaged: fetch it again from where it was written",
            file=name,
            column=place.column,
        )
