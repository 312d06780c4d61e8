"""Times as a log writes or stores them, as milliseconds since 1970."""

from __future__ import annotations

from typing import Final

import ibis.expr.types as ir

from attending.sources.engine import AnyLayout
from attending.sources.report import refusal
from attending.sources.rows import CLOCK, ZONE, as_text

_YEAR: Final = "([0-9]{3}[1-9]|[0-9]{2}[1-9]0|[0-9][1-9]00|[1-9]000)"
_ISO_8601: Final = rf"^{_YEAR}-[0-9][0-9]-[0-9][0-9]([T ]{CLOCK} ?{ZONE}?)?$"


def instant(layout: AnyLayout, column: str, zone: str | None = None) -> ir.IntegerValue:
    """Milliseconds since 1970, rounded down, of a column's times; int64, null where there is none.

    Text is ISO 8601 of the years 1 to 9999; an offset may follow a blank, and seconds may be missing. A time without an
    offset is one of `zone`, or of UTC where that is None. Of an hour that comes twice in autumn the later is meant, and
    a time that spring skips lies an hour on. Raises LogRefused for an engine that is not known to tell the instants of
    a zone's times.
    """
    raw, dialect = layout.table[layout.names[column]], layout.dialect
    zone = None if zone == "UTC" else zone
    kind = raw.type()
    if kind.is_timestamp() and kind.timezone is not None:
        return dialect.since_1970(raw)
    if kind.is_timestamp() or kind.is_date():
        wall = raw.cast("timestamp")
        placed = wall if zone is None else dialect.instant(zone, wall)
        found = None if placed is None else dialect.since_1970(placed)
    else:
        plain = dialect.stripped(as_text(raw, layout))
        sound = plain.re_search(_ISO_8601) & dialect.is_date(plain.substr(0, 10))
        found = dialect.written_instant(plain, sound, zone)
    if found is None:
        raise refusal(
            f"This engine is not known to tell which instants times of {zone} are",
            "Give a view whose times have their offset from UTC, or declare no time zone where they are UTC",
            file=layout.name,
            column=column,
        )
    return found
