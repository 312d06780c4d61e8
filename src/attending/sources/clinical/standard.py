"""Two tables in the one shape that the join reads, whatever their columns are called and wherever they lie.

Times become whole milliseconds since 1970-01-01 UTC: engines differ in finer digits and in their arithmetic of
timestamps, not in that of integers. A timestamp without a zone is UTC.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

import ibis
import ibis.expr.types as ir

from attending.sources.clinical.declaration import Declaration

PATIENT: Final = "patient"
ENCOUNTER: Final = "encounter"
SCORE: Final = "score"
AT: Final = "at"
PERIOD: Final = "period"
FOLLOWED: Final = "followed_until"
TYPE: Final = "type"
WORD: Final = "word"
NUMBER: Final = "number"
ARRIVED: Final = "arrived"

HOUR: Final = 3_600_000
"""Milliseconds of an hour."""

_NUMBER = r"^[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]+)?$"


def attribute(index: int) -> str:
    """The name of the column with the levels of the declaration's attribute `index`."""
    return f"attribute_{index}"


def milliseconds(moment: datetime) -> int:
    """A moment with its zone as milliseconds since 1970, rounded down."""
    if moment.tzinfo is None:
        raise ValueError("A time without its offset from UTC could be any of 27 hours: give the offset.")
    return int(moment.timestamp() * 1000 // 1)


def hours(number: float) -> int:
    """Hours as milliseconds."""
    return round(number * HOUR)


def keys(declaration: Declaration) -> list[str]:
    """What joins events to predictions, and what a unit is at the finest."""
    return [PATIENT, ENCOUNTER] if declaration.by_encounter else [PATIENT]


def words_and_numbers(value: ir.Value | None) -> dict[str, ir.Value]:
    """An event's value as text in lower case without outer blanks and, where it is one, as a number."""
    if value is None:
        return {WORD: ibis.null("string"), NUMBER: ibis.null("float64")}
    kind = value.type()
    if kind.is_boolean():
        return {WORD: value.ifelse("true", "false"), NUMBER: value.ifelse(1.0, 0.0)}
    if kind.is_numeric():
        number = value.cast("float64")
        return {
            WORD: _plain(number, value.cast("string")),
            NUMBER: number.nullif(float("nan")) if kind.is_floating() else number,
        }
    word = value.cast("string").strip().lower().nullif("")
    number = ibis.cases((word.re_search(_NUMBER), word.cast("float64")))
    return {WORD: ibis.cases((number.notnull(), _plain(number, word)), else_=word), NUMBER: number}


def _plain(number: ir.Value, word: ir.Value) -> ir.Value:
    """A whole number as such: 1 and 1.0 are one word, as they are one number."""
    whole = (number == number.floor()) & (number.abs() < 1e15)
    return ibis.cases((whole, number.cast("int64").cast("string")), else_=word)


def standard_predictions(table: ir.Table, declaration: Declaration) -> ir.Table:
    """The predictions of a warehouse's table: PATIENT, ENCOUNTER, SCORE, AT, PERIOD, FOLLOWED and attributes."""
    named = declaration.predictions
    time = table[named.time]
    columns: dict[str, ir.Value] = {PATIENT: table[named.patient].cast("string")}
    if declaration.by_encounter and named.encounter is not None:
        columns[ENCOUNTER] = table[named.encounter].cast("string")
    columns |= {SCORE: table[named.score].cast("float64"), AT: _instant(time), PERIOD: _period(time)}
    if named.follow_up_end is not None:
        columns[FOLLOWED] = _instant(table[named.follow_up_end])
    columns |= {attribute(i): table[name].cast("string") for i, name in enumerate(named.by)}
    return table.select(**columns)


def standard_events(table: ir.Table, declaration: Declaration) -> ir.Table:
    """The events of a warehouse's table: PATIENT, ENCOUNTER, TYPE, AT, WORD, NUMBER and ARRIVED."""
    named = declaration.events
    columns: dict[str, ir.Value] = {PATIENT: table[named.patient].cast("string")}
    if declaration.by_encounter and named.encounter is not None:
        columns[ENCOUNTER] = table[named.encounter].cast("string")
    columns |= {TYPE: table[named.type].cast("string").strip(), AT: _instant(table[named.time])}
    columns |= words_and_numbers(None if named.value is None else table[named.value])
    arrived = ibis.null("int64") if named.arrived is None else _instant(table[named.arrived])
    return table.select(**columns, **{ARRIVED: arrived})


def _instant(time: ir.Value) -> ir.Value:
    moment = time if time.type().is_timestamp() else time.cast("timestamp")
    whole = moment.truncate("s").epoch_seconds().cast("int64") * 1000
    return (whole + moment.millisecond().cast("int64")).cast("int64")


def _period(time: ir.Value) -> ir.Value:
    moment = time if time.type().is_timestamp() else time.cast("timestamp")
    return (moment.year() * 12 + moment.month() - 1).cast("int32")
