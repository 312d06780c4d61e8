"""Times as a log writes them, as milliseconds since 1970."""

from __future__ import annotations

from typing import Any, Final

import ibis
import ibis.expr.datatypes as dt
import ibis.expr.types as ir

from attending.sources.time_zones import OFFSET

_WITHOUT_SECONDS: Final = r"^(.{10})[T ](\d\d:\d\d) ?(Z|[+-][0-9:]+)?$"
_APART: Final = r" (Z|[+-][0-9:]+)$"


def _since_1970(moment: object) -> object:
    """Milliseconds since 1970; Ibis needs the name, the engine has the function."""


def _local(zone: object, moment: object) -> object:
    """The instant of a time on the wall in a zone; Ibis needs the name, the engine has the function."""


_in_zone: Any = ibis.udf.scalar.builtin(
    _local, name="timezone", signature=((dt.string, dt.timestamp), dt.Timestamp(timezone="UTC"))
)
_epoch_ms: Any = ibis.udf.scalar.builtin(
    _since_1970, name="epoch_ms", signature=((dt.Timestamp(timezone="UTC"),), dt.int64)
)


def instant(text: ir.Value, zone: str | None = None) -> ir.Value:
    """Milliseconds since 1970 of an ISO 8601 time; null where it is none. Without an offset it is one of `zone`.

    Without a zone that is UTC. Of an hour that comes twice in autumn the engine takes one, and of one that a zone skips
    in spring the time an hour on.

    For DuckDB, which reads the files; offsets may follow a blank, and seconds may be missing.
    """
    plain = text.strip().nullif("").re_replace(_WITHOUT_SECONDS, r"\1 \2:00\3").re_replace(_APART, r"\1")
    moment = plain.try_cast(dt.Timestamp(timezone="UTC"))
    if zone is None:
        return _epoch_ms(moment)
    local = _in_zone(zone, plain.try_cast("timestamp"))
    return _epoch_ms(ibis.ifelse(plain.re_search(OFFSET), moment, local))
