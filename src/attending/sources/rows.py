"""From a row as the log writes it to a row as a review uses it, with the fault of each value.

The same expressions serve text (CSV) and typed columns (Parquet). No type is guessed: text is cast where the mapping
says what it is, so a unit called MAY or MON stays a unit.
"""

from __future__ import annotations

import zoneinfo
from collections.abc import Mapping
from functools import reduce
from operator import or_
from typing import Final

import ibis
import ibis.expr.datatypes as dt
import ibis.expr.types as ir

from attending.sources.engine import RECORD, AnyLayout
from attending.sources.engines.dialect import Dialect
from attending.sources.limits import Limits
from attending.sources.report import refusal
from attending.sources.rules import Fault, Place

BAD: Final = "bad"
CUT: Final = "cut"
PERIOD: Final = "period"

_DATE = "(19|2[01])[0-9][0-9]-[0-9][0-9]-[0-9][0-9]"
CLOCK: Final = "([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]{1,9})?)?"
ZONE: Final = "(Z|[+-](0[0-9]|1[0-4])(:?[0-5][0-9])?)"
_ISO_8601 = rf"^{_DATE}([T ]{CLOCK} ?{ZONE}?)?$"
_ANY_YEAR = rf"^[0-9]{{4}}-[0-9][0-9]-[0-9][0-9]([T ]{CLOCK} ?{ZONE}?)?$"
_ESCAPED = r"^'('*[=+\-@\t\r\n])"
_FIRST_MONTH, _LAST_MONTH = 1900 * 12, 2199 * 12 + 11
KEY_CHARACTERS: Final = 500
"""The longest key."""


def parsed(
    layout: AnyLayout,
    places: tuple[Place, ...],
    limits: Limits,
    numeric: frozenset[str] = frozenset(),
    beside: Mapping[str, ir.Value] | None = None,
) -> ir.Table:
    """The table of a layout's rows, good and bad; `numeric` are the inputs to read as numbers.

    Columns: those that say where a row lies (FILE and RECORD in files); for each place `raw_i` (text), `value_i` and
    `fault_i`; those `beside` them, made of the layout's own; CUT (the last, unended row) and BAD (any fault). Values:
    score and comparator float64; outcome int8, null when not known; time int32, months since year 0; attributes and
    keys text. Raises LogRefused when a column's type cannot be what it is mapped to.
    """
    table = layout.table
    columns: dict[str, ir.Value] = {name: table[name] for name in layout.located} | dict(beside or {})
    faults = []
    for place in places:
        raw = table[layout.names[place.column]]
        text = as_text(raw, layout)
        value, fault = _read(place, raw, text, layout, limits, numeric)
        columns |= {place.raw: text, place.value: value, place.fault: fault.cast("int8")}
        faults.append(fault != Fault.NONE)
    cut_records = layout.cut_records()
    cut = table[RECORD].isin(cut_records) if cut_records else ibis.literal(value=False)
    return table.select(**columns, **{CUT: cut, BAD: reduce(or_, faults) | cut if cut_records else reduce(or_, faults)})


def as_text(raw: ir.Value, layout: AnyLayout) -> ir.StringValue:
    """A column as text, without the apostrophes of a file of corrected rows."""
    text = raw if raw.type().is_string() else layout.dialect.text(raw)
    return text.re_replace(_ESCAPED, r"\1") if layout.escaped else text


def _read(
    place: Place,
    raw: ir.Value,
    text: ir.StringValue,
    layout: AnyLayout,
    limits: Limits,
    numeric: frozenset[str],
) -> tuple[ir.Value, ir.IntegerValue]:
    match place.part:
        case "score":
            return _probability(place, raw, text, layout, needed=True)
        case "comparator":
            return _probability(place, raw, text, layout, needed=False)
        case "outcome":
            return _outcome(place, raw, text, layout)
        case "time":
            return _time(place, raw, text, layout)
        case "by" | "category" | "hours":
            return _level(place, raw, text, layout, limits)
        case "key" | "patient" | "case" | "activity" | "order":
            return _key(place, raw, text, layout)
        case "input":
            value = _input(place, raw, text, layout, number=place.column in numeric)
            return value, ibis.literal(Fault.NONE.value)


def _probability(
    place: Place, raw: ir.Value, text: ir.StringValue, layout: AnyLayout, *, needed: bool
) -> tuple[ir.Value, ir.IntegerValue]:
    kind, dialect = raw.type(), layout.dialect
    unparsed = ibis.literal(value=False)
    if kind.is_string():
        plain = dialect.stripped(text).nullif("")
        missing = plain.isnull()
        value = dialect.number(plain)
        unparsed = value.isnull() | dialect.is_nan(value)
    elif kind.is_float32():
        # 0.29 stored in 32 bits is less than 0.29: read the decimal that was meant, not its nearest 64-bit neighbour.
        missing = raw.isnull()
        value = raw.cast("string").cast("float64")
        unparsed = dialect.is_nan(value)
    elif kind.is_float64():
        missing, value, unparsed = raw.isnull(), raw, dialect.is_nan(raw)
    elif kind.is_integer() or kind.is_decimal():
        missing, value = raw.isnull(), raw.cast("float64")
    else:
        raise _wrong_type(place, kind, layout, "a number")
    if not needed and kind.is_floating():
        missing, unparsed, value = missing | dialect.is_nan(raw), ibis.literal(value=False), value.nullif(float("nan"))
    outside = (value < 0.0) | (value > 1.0)
    fault = ibis.cases(
        (missing, Fault.EMPTY.value if needed else Fault.NONE.value),
        (unparsed, Fault.NOT_A_NUMBER.value),
        (outside, Fault.OUTSIDE.value),
        else_=Fault.NONE.value,
    )
    return value, fault


def _outcome(place: Place, raw: ir.Value, text: ir.StringValue, layout: AnyLayout) -> tuple[ir.Value, ir.IntegerValue]:
    kind = raw.type()
    if kind.is_boolean():
        return ibis.cases((raw, 1), (~raw, 0)).cast("int8"), ibis.literal(Fault.NONE.value)
    if kind.is_string():
        plain = layout.dialect.stripped(text).lower().nullif("")
        known, one, zero = plain.notnull(), plain.isin(["1", "true", "1.0"]), plain.isin(["0", "false", "0.0"])
    elif kind.is_numeric():
        known, one, zero = raw.notnull(), raw == 1, raw == 0
        known = known & ~layout.dialect.is_nan(raw) if kind.is_floating() else known
    elif kind.is_null():
        return ibis.null("int8"), ibis.literal(Fault.NONE.value)
    else:
        raise _wrong_type(place, kind, layout, "0 and 1")
    value = ibis.cases((one, 1), (zero, 0)).cast("int8")
    return value, ibis.ifelse(known & value.isnull(), Fault.NOT_BINARY.value, Fault.NONE.value)


def _time(place: Place, raw: ir.Value, text: ir.StringValue, layout: AnyLayout) -> tuple[ir.Value, ir.IntegerValue]:
    kind = raw.type()
    if kind.is_string():
        plain = layout.dialect.stripped(text).nullif("")
        missing = plain.isnull()
        sound = plain.re_search(_ISO_8601) & layout.dialect.is_date(plain.substr(0, 10))
        # The month is the one the timestamp itself writes, in its own offset.
        period = layout.dialect.written_month(plain, sound)
        far = plain.re_search(_ANY_YEAR) & plain.substr(5, 5).re_search("^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$")
        far = far & ~plain.re_search(rf"^{_DATE}")
        fault = ibis.cases(
            (missing, Fault.EMPTY.value),
            (sound, Fault.NONE.value),
            (far, Fault.FAR_TIME.value),
            else_=Fault.NOT_A_TIME.value,
        )
        return period.cast("int32"), fault
    if kind.is_timestamp():
        local = _local(place, raw, kind, layout)
    elif kind.is_date():
        local = raw
    else:
        raise _wrong_type(place, kind, layout, "dates or timestamps")
    period = layout.dialect.month(local)
    inside = (period >= _FIRST_MONTH) & (period <= _LAST_MONTH)
    fault = ibis.cases((raw.isnull(), Fault.EMPTY.value), (inside, Fault.NONE.value), else_=Fault.FAR_TIME.value)
    return period.cast("int32"), fault


def _local(place: Place, raw: ir.TimestampValue, kind: dt.DataType, layout: AnyLayout) -> ir.TimestampValue:
    """The time on the wall in the zone in which the column's months are counted."""
    if not isinstance(kind, dt.Timestamp) or kind.timezone is None:
        return raw
    zone = layout.time_zones.get(place.column, "UTC")
    if zone.upper() == "UTC":
        return raw.cast("timestamp")
    if zone not in zoneinfo.available_timezones():
        raise _wrong_type(place, kind, layout, "a time in a named zone or UTC")
    local = layout.dialect.wall_clock(zone, raw)
    if local is None:
        raise refusal(
            f"This engine is not known to turn an instant into the time of {zone}",
            "Count its months in UTC, or map a column of dates or of local times",
            file=layout.name,
            column=place.column,
        )
    return local


def _level(
    place: Place, raw: ir.Value, text: ir.StringValue, layout: AnyLayout, limits: Limits
) -> tuple[ir.Value, ir.IntegerValue]:
    """The text itself: there are few levels and many rows, so levels are tidied once they are grouped."""
    kind = raw.type()
    if kind.is_nested() or kind.is_binary():
        raise _wrong_type(place, kind, layout, "text, numbers or dates")
    value = text.lower().nullif("nan") if kind.is_floating() else text
    if not kind.is_string():
        return value, ibis.literal(Fault.NONE.value)
    return value, _text_fault(text, limits.level_characters, layout.dialect)


def _key(place: Place, raw: ir.Value, text: ir.StringValue, layout: AnyLayout) -> tuple[ir.Value, ir.IntegerValue]:
    kind = raw.type()
    if kind.is_nested() or kind.is_binary():
        raise _wrong_type(place, kind, layout, "text, numbers or dates")
    value = layout.dialect.stripped(text)
    missing = value.isnull() | (value == "")
    fault = _text_fault(value, KEY_CHARACTERS, layout.dialect) if kind.is_string() else ibis.literal(Fault.NONE.value)
    return value, ibis.ifelse(missing, Fault.EMPTY.value, fault)


def _input(place: Place, raw: ir.Value, text: ir.StringValue, layout: AnyLayout, *, number: bool) -> ir.Value:
    """A number or a text; null where the value is missing. Nothing is a fault."""
    kind, dialect = raw.type(), layout.dialect
    if kind.is_null():
        return ibis.null("float64" if number else "string")
    if kind.is_nested() or not (kind.is_numeric() or kind.is_string() or kind.is_boolean()):
        raise _wrong_type(place, kind, layout, "numbers, text or booleans")
    plain = dialect.stripped(text).nullif("")
    if not number:
        return plain.nullif("nan") if kind.is_floating() else plain
    if kind.is_boolean():
        raise _wrong_type(place, kind, layout, "numbers, since it is declared as numeric")
    value = dialect.number(plain) if kind.is_string() else raw.cast("float64")
    if kind.is_string() or kind.is_floating():
        return ibis.ifelse(dialect.is_nan(value), ibis.null("float64"), value)
    return value


def _text_fault(text: ir.StringValue, longest: int, dialect: Dialect) -> ir.IntegerValue:
    control = reduce(or_, (dialect.holds(text, c) for c in ("\n", "\r", "\t")))
    return ibis.cases(
        (control, Fault.CONTROL.value), (text.length() > longest, Fault.TOO_LONG.value), else_=Fault.NONE.value
    )


def _wrong_type(place: Place, kind: dt.DataType, layout: AnyLayout, wanted: str) -> Exception:
    return refusal(
        f"The column is stored as {kind}, and {place.part} needs {wanted}",
        "Map another column, or write this one with its proper type",
        file=layout.name,
        column=place.column,
    )
