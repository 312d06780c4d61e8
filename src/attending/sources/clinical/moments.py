"""Times as a log writes them, as milliseconds since 1970."""

from __future__ import annotations

from typing import Any, Final

import ibis
import ibis.expr.datatypes as dt
import ibis.expr.types as ir

_WITHOUT_SECONDS: Final = r"^(.{10})[T ](\d\d:\d\d) ?(Z|[+-][0-9:]+)?$"
_APART: Final = r" (Z|[+-][0-9:]+)$"


def _since_1970(moment: object) -> object:
    """Milliseconds since 1970; Ibis needs the name, the engine has the function."""


_epoch_ms: Any = ibis.udf.scalar.builtin(
    _since_1970, name="epoch_ms", signature=((dt.Timestamp(timezone="UTC"),), dt.int64)
)


def instant(text: ir.Value) -> ir.Value:
    """Milliseconds since 1970 of an ISO 8601 date or time; without an offset it is UTC; null where it is none.

    For DuckDB, which reads the files; offsets may follow a blank, and seconds may be missing.
    """
    plain = text.strip().nullif("").re_replace(_WITHOUT_SECONDS, r"\1 \2:00\3").re_replace(_APART, r"\1")
    return _epoch_ms(plain.try_cast(dt.Timestamp(timezone="UTC")))
