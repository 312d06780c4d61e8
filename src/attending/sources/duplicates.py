"""The same prediction again: counted when it says the same, in conflict when it does not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import ibis.expr.types as ir

from attending.sources.engine import Engine
from attending.sources.rows import BAD
from attending.sources.rules import Place

_COPIES = "copies"
_MONTH = "month_of_row"


@dataclass(frozen=True, slots=True)
class Deduplicated:
    """`rows` to load, each key once; `duplicate` further copies; rows in `conflict`, found by `conflicting` keys."""

    rows: ir.Table
    duplicate: int
    conflict: int
    conflicting: ir.Table | None


def deduplicate(
    engine: Engine, rows: ir.Table, places: tuple[Place, ...], *, bad: int, following: Sequence[str] = ()
) -> Deduplicated:
    """Keep one of each key's rows when all agree in every mapped column, none when they differ.

    `rows` are all rows with their faults, `bad` how many have one; bad rows take no part. Columns that are `following`
    from the mapped ones are kept beside them.
    """
    good = rows.filter(~rows[BAD]) if bad else rows
    kept = good.select([*(place.value for place in places), *following])
    keys = [place.value for place in places if place.part == "key"]
    if not keys:
        return Deduplicated(kept, 0, 0, None)
    # Times are compared as they are written: the month alone would call two different times the same.
    written = {place.value: place.raw if place.part == "time" else place.value for place in places}
    content = {value: good[source] for value, source in written.items()}
    time = next(place.value for place in places if place.part == "time")
    whole = good.select(*following, **content, **{_MONTH: good[time]})
    repeated = engine.keep(
        "repeated_keys", _having_more(whole.group_by(keys).aggregate(**{_COPIES: whole.count()}), keys)
    )
    if not engine.fetch(repeated.aggregate(number=repeated.count()))["number"][0].as_py():
        return Deduplicated(kept, 0, 0, None)
    again = whole.semi_join(repeated, keys)
    contents = engine.keep("contents", again.group_by(list(whole.columns)).aggregate(**{_COPIES: again.count()}))
    conflicting = engine.keep(
        "conflicting_keys", _having_more(contents.group_by(keys).aggregate(**{_COPIES: contents.count()}), keys)
    )
    agreed = contents.anti_join(conflicting, keys)
    differing = contents.semi_join(conflicting, keys)
    copies = engine.fetch(agreed.aggregate(rows=agreed[_COPIES].sum(), keys=agreed.count())).to_pylist()[0]
    conflict = engine.fetch(differing.aggregate(rows=differing[_COPIES].sum())).to_pylist()[0]["rows"] or 0
    once = agreed.drop(time, _COPIES).rename({time: _MONTH}).select(kept.columns)
    single = kept.anti_join(repeated, keys)
    return Deduplicated(
        single.union(once), (copies["rows"] or 0) - copies["keys"], conflict, conflicting if conflict else None
    )


def _having_more(counted: ir.Table, keys: list[str]) -> ir.Table:
    return counted.filter(counted[_COPIES] > 1).select(keys)
