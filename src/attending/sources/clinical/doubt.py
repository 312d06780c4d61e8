"""Event rows that were set aside: whose they are, and which predictions could have had them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import ibis
import ibis.expr.types as ir

from attending.sources.clinical.columns import of_events
from attending.sources.clinical.declaration import Declaration, Merge
from attending.sources.clinical.standard import ARRIVED, AT, ENCOUNTER, PATIENT, TYPE
from attending.sources.engine import AnyLayout, Layout
from attending.sources.rows import BAD, CUT
from attending.sources.rules import Fault

IN_WINDOW: Final = "doubt_in_window"
EARLIER: Final = "doubt_earlier"
ENDED: Final = "doubt_ended"
_WHEN: Final = "doubt_at"
_KIND: Final = "doubt_type"


def set_aside(
    tables: Sequence[tuple[AnyLayout, ir.Table]], conflicting: ir.Table | None, declaration: Declaration
) -> ir.Table:
    """The event rows that are not loaded: PATIENT, ENCOUNTER, TYPE, AT and ARRIVED, each null where it cannot be read.

    `tables` are the checked rows of each layout, `conflicting` the keys whose rows contradict each other.
    """
    found: list[ir.Table] = []
    for layout, rows in tables:
        found.append(_read(rows.filter(rows[BAD]), layout, declaration))
        if conflicting is not None:
            differing = rows.filter(~rows[BAD]).semi_join(conflicting, list(conflicting.columns))
            found.append(_read(differing, layout, declaration))
    return found[0].union(*found[1:]) if len(found) > 1 else found[0]


def _read(rows: ir.Table, layout: AnyLayout, declaration: Declaration) -> ir.Table:
    named, columns = declaration.events, of_events(declaration)
    # The value that ends a line without its end may be cut short, whatever column it belongs to.
    last = {part.structure.columns[-1] for part in layout.parts.values()} if isinstance(layout, Layout) else set()

    def sound(name: str, read: str) -> ir.Value:
        """What was read of a column; null where a rule says that it cannot be."""
        wrong: Any = ibis.literal(value=False)
        for each in columns:
            if each.column == name:
                wrong = wrong | (rows[each.parsed.fault] != Fault.NONE.value)
        if name in last:
            wrong = wrong | rows[CUT]
        return ibis.ifelse(wrong, ibis.null(rows[read].type()), rows[read])

    def value(name: str) -> ir.Value:
        return sound(name, next(each.value for each in columns if each.column == name))

    def moment(name: str) -> ir.Value:
        return sound(name, next(each.at for each in columns if each.column == name and each.moment))

    read: dict[str, ir.Value] = {PATIENT: value(named.patient)}
    if declaration.by_encounter and named.encounter is not None:
        read[ENCOUNTER] = layout.dialect.stripped(value(named.encounter)).nullif("")
    read |= {TYPE: value(named.type), AT: moment(named.time)}
    read[ARRIVED] = ibis.null("int64") if named.arrived is None else moment(named.arrived)
    return rows.select(**read)


def that_matter(doubtful: ir.Table, declaration: Declaration, as_of: int) -> ir.Table:
    """Those that could be the target or, where that would take a label away, an end of follow-up, by the review."""
    return _by_then(doubtful, [*declaration.outcome.types, *_ends(declaration)], as_of)


def could_follow(
    moments: ir.Table,
    doubtful: ir.Table,
    types: Sequence[str],
    *,
    on: list[str],
    at: str,
    window: tuple[int, int],
    as_of: int,
) -> ir.Table:
    """Keys of the moments, in column `at`, after which a row could be an event of these types within the window."""
    rows = _by_then(doubtful, types, as_of).rename({_WHEN: AT, _KIND: TYPE})
    pairs = _beside(moments.select([*on, at]), rows, on, at)
    after, (start, end) = pairs[_WHEN] - pairs[at], window
    return pairs.filter(pairs[_WHEN].isnull() | ((after >= start) & (after <= end))).select(on).distinct()


def _by_then(doubtful: ir.Table, types: Sequence[str], as_of: int) -> ir.Table:
    """The rows that were there at the review and could be of one of the types."""
    kind, when, came = doubtful[TYPE], doubtful[AT], doubtful[ARRIVED]
    known = (when.isnull() | (when <= as_of)) & (came.isnull() | (came <= as_of))
    return doubtful.filter(known & (kind.isnull() | kind.isin(list(types))))


def _beside(moments: ir.Table, doubtful: ir.Table, on: list[str], at: str) -> ir.Table:
    """Each moment with each row that could concern it; one without an encounter could be in any of its patient's."""
    named = doubtful.filter(doubtful[PATIENT].notnull())
    columns = [*on, at, _WHEN, _KIND]
    pairs = moments.inner_join(named.select([*on, _WHEN, _KIND]), on).select(columns)
    if ENCOUNTER not in on:
        return pairs
    anywhere = named.filter(named[ENCOUNTER].isnull()).select([PATIENT, _WHEN, _KIND])
    return pairs.union(moments.inner_join(anywhere, [PATIENT]).select(columns))


def doubts(
    moments: ir.Table,
    doubtful: ir.Table,
    declaration: Declaration,
    *,
    on: list[str],
    window: tuple[int, int],
    apart: tuple[int, int] | None,
) -> ir.Table:
    """For each moment that a row could concern, what it could have been: IN_WINDOW, EARLIER and ENDED.

    A row without a readable time could have been at any.
    """
    pairs = _beside(moments, doubtful.rename({_WHEN: AT, _KIND: TYPE}), on, AT)
    after, kind = pairs[_WHEN] - pairs[AT], pairs[_KIND]
    undated, ends = pairs[_WHEN].isnull(), _ends(declaration)
    target = kind.isnull() | kind.isin(list(declaration.outcome.types))
    least, most = _decides(declaration.outcome.merge, window)
    no = ibis.literal(value=False)
    flags = {
        IN_WINDOW: target & (undated | ((after >= least) & (after <= most))),
        EARLIER: no if apart is None else target & (undated | ((after >= apart[0]) & (after <= apart[1]))),
        ENDED: (kind.isnull() | kind.isin(ends)) & (undated | ((after >= 0) & (after < window[1]))) if ends else no,
    }
    marked = pairs.mutate(**{name: flag.ifelse(1, 0) for name, flag in flags.items()})
    return marked.group_by([*on, AT]).aggregate(**{name: marked[name].max() for name in flags})


def _ends(declaration: Declaration) -> list[str]:
    if declaration.ended != "lost":
        return []
    return [word for event in declaration.used_as("follow_up_end") for word in event.types]


def _decides(merge: Merge, window: tuple[int, int]) -> tuple[int, int]:
    """How long after a prediction an event lies that could change its outcome, in milliseconds."""
    start, end = window
    return {"forward": (0, end), "nearest": (-end, end)}.get(merge, (start, end))
