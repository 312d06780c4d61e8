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
from attending.sources.engines.dialect import Dialect

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


def words_and_numbers(value: ir.StringValue | None, dialect: Dialect, *, numeric: bool = False) -> dict[str, ir.Value]:
    """An event's value as text in lower case without outer blanks and, where it is one, as a finite number.

    `numeric` says that the column holds numbers, so that none needs to be looked for in its text.
    """
    if value is None:
        return {WORD: ibis.null("string"), NUMBER: ibis.null("float64")}
    word = dialect.stripped(value).lower().nullif("")
    written = word.cast("float64") if numeric else ibis.cases((word.re_search(_NUMBER), dialect.number(word)))
    number = ibis.cases((written.abs() < ibis.literal("inf").cast("float64"), written))
    return {WORD: ibis.cases((number.notnull(), _plain(number, word)), else_=word), NUMBER: number}


def _plain(number: ir.Value, word: ir.Value) -> ir.Value:
    """A whole number as such: 1 and 1.0 are one word, as they are one number."""
    whole = (number == number.floor()) & (number.abs() < 1e15)
    return ibis.cases((whole, number.cast("int64").cast("string")), else_=word)
