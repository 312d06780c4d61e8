"""The rows of a warehouse's table as events in one shape, checked where they lie."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import reduce
from operator import or_
from typing import Final

import ibis
import ibis.expr.types as ir

from attending.sources.clinical.columns import Column
from attending.sources.clinical.intake import Checked, Wanted, admit
from attending.sources.clinical.table_intake import checked_table
from attending.sources.engines.connection import Connection
from attending.sources.engines.warehouse import Warehouse
from attending.sources.events.mapping import EventMapping
from attending.sources.limits import Limits
from attending.sources.report import IntakeReport, refusal
from attending.sources.rules import Part

CASE: Final = "case_of_event"
ACTIVITY: Final = "activity"
AT: Final = "at"
NUMBER: Final = "number_in_case"
_ORDER: Final = "order_of_row"
_COPY: Final = "copy"


def attribute(index: int) -> str:
    """The engine's column with the levels of the mapping's attribute `index`."""
    return f"attribute_{index}"


@dataclass(frozen=True)
class TableEvents:
    """The events to count, with NUMBER from 0 in each case; the report of the rows; and what was passed over."""

    events: ir.Table
    intake: IntakeReport
    passed_over: int
    repeated: int
    checked: Checked


def table_events(
    engine: Warehouse,
    connection: Connection,
    table: str,
    mapping: EventMapping,
    limits: Limits,
    *,
    all_or_nothing: bool,
) -> TableEvents:
    """Check a table's rows and give its events; raises LogRefused."""
    said = [f"{table} is read from {connection.name}, which vouches for its content: there are no checksums."]
    if mapping.order is None:
        said.append("No order is mapped: events of one case and millisecond are counted by their activities' names.")
    wanted = _wanted(mapping, limits)
    checked = checked_table(engine, connection, table, wanted, named_by=mapping.timestamp, warnings=tuple(said))
    admit(checked.report, limits, all_or_nothing=all_or_nothing)
    _check_zone(checked, mapping)
    _check_order(checked, mapping)
    rows = _standard(checked.rows, wanted.parts, mapping)
    if mapping.lifecycle is not None and mapping.transitions:
        asked = rows["transition"].isin(mapping.transitions)
        passed_over = int(engine.fetch(rows.aggregate(n=ibis.ifelse(asked, 0, 1).sum()))["n"][0].as_py() or 0)
        rows = rows.filter(asked)
    else:
        passed_over = 0
    rows, repeated = _once(engine, rows, mapping)
    window = ibis.window(group_by=CASE, order_by=[AT, _ORDER, ACTIVITY])
    kept = [CASE, ACTIVITY, AT, *(attribute(i) for i in range(len(mapping.attributes)))]
    events = engine.keep("events", rows.select(*kept, **{NUMBER: ibis.row_number().over(window)}))
    duplicate = repeated if mapping.repeated == "once" else 0
    report = replace(checked.report, loaded=checked.report.loaded - duplicate, duplicate=duplicate)
    return TableEvents(events, report, passed_over, repeated, checked)


def _wanted(mapping: EventMapping, limits: Limits) -> Wanted:
    """What the checks of a table are asked for; nothing is a key there, since rows are held apart here."""
    parts: list[tuple[str, Part, Part, bool]] = [
        (mapping.timestamp, "time", "time", False),
        (mapping.timestamp, "key", "patient", True),
        (mapping.case, "key", "case", False),
        (mapping.activity, "key", "activity", False),
    ]
    parts += [(name, "by", "by", False) for name in mapping.texts[2:]]
    if mapping.order is not None:
        parts.append((mapping.order, "key", "order", False))
    columns = tuple(Column(i, *part) for i, part in enumerate(parts))
    return Wanted(mapping.columns, (), columns, limits, time_zone=mapping.time_zone)


def _standard(rows: ir.Table, parts: tuple[Column, ...], mapping: EventMapping) -> ir.Table:
    value = {part.column: rows[part.value] for part in parts if part.told not in ("time", "patient")}
    at = next(rows[part.at] for part in parts if part.moment)
    columns: dict[str, ir.Value] = {CASE: value[mapping.case], ACTIVITY: value[mapping.activity], AT: at}
    columns[_ORDER] = ibis.literal(0, "int64") if mapping.order is None else value[mapping.order].cast("int64")
    for i, name in enumerate(mapping.attributes.values()):
        columns[attribute(i)] = value[name].strip().nullif("")
    if mapping.lifecycle is not None:
        columns["transition"] = ibis.coalesce(value[mapping.lifecycle].strip(), "")
    for i, name in enumerate(mapping.texts[2:]):
        columns[f"content_{i}"] = ibis.coalesce(value[name].strip(), "")
    return rows.select(**columns)


def _once(engine: Warehouse, rows: ir.Table, mapping: EventMapping) -> tuple[ir.Table, int]:
    """The rows to count, and how many say the same as another."""
    content = [CASE, ACTIVITY, AT, *(f"content_{i}" for i in range(len(mapping.texts) - 2))]
    numbered = rows.mutate(**{_COPY: ibis.row_number().over(ibis.window(group_by=content, order_by=_ORDER))})
    kept = engine.keep("numbered_events", numbered)
    repeated = int(engine.fetch(kept.aggregate(n=ibis.ifelse(kept[_COPY] > 0, 1, 0).sum()))["n"][0].as_py() or 0)
    return (kept.filter(kept[_COPY] == 0) if mapping.repeated == "once" else kept), repeated


def _check_zone(checked: Checked, mapping: EventMapping) -> None:
    """Raise LogRefused when times say nowhere how far they are from UTC and no zone is declared."""
    if mapping.time_zone is not None:
        return
    layout = checked.tables[0][0]
    kind = layout.table[layout.names[mapping.timestamp]].type()
    naive = checked.seen.written.get(mapping.timestamp, (0, 0))[0] > 0
    if naive or (kind.is_timestamp() and kind.timezone is None):
        raise refusal(
            "The times have no offset from UTC, and no time zone is declared",
            "Declare the time zone of times without an offset, such as Europe/Amsterdam",
            file=layout.name,
            column=mapping.timestamp,
        )


def _check_order(checked: Checked, mapping: EventMapping) -> None:
    if mapping.order is None:
        return
    layout = checked.tables[0][0]
    kind = layout.table[layout.names[mapping.order]].type()
    if not kind.is_integer():
        raise refusal(
            f"The column is stored as {kind}, and an order needs whole numbers",
            "Map a column of whole numbers, or none",
            file=layout.name,
            column=mapping.order,
        )


def any_of(conditions: list[ir.BooleanValue]) -> ir.BooleanValue:
    """Whether one of many conditions holds, as a tree: a chain of hundreds is too deep for a parser."""
    while len(conditions) > 2:
        conditions = [reduce(or_, conditions[i : i + 2]) for i in range(0, len(conditions), 2)]
    return reduce(or_, conditions)
