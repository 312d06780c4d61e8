"""The columns of the two logs in the parts they play for the checks, and as the join reads them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import ibis
import ibis.expr.types as ir

from attending.sources.clinical.declaration import Declaration
from attending.sources.clinical.standard import (
    ARRIVED,
    AT,
    ENCOUNTER,
    FOLLOWED,
    PATIENT,
    PERIOD,
    SCORE,
    TYPE,
    attribute,
    words_and_numbers,
)
from attending.sources.engine import AnyLayout
from attending.sources.rules import Part, Place


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the part it is `read` as, and the part it is `told` as in the account and held apart by.

    They differ where text may be empty: an event's value, its encounter, the end of a follow-up (`moment`: text that
    is there must be a time).
    """

    index: int
    column: str
    read: Part
    told: Part
    moment: bool = False

    @property
    def parsed(self) -> Place:
        """The place as the rows are read."""
        return Place(self.index, self.read, self.column)

    @property
    def listed(self) -> Place:
        """The place as the account names it."""
        return Place(self.index, self.told, self.column)

    @property
    def value(self) -> str:
        """The engine's column with the value."""
        return self.parsed.value

    @property
    def at(self) -> str:
        """The engine's column with the moment of a time, in milliseconds since 1970."""
        return f"moment_{self.index}"


def of_predictions(declaration: Declaration) -> tuple[Column, ...]:
    """The columns of the predictions: score, month, moment, patient and those that are declared.

    Without a key of its own, a prediction is known by patient, encounter and time.
    """
    named = declaration.predictions
    identity: Part = "patient" if named.key is not None else "key"
    wanted: list[tuple[str, Part, Part, bool]] = [
        (named.score, "score", "score", False),
        (named.time, "time", "time", False),
        (named.time, "key", "patient" if named.key is not None else "key", True),
        (named.patient, "key", identity, False),
    ]
    if declaration.by_encounter and named.encounter is not None:
        wanted.append((named.encounter, "key", identity, False))
    if named.key is not None:
        wanted.append((named.key, "key", "key", False))
    if named.follow_up_end is not None:
        wanted.append((named.follow_up_end, "by", "time", True))
    wanted += [(name, "by", "by", False) for name in named.by]
    return tuple(Column(i, *each) for i, each in enumerate(wanted))


def of_events(declaration: Declaration) -> tuple[Column, ...]:
    """The columns of the events; without a key of its own, an event is known by everything it says."""
    named = declaration.events
    content: Part = "patient" if named.key is not None else "key"
    wanted: list[tuple[str, Part, Part, bool]] = [
        (named.time, "time", "time", False),
        (named.time, "key", content, True),
        (named.patient, "key", content, False),
        (named.type, "key", content, False),
    ]
    if declaration.by_encounter and named.encounter is not None:
        wanted.append((named.encounter, "by", content, False))
    if named.value is not None:
        wanted.append((named.value, "by", content, False))
    if named.arrived is not None:
        wanted.append((named.arrived, "by", "time", True))
    if named.key is not None:
        wanted.append((named.key, "key", "key", False))
    return tuple(Column(i, *each) for i, each in enumerate(wanted))


def standard_prediction_rows(rows: ir.Table, declaration: Declaration) -> ir.Table:
    """The checked rows of a predictions log as the join reads them."""
    named, parts = declaration.predictions, of_predictions(declaration)
    value, moment = _values(rows, parts), _moments(rows, parts)
    columns: dict[str, ir.Value] = {PATIENT: value[named.patient]}
    if declaration.by_encounter and named.encounter is not None:
        columns[ENCOUNTER] = value[named.encounter]
    columns |= {SCORE: value[named.score], AT: moment[named.time], PERIOD: rows["value_1"]}
    if named.follow_up_end is not None:
        columns[FOLLOWED] = moment[named.follow_up_end]
    columns |= {attribute(i): value[name] for i, name in enumerate(named.by)}
    return rows.select(**columns)


def standard_event_rows(rows: ir.Table, declaration: Declaration, layout: AnyLayout) -> ir.Table:
    """The checked rows of an events log, of which `layout` is one part, as the join reads them."""
    named, parts = declaration.events, of_events(declaration)
    value, moment = _values(rows, parts), _moments(rows, parts)
    columns: dict[str, ir.Value] = {PATIENT: value[named.patient]}
    if declaration.by_encounter and named.encounter is not None:
        columns[ENCOUNTER] = layout.dialect.stripped(value[named.encounter])
    columns |= {TYPE: value[named.type], AT: moment[named.time]}
    columns |= _result(named.value, value, layout)
    columns[ARRIVED] = ibis.null("int64") if named.arrived is None else moment[named.arrived]
    return rows.select(**columns)


def _result(name: str | None, value: Mapping[str, ir.Value], layout: AnyLayout) -> dict[str, ir.Value]:
    if name is None:
        return words_and_numbers(None, layout.dialect)
    return words_and_numbers(value[name], layout.dialect, numeric=layout.table[layout.names[name]].type().is_numeric())


def _values(rows: ir.Table, columns: tuple[Column, ...]) -> dict[str, ir.Value]:
    """The values by the name of their column; of a time, its text."""
    return {each.column: rows[each.value] for each in columns}


def _moments(rows: ir.Table, columns: tuple[Column, ...]) -> dict[str, ir.Value]:
    """The moments of times by the name of their column."""
    return {each.column: rows[each.at] for each in columns if each.moment}
