"""From a row as the log writes it to a row as a review uses it, with the fault of each value.

The same expressions serve text (CSV) and typed columns (Parquet). No type is guessed: text is cast where the mapping
says what it is, so a unit called MAY or MON stays a unit.
"""

from __future__ import annotations

import zoneinfo
from functools import reduce
from operator import or_
from typing import Any, Final

import ibis
import ibis.expr.datatypes as dt
import ibis.expr.types as ir

from attending.sources.engine import FILE, RECORD, Layout
from attending.sources.limits import Limits
from attending.sources.report import refusal
from attending.sources.rules import Fault, Place

BAD: Final = "bad"
CUT: Final = "cut"
PERIOD: Final = "period"

_DATE = r"(19|2[01])\d\d-\d\d-\d\d"
_CLOCK = r"([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?"
_ZONE = r"(Z|[+-](0\d|1[0-4])(:?[0-5]\d)?)"
_ISO_8601 = rf"^{_DATE}([T ]{_CLOCK} ?{_ZONE}?)?$"
_ANY_YEAR = rf"^\d{{4}}-\d\d-\d\d([T ]{_CLOCK} ?{_ZONE}?)?$"
_ESCAPED = r"^'('*[=+\-@\t\r\n])"
_FIRST_MONTH, _LAST_MONTH = 1900 * 12, 2199 * 12 + 11
_KEY_CHARACTERS = 500


def _wall_clock(zone: str, instant: object) -> object:
    """The time on the wall in a zone at an instant; Ibis needs the name, the engine has the function."""


_in_zone: Any = ibis.udf.scalar.builtin(
    _wall_clock, name="timezone", signature=((dt.string, dt.Timestamp(timezone="UTC")), dt.timestamp)
)


def parsed(layout: Layout, places: tuple[Place, ...], limits: Limits) -> ir.Table:
    """The table of a layout's rows, good and bad.

    Columns: FILE, RECORD; for each place `raw_i` (text), `value_i` and `fault_i`; CUT (the last, unended row) and BAD
    (any fault). Values: score and comparator float64; outcome int8, null when not known; time int32, months since year
    0; attributes and keys text. Raises LogRefused when a column's type cannot be what it is mapped to.
    """
    table = layout.table
    columns: dict[str, ir.Value] = {FILE: table[FILE], RECORD: table[RECORD]}
    faults = []
    for place in places:
        raw = table[layout.names[place.column]]
        text = _text(raw, escaped=layout.escaped)
        value, fault = _read(place, raw, text, layout, limits)
        columns |= {place.raw: text, place.value: value, place.fault: fault.cast("int8")}
        faults.append(fault != Fault.NONE)
    cut_records = layout.cut_records()
    cut = table[RECORD].isin(cut_records) if cut_records else ibis.literal(value=False)
    return table.select(**columns, **{CUT: cut, BAD: reduce(or_, faults) | cut if cut_records else reduce(or_, faults)})


def _text(raw: ir.Value, *, escaped: bool) -> ir.StringValue:
    text = raw if raw.type().is_string() else raw.cast("string")
    return text.re_replace(_ESCAPED, r"\1") if escaped else text


def _read(
    place: Place, raw: ir.Value, text: ir.StringValue, layout: Layout, limits: Limits
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
        case "by":
            return _level(place, raw, text, layout, limits)
        case "key" | "patient":
            return _key(place, raw, text, layout)


def _probability(
    place: Place, raw: ir.Value, text: ir.StringValue, layout: Layout, *, needed: bool
) -> tuple[ir.Value, ir.IntegerValue]:
    kind = raw.type()
    unparsed = ibis.literal(value=False)
    if kind.is_string():
        plain = text.strip().nullif("")
        missing = plain.isnull()
        value = plain.try_cast("float64")
        # The engine reads 0.2_5 as a number; a person does not.
        unparsed = value.isnull() | plain.contains("_") | value.isnan()
    elif kind.is_float32():
        # 0.29 stored in 32 bits is less than 0.29: read the decimal that was meant, not its nearest 64-bit neighbour.
        missing = raw.isnull()
        value = raw.cast("string").cast("float64")
        unparsed = value.isnan()
    elif kind.is_float64():
        missing, value, unparsed = raw.isnull(), raw, raw.isnan()
    elif kind.is_integer() or kind.is_decimal():
        missing, value = raw.isnull(), raw.cast("float64")
    else:
        raise _wrong_type(place, kind, layout, "a number")
    if not needed and kind.is_floating():
        missing, unparsed, value = missing | raw.isnan(), ibis.literal(value=False), value.nullif(float("nan"))
    outside = (value < 0.0) | (value > 1.0)
    fault = ibis.cases(
        (missing, Fault.EMPTY.value if needed else Fault.NONE.value),
        (unparsed, Fault.NOT_A_NUMBER.value),
        (outside, Fault.OUTSIDE.value),
        else_=Fault.NONE.value,
    )
    return value, fault


def _outcome(place: Place, raw: ir.Value, text: ir.StringValue, layout: Layout) -> tuple[ir.Value, ir.IntegerValue]:
    kind = raw.type()
    if kind.is_boolean():
        return raw.cast("int8"), ibis.literal(Fault.NONE.value)
    if kind.is_string():
        plain = text.strip().lower().nullif("")
        known, one, zero = plain.notnull(), plain.isin(["1", "true", "1.0"]), plain.isin(["0", "false", "0.0"])
    elif kind.is_numeric():
        known, one, zero = raw.notnull(), raw == 1, raw == 0
        known = known & ~raw.isnan() if kind.is_floating() else known
    elif kind.is_null():
        return ibis.null("int8"), ibis.literal(Fault.NONE.value)
    else:
        raise _wrong_type(place, kind, layout, "0 and 1")
    value = ibis.cases((one, 1), (zero, 0)).cast("int8")
    return value, ibis.ifelse(known & value.isnull(), Fault.NOT_BINARY.value, Fault.NONE.value)


def _time(place: Place, raw: ir.Value, text: ir.StringValue, layout: Layout) -> tuple[ir.Value, ir.IntegerValue]:
    kind = raw.type()
    if kind.is_string():
        plain = text.strip().nullif("")
        missing = plain.isnull()
        sound = plain.re_search(_ISO_8601) & plain.substr(0, 10).try_cast("date").notnull()
        # The month is the one the timestamp itself writes, in its own offset.
        period = plain.substr(0, 4).try_cast("int32") * 12 + plain.substr(5, 2).try_cast("int32") - 1
        far = plain.re_search(_ANY_YEAR) & plain.substr(5, 5).re_search(r"^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")
        far = far & ~plain.re_search(rf"^{_DATE}")
        fault = ibis.cases(
            (missing, Fault.EMPTY.value),
            (sound, Fault.NONE.value),
            (far, Fault.FAR_TIME.value),
            else_=Fault.NOT_A_TIME.value,
        )
        return period.cast("int32"), fault
    if kind.is_timestamp():
        local = raw
        if isinstance(kind, dt.Timestamp) and kind.timezone is not None:
            zone = layout.time_zones.get(place.column, "UTC")
            if zone.upper() != "UTC" and zone not in zoneinfo.available_timezones():
                raise _wrong_type(place, kind, layout, "a time in a named zone or UTC")
            local = raw.cast("timestamp") if zone.upper() == "UTC" else _in_zone(zone, raw)
    elif kind.is_date():
        local = raw
    else:
        raise _wrong_type(place, kind, layout, "dates or timestamps")
    period = local.year() * 12 + local.month() - 1
    inside = (period >= _FIRST_MONTH) & (period <= _LAST_MONTH)
    fault = ibis.cases((raw.isnull(), Fault.EMPTY.value), (inside, Fault.NONE.value), else_=Fault.FAR_TIME.value)
    return period.cast("int32"), fault


def _level(
    place: Place, raw: ir.Value, text: ir.StringValue, layout: Layout, limits: Limits
) -> tuple[ir.Value, ir.IntegerValue]:
    """The text itself: there are few levels and many rows, so levels are tidied once they are grouped."""
    kind = raw.type()
    if kind.is_nested() or kind.is_binary():
        raise _wrong_type(place, kind, layout, "text, numbers or dates")
    value = text.nullif("nan") if kind.is_floating() else text
    if not kind.is_string():
        return value, ibis.literal(Fault.NONE.value)
    return value, _text_fault(text, limits.level_characters)


def _key(place: Place, raw: ir.Value, text: ir.StringValue, layout: Layout) -> tuple[ir.Value, ir.IntegerValue]:
    kind = raw.type()
    if kind.is_nested() or kind.is_binary():
        raise _wrong_type(place, kind, layout, "text, numbers or dates")
    value = text.strip()
    missing = value.isnull() | (value == "")
    fault = _text_fault(value, _KEY_CHARACTERS) if kind.is_string() else ibis.literal(Fault.NONE.value)
    return value, ibis.ifelse(missing, Fault.EMPTY.value, fault)


def _text_fault(text: ir.StringValue, longest: int) -> ir.IntegerValue:
    control = reduce(or_, (text.contains(c) for c in ("\n", "\r", "\t")))
    return ibis.cases(
        (control, Fault.CONTROL.value), (text.length() > longest, Fault.TOO_LONG.value), else_=Fault.NONE.value
    )


def _wrong_type(place: Place, kind: dt.DataType, layout: Layout, wanted: str) -> Exception:
    return refusal(
        f"The column is stored as {kind}, and {place.part} needs {wanted}",
        "Map another column, or write this one with its proper type",
        file=next(iter(layout.parts.values())).file.name,
        column=place.column,
    )
