"""What the checks of a row ask of an engine, where engines answer in different ways.

The patterns keep to what RE2, PostgreSQL and Java read alike: bracket expressions, no classes, no lookaround.
"""

from __future__ import annotations

from typing import Any, Final

import ibis
import ibis.expr.datatypes as dt
import ibis.expr.types as ir

from attending.sources.engines.written_times import OFFSET, ahead_of_utc, milliseconds, wall_time

_NUMBER: Final = "^[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]{1,2})?$"
_TINY: Final = "^[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)[eE]-[0-9]{3,}$"
_HUGE: Final = "^[+-]?(inf|infinity|([0-9]+[.]?[0-9]*|[.][0-9]+)[eE][+]?[0-9]{3,})$"
_DAYS: Final = "((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))"
_LEAP: Final = "([0-9][0-9](0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)"
_REAL_DATE: Final = f"^([0-9][0-9][0-9][0-9]-{_DAYS}|{_LEAP}-02-29)$"
_LONGEST_NUMBER: Final = 100
_BLANKS: Final = " \t\n\r"
_WITHOUT_SECONDS: Final = r"^(.{10})[T ](\d\d:\d\d) ?(Z|[+-][0-9:]+)?$"
_APART: Final = r" (Z|[+-][0-9:]+)$"


class Dialect:
    """An engine with regular expressions and CASE that evaluates only the branch it takes."""

    has_patterns = True

    def number(self, text: ir.StringValue) -> ir.FloatingValue:
        """The number a text writes; null when it writes none, infinite when it is beyond every probability."""
        value: ir.FloatingValue = ibis.cases(
            (text.re_search(_NUMBER) & (text.length() <= _LONGEST_NUMBER), text.cast("float64")),
            (text.re_search(_TINY), ibis.literal(0.0)),
            (text.lower().re_search(_HUGE), ibis.literal("inf").cast("float64")),
            else_=ibis.null("float64"),
        )
        return value

    def is_date(self, text: ir.StringValue) -> ir.BooleanValue:
        """Whether a text of ten characters is a date of the calendar."""
        return text.re_search(_REAL_DATE)

    def written_month(self, text: ir.StringValue, sound: ir.BooleanValue, /) -> ir.IntegerValue:
        """Months since year 0 of an ISO 8601 text; null where it is not `sound`."""
        months = text.substr(0, 4).cast("int32") * 12 + text.substr(5, 2).cast("int32") - 1
        return ibis.ifelse(sound, months, ibis.null("int32"))

    def month(self, wall: ir.TimestampValue | ir.DateValue, /) -> ir.IntegerValue:
        """Months since year 0 of a stored time; null for what is no time."""
        return wall.year() * 12 + wall.month() - 1

    def stripped(self, text: ir.StringValue) -> ir.StringValue:
        """The text without outer blanks."""
        return text.strip()

    def holds(self, text: ir.StringValue, character: str) -> ir.BooleanValue:
        """Whether the text has a character."""
        return text.contains(character)

    def is_nan(self, value: ir.FloatingValue, /) -> ir.BooleanValue:
        """Whether a number is not a number."""
        return value.isnan()

    def text(self, value: ir.Value) -> ir.StringValue:
        """A value as DuckDB writes it: whole numbers of a floating type with one decimal."""
        written: ir.StringValue = value.cast("string")
        if not value.type().is_floating():
            return written
        whole = (value == value.floor()) & (value.abs() < 1e15)
        return ibis.ifelse(whole, value.cast("int64").cast("string") + ".0", written)

    def wall_clock(self, _zone: str, _instant: ir.TimestampValue, /) -> ir.TimestampValue | None:
        """The time on the wall in a zone at an instant; None when the engine is not known to tell it."""
        return None

    def instant(self, _zone: str, _wall: ir.TimestampValue, /) -> ir.TimestampValue | None:
        """The instant of a time on the wall in a zone; None when the engine is not known to tell it.

        Of a time that comes twice the later instant, of one that is skipped that of an hour on.
        """
        return None

    def since_1970(self, moment: ir.TimestampValue, /) -> ir.IntegerValue:
        """Milliseconds since 1970 of an instant, or of a time in UTC; int64, null for what is no time."""
        whole = moment.truncate("s").epoch_seconds().cast("int64") * 1000
        return whole + moment.millisecond().cast("int64")

    def written_instant(
        self, text: ir.StringValue, sound: ir.BooleanValue, zone: str | None, /
    ) -> ir.IntegerValue | None:
        """Milliseconds since 1970 of an ISO 8601 text without outer blanks; int64, null where it is not `sound`.

        Without its offset it is a time of `zone`, or of UTC without one; None as `instant` gives it.
        """
        wall = wall_time(text)
        at = self.since_1970(wall) + milliseconds(text) - ahead_of_utc(text)
        if zone is not None:
            placed = self.instant(zone, wall)
            if placed is None:
                return None
            at = ibis.ifelse(text.re_search(OFFSET), at, self.since_1970(placed) + milliseconds(text))
        return ibis.ifelse(sound, at, ibis.null("int64"))


class DuckDb(Dialect):
    """DuckDB, on files or on a database file."""

    def number(self, text: ir.StringValue) -> ir.FloatingValue:
        value = text.try_cast("float64")
        # The engine reads 0.2_5 as a number; a person does not.
        return ibis.ifelse(text.contains("_"), ibis.null("float64"), value)

    def is_date(self, text: ir.StringValue) -> ir.BooleanValue:
        return text.try_cast("date").notnull()

    def written_month(self, text: ir.StringValue, _sound: ir.BooleanValue, /) -> ir.IntegerValue:
        return text.substr(0, 4).try_cast("int32") * 12 + text.substr(5, 2).try_cast("int32") - 1

    def since_1970(self, moment: ir.TimestampValue, /) -> ir.IntegerValue:
        milliseconds: ir.IntegerValue = _epoch_ms(moment)
        return milliseconds

    def written_instant(
        self, text: ir.StringValue, sound: ir.BooleanValue, zone: str | None, /
    ) -> ir.IntegerValue | None:
        # The engine wants seconds, and no blank before an offset.
        plain = text.re_replace(_WITHOUT_SECONDS, r"\1 \2:00\3").re_replace(_APART, r"\1")
        at = _epoch_ms(plain.try_cast(dt.Timestamp(timezone="UTC")))
        if zone is not None:
            local = _epoch_ms(_in_zone(zone, plain.try_cast("timestamp")))
            at = ibis.ifelse(text.re_search(OFFSET), at, local)
        return ibis.ifelse(sound, at, ibis.null("int64"))

    def text(self, value: ir.Value) -> ir.StringValue:
        written: ir.StringValue = value.cast("string")
        return written

    def wall_clock(self, zone: str, instant: ir.TimestampValue, /) -> ir.TimestampValue | None:
        local: ir.TimestampValue = _timezone(zone, instant)
        return local

    def instant(self, zone: str, wall: ir.TimestampValue, /) -> ir.TimestampValue | None:
        placed: ir.TimestampValue = _in_zone(zone, wall)
        return placed


class Postgres(Dialect):
    """PostgreSQL, and engines that speak as it does."""

    def wall_clock(self, zone: str, instant: ir.TimestampValue, /) -> ir.TimestampValue | None:
        local: ir.TimestampValue = _timezone(zone, instant)
        return local

    def instant(self, zone: str, wall: ir.TimestampValue, /) -> ir.TimestampValue | None:
        placed: ir.TimestampValue = _in_zone(zone, wall)
        return placed

    # PostgreSQL knows a time called infinity, and cannot make a number of it.

    def month(self, wall: ir.TimestampValue | ir.DateValue, /) -> ir.IntegerValue:
        return ibis.ifelse(_isfinite(wall), super().month(wall), ibis.null("int32"))

    def since_1970(self, moment: ir.TimestampValue, /) -> ir.IntegerValue:
        return ibis.ifelse(_isfinite(moment), super().since_1970(moment), ibis.null("int64"))


class Spark(Dialect):
    """Spark 4 and Databricks, where a cast of a text that does not fit is an error (ANSI mode)."""

    def stripped(self, text: ir.StringValue) -> ir.StringValue:
        # Ibis trims also \v and \f, which Spark's literals read as the letters v and f.
        plain: ir.StringValue = _btrim(text, _BLANKS)
        return plain

    def wall_clock(self, zone: str, instant: ir.TimestampValue, /) -> ir.TimestampValue | None:
        local: ir.TimestampValue = _from_utc_timestamp(instant, zone)
        return local

    def instant(self, zone: str, wall: ir.TimestampValue, /) -> ir.TimestampValue | None:
        placed = _to_utc_timestamp(wall, zone)
        # Of a time that comes twice Spark takes the earlier one.
        later = placed + ibis.interval(hours=1)
        return ibis.ifelse(_from_utc_timestamp(later, zone) == wall, later, placed)


class SqlServer(Dialect):
    """SQL Server, which has no regular expressions before 2025: columns of text cannot be checked there."""

    has_patterns = False

    def holds(self, text: ir.StringValue, character: str) -> ir.BooleanValue:
        return text.find(character) >= 0

    def is_nan(self, _value: ir.FloatingValue, /) -> ir.BooleanValue:
        return ibis.literal(value=False)


_SPEAKING: Final[dict[str, Dialect]] = {
    "duckdb": DuckDb(),
    "postgres": Postgres(),
    "pyspark": Spark(),
    "databricks": Spark(),
    "mssql": SqlServer(),
}
DUCKDB: Final = _SPEAKING["duckdb"]


def dialect_of(backend: str) -> Dialect:
    """How an engine answers, by the name Ibis has for it."""
    return _SPEAKING.get(backend, Dialect())


def _wall_clock(first: object, second: object) -> object:
    """Ibis needs a name and types; the engine has the function."""


def _of_moment(moment: object) -> object:
    """Ibis needs a name and types; the engine has the function."""


def _trim(text: str, characters: str) -> str:
    """Ibis needs a name and types; the engine has the function."""
    return text.strip(characters)


_timezone: Any = ibis.udf.scalar.builtin(
    _wall_clock, name="timezone", signature=((dt.string, dt.Timestamp(timezone="UTC")), dt.timestamp)
)
_in_zone: Any = ibis.udf.scalar.builtin(
    _wall_clock, name="timezone", signature=((dt.string, dt.timestamp), dt.Timestamp(timezone="UTC"))
)
_epoch_ms: Any = ibis.udf.scalar.builtin(_of_moment, name="epoch_ms", signature=((dt.timestamp,), dt.int64))
_isfinite: Any = ibis.udf.scalar.builtin(_of_moment, name="isfinite", signature=((dt.timestamp,), dt.boolean))
_from_utc_timestamp: Any = ibis.udf.scalar.builtin(
    _wall_clock, name="from_utc_timestamp", signature=((dt.Timestamp(timezone="UTC"), dt.string), dt.timestamp)
)
_to_utc_timestamp: Any = ibis.udf.scalar.builtin(
    _wall_clock, name="to_utc_timestamp", signature=((dt.timestamp, dt.string), dt.Timestamp(timezone="UTC"))
)
_btrim: Any = ibis.udf.scalar.builtin(_trim, name="btrim", signature=((dt.string, dt.string), dt.string))
