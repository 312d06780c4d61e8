"""Moments as the clock on the wall shows them, from the few times at which a zone changes its offset from UTC."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np

from attending.analytics.event_log.log import MILLISECONDS, Integers

MINUTE: Final = 60 * MILLISECONDS
DAY: Final = 24 * 60 * MINUTE
MONDAY: Final = 3
"""Days from a Monday to 1 January 1970, a Thursday."""

_START: Final = datetime(1970, 1, 1, tzinfo=UTC)


def offsets(zone: str, first: int, last: int) -> list[tuple[int, int]]:
    """From which moment on the clocks of `zone` are how far ahead of UTC, from `first` to `last`.

    All in milliseconds, moments since 1970. A zone changes at most once between two midnights in UTC, on a minute.
    """
    local = ZoneInfo(zone)
    found = [(first, _ahead(first, local))]
    for midnight in range(first // DAY * DAY, last + DAY, DAY):
        if _ahead(midnight + DAY, local) == found[-1][1]:
            continue
        low, high = midnight // MINUTE - 1, midnight // MINUTE + DAY // MINUTE
        while high - low > 1:
            middle = (low + high) // 2
            if _ahead(middle * MINUTE, local) == found[-1][1]:
                low = middle
            else:
                high = middle
        found.append((high * MINUTE, _ahead(high * MINUTE, local)))
    return found


def on_the_wall(at: Integers, zone: str) -> Integers:
    """Moments in milliseconds since 1970 in UTC as the clock on the wall in `zone` shows them, in the same unit."""
    if zone == "UTC" or not len(at):
        return at
    changes = offsets(zone, int(at.min()), int(at.max()))
    since, ahead = (np.array(each, dtype=np.int64) for each in zip(*changes, strict=True))
    wall: Integers = at + ahead[np.maximum(np.searchsorted(since, at, side="right") - 1, 0)]
    return wall


def day(at: int, zone: str) -> str:
    """The ISO date in `zone` of a moment in milliseconds since 1970."""
    return _moment(at).astimezone(ZoneInfo(zone)).date().isoformat()


def _ahead(at: int, local: ZoneInfo) -> int:
    offset = _moment(at).astimezone(local).utcoffset()
    return 0 if offset is None else round(offset.total_seconds() * MILLISECONDS)


def _moment(at: int) -> datetime:
    return _START + timedelta(milliseconds=at)
