"""What a case is told apart by: site, subgroup, the shift or the weekday in which something began."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from attending.analytics.compiled import compiled
from attending.analytics.event_log.attributes import NO_SHIFT, WEEKDAY, WEEKDAYS
from attending.analytics.event_log.drawn import Shift
from attending.analytics.event_log.log import EventLog, Integers, Levels
from attending.analytics.event_log.wall_time import DAY, MINUTE, MONDAY, on_the_wall
from attending.analytics.stratum import NOT_RECORDED


def levels_at(
    log: EventLog, name: str, events: Integers, shifts: Sequence[Shift] = ()
) -> tuple[Levels, tuple[str, ...]]:
    """The level of attribute `name` for each of `events` (positions), and the level names in the order to show.

    An attribute of the log is what the event itself says, or else the first that its case says. The weekday, and a
    shift that the log does not record, follow from the event's time on the wall. Missing is a level of its own.
    """
    if name in log.attributes:
        levels = log.attributes[name]
        codes = _recorded(log.starts, levels.codes, events)
        codes = np.where(codes < 0, len(levels.names), codes).astype(np.int32)
        named = (*levels.names, NOT_RECORDED)
        return Levels(named, codes), (*sorted(levels.names), NOT_RECORDED)
    wall = on_the_wall(log.at[events], log.time_zone)
    if name == WEEKDAY:
        return Levels(WEEKDAYS, ((wall // DAY + MONDAY) % 7).astype(np.int32)), WEEKDAYS
    codes = np.full(len(events), len(shifts), dtype=np.int32)
    minute = wall % DAY // MINUTE
    for number, shift in reversed(list(enumerate(shifts))):
        codes[_within(minute, shift)] = number
    named = (*(shift.key for shift in shifts), NO_SHIFT)
    return Levels(named, codes), named


def _within(minute: Integers, shift: Shift) -> NDArray[np.bool_]:
    begins, ends = (each.hour * 60 + each.minute for each in (shift.begins, shift.ends))
    if begins < ends:
        return (minute >= begins) & (minute < ends)
    return (minute >= begins) | (minute < ends)


@compiled
def _recorded(starts: Integers, codes: NDArray[np.int32], events: Integers) -> NDArray[np.int32]:
    """The code of each event, or the first code of its case where the event has none; `events` ascend."""
    found = np.empty(len(events), dtype=np.int32)
    case = 0
    for i in range(len(events)):
        found[i] = codes[events[i]]
        if found[i] >= 0:
            continue
        while starts[case + 1] <= events[i]:
            case += 1
        for j in range(starts[case], starts[case + 1]):
            if codes[j] >= 0:
                found[i] = codes[j]
                break
    return found
