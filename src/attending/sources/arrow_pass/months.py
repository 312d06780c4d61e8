"""From instants to the months they lie in, as `rows` reads them: the wall clock of the timestamp's own zone."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from attending.sources.arrow_pass.aside import StandAside
from attending.sources.arrow_pass.plain import narrow

if TYPE_CHECKING:  # most logs are in UTC or in no zone, and need no rules of zones
    from zoneinfo import ZoneInfo

_PER_DAY: Final = {"s": 86_400, "ms": 86_400_000, "us": 86_400_000_000, "ns": 86_400_000_000_000}
_FIRST: Final = 1900
_LAST: Final = 2199
_DAYS: Final = int(np.datetime64(f"{_FIRST}-01-01", "D").astype(np.int64))
# Zones are read from the system's own rules here and from the engine's there; both agree between these years.
_ZONED_FIRST, _ZONED_LAST = 1980, 2036


class Months:
    """The months met so far, each with a number in the order of meeting; `met` counts them from year 0."""

    def __init__(self) -> None:
        self.met: list[int] = []
        days = np.arange(_DAYS, int(np.datetime64(f"{_LAST + 1}-01-01", "D").astype(np.int64)))
        self._month_of_day = days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int32) + 1970 * 12
        self._number = np.full((_LAST + 1) * 12, -1, dtype=np.int32)
        self._zones: dict[tuple[str, str], NDArray[np.int64]] = {}

    def of_days(self, days: NDArray[Any]) -> NDArray[Any]:
        """Numbers of the months of days since 1970."""
        if not len(days):
            return np.zeros(0, dtype=np.int32)
        low, high = int(days.min()) - _DAYS, int(days.max()) - _DAYS
        if low < 0 or high >= len(self._month_of_day):
            raise StandAside
        table = self._numbered(self._month_of_day[low : high + 1])
        return np.asarray(table[days - (low + _DAYS)])

    def of_instants(self, ticks: NDArray[np.int64], unit: str, zone: str | None) -> NDArray[Any]:
        """Numbers of the months of instants since 1970 in units of s, ms, us or ns."""
        per_day = _PER_DAY[unit]
        if zone is None or zone.upper() == "UTC":
            return self.of_days(ticks // per_day)
        if not len(ticks):
            return np.zeros(0, dtype=np.int32)
        starts = self._starts(zone, unit)
        found = np.searchsorted(starts, ticks, side="right") - 1
        if int(found.min()) < 0 or int(found.max()) >= len(starts) - 1:
            raise StandAside
        low = int(found.min())
        months = _ZONED_FIRST * 12 + np.arange(low, int(found.max()) + 1, dtype=np.int32)
        return np.asarray(self._numbered(months)[found - low])

    def _numbered(self, months: NDArray[np.int32]) -> NDArray[Any]:
        """Numbers of ascending months; a month between two that are met may get one and hold no row."""
        for month in sorted(set(months[self._number[months] < 0].tolist())):
            self._number[month] = len(self.met)
            self.met.append(month)
        return narrow(self._number[months])

    def _starts(self, zone: str, unit: str) -> NDArray[np.int64]:
        """The instants at which months begin on the wall clock of a zone."""
        if (zone, unit) not in self._zones:
            from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

            try:
                clock = ZoneInfo(zone)
            except (ZoneInfoNotFoundError, ValueError):
                raise StandAside from None
            per_second = _PER_DAY[unit] // 86_400
            starts = [
                _start(year, month, clock) * per_second
                for year in range(_ZONED_FIRST, _ZONED_LAST + 1)
                for month in range(1, 13)
            ]
            self._zones[zone, unit] = np.array(starts, dtype=np.int64)
        return self._zones[zone, unit]


def _start(year: int, month: int, clock: ZoneInfo) -> int:
    """Seconds since 1970 at which a month begins; a clock that is set at that very hour is left to the engine."""
    first = dt.datetime(year, month, 1, tzinfo=clock)
    instant = first.timestamp()
    around = [dt.datetime.fromtimestamp(instant + h * 3600, dt.UTC).astimezone(clock).utcoffset() for h in (-3, 0, 3)]
    if around[0] != around[1] or around[1] != around[2]:
        raise StandAside
    return int(instant)
