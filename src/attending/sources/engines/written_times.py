"""The parts of a sound ISO 8601 text, by functions of text that every engine has; offsets from UTC are arithmetic."""

from __future__ import annotations

from typing import Final

import ibis
import ibis.expr.types as ir

OFFSET: Final = "^.{10}[T ].*(Z|[+-](0[0-9]|1[0-4])(:?[0-5][0-9])?)$"
"""A sound ISO 8601 time with its offset from UTC."""

_TO_THE_SECOND: Final = "^.[0-9][0-9]:[0-9][0-9]:[0-9][0-9]"
_MINUTE: Final = 60_000


def wall_time(text: ir.StringValue) -> ir.TimestampValue:
    """The time as it is written, to the second and whatever its offset from UTC."""
    rest = text.substr(10)
    minute = ibis.ifelse(rest.length() < len("T14:05"), "00:00", rest.substr(1, 5))
    second = ibis.ifelse(rest.re_search(_TO_THE_SECOND), rest.substr(7, 2), "00")
    whole = text.substr(0, 10) + " " + minute + ":" + second
    written: ir.TimestampValue = whole.cast("timestamp")
    return written


def milliseconds(text: ir.StringValue) -> ir.IntegerValue:
    """What is written beyond the whole second, in milliseconds that are cut and not rounded; int64."""
    digits = text.re_replace("^[^.]*[.]?", "").re_replace("[^0-9].*$", "")
    # Filled up: .5 are 500 of them.
    written: ir.IntegerValue = (digits + "000").substr(0, 3).cast("int64")
    return written


def ahead_of_utc(text: ir.StringValue) -> ir.IntegerValue:
    """By how many milliseconds the written time is ahead of UTC, 0 where it does not say so; int64."""
    offset = text.substr(10).re_replace("^[^Z+-]*", "")
    digits = (offset.re_replace("[^0-9]", "") + "0000").substr(0, 4)
    minutes = digits.substr(0, 2).cast("int64") * 60 + digits.substr(2, 2).cast("int64")
    return ibis.ifelse(offset.substr(0, 1) == "-", -minutes, minutes) * _MINUTE
