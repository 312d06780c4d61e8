"""The queue itself: when each alert is begun, and what that adds up to.

All loops stand in this one file because the cache of compiled code looks at the file of the caller only.
"""

from __future__ import annotations

import heapq
import math

import numpy as np
from numpy.typing import NDArray

from attending.analytics.compiled import compiled

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]

_ON, _DAY, _NEXT = 0, 1, 2


@compiled
def _next_person(
    floor: float, state: Integers, free: Floats, off: Floats, row: Integers, roster: Floats, people: Integers
) -> int:
    """The person who can begin soonest, not before `floor`; of those who wait, whoever has waited longest.

    Those whose shift is over at `floor` go home; shifts that begin before anybody is free come on, those of 24 hours
    only once. `state` holds how many are on duty, and the day and row of the shift that comes next.
    """
    while True:
        kept, best = 0, -1
        for at in range(state[_ON]):
            if max(free[at], floor) < off[at]:
                free[kept], off[kept], row[kept] = free[at], off[at], row[at]
                if best < 0 or free[kept] < free[best]:
                    best = kept
                kept += 1
        state[_ON] = kept
        day, at = state[_DAY], state[_NEXT]
        begin, end = day * 1440.0 + roster[at, 0], day * 1440.0 + roster[at, 1]
        if best >= 0 and begin > max(free[best], floor):
            return best
        state[_NEXT] += 1
        if state[_NEXT] == len(people):
            state[_DAY], state[_NEXT] = day + 1, 0
        always = end - begin >= 1440.0
        if (end > floor and not always) or (always and day < 0):
            for _ in range(people[at]):
                free[state[_ON]], off[state[_ON]], row[state[_ON]] = begin, math.inf if always else end, at
                state[_ON] += 1


@compiled
def start_times(
    arrival: Floats,
    minutes: Floats,
    rank: Integers,
    by_rank: bool,
    patience: float,
    roster: Floats,
    people: Integers,
) -> tuple[Floats, Integers, Floats]:
    """When each alert is begun (NaN: it lapsed), in which row of the roster, and minutes worked past that shift's end.

    arrival: ascending, 0 or more; minutes: more than 0; rank: the higher, the sooner where `by_rank`, equal ranks and
    else all by arrival; patience: minutes after which an alert lapses, or infinity. roster: shape (shifts, 2), begin
    and end in minutes of the day each shift begins on, ascending by begin; who has a span of 24 hours never goes.
    people: at least one somewhere. Work in hand at a shift's end is finished by whoever has it. What happens at one
    instant happens in this order: work ends, shifts begin and end, alerts arrive, alerts are begun; one begun exactly
    at its last minute has not lapsed.
    """
    size = len(arrival)
    start, done_by, over = np.full(size, np.nan), np.full(size, -1, dtype=np.int64), np.zeros(size)
    room = 3 * people.sum()
    free, off, row = np.empty(room), np.empty(room), np.empty(room, dtype=np.int64)
    # The shifts of the day before may still run at midnight, but everybody comes on as if rested.
    state = np.array([0, -1, 0], dtype=np.int64)
    if not by_rank:
        for at in range(size):
            best = _next_person(arrival[at], state, free, off, row, roster, people)
            begun = max(arrival[at], free[best])
            if begun <= arrival[at] + patience:
                start[at], done_by[at] = begun, row[best]
                free[best] = begun + minutes[at]
                over[at] = max(0.0, free[best] - off[best])
        return start, done_by, over
    # A waiting alert is one number: first by rank from the top, then by arrival.
    waiting = [np.int64(0)]
    waiting.pop()
    top = rank.max() if size else 0
    clock, at = 0.0, 0
    while at < size or len(waiting) > 0:
        floor = clock if len(waiting) > 0 else arrival[at]
        best = _next_person(floor, state, free, off, row, roster, people)
        clock = max(floor, free[best])
        while at < size and arrival[at] <= clock:
            heapq.heappush(waiting, np.int64((top - rank[at]) << 32 | at))
            at += 1
        while len(waiting) > 0:
            first = heapq.heappop(waiting) & 0xFFFFFFFF
            if clock <= arrival[first] + patience:
                start[first], done_by[first] = clock, row[best]
                free[best] = clock + minutes[first]
                over[first] = max(0.0, free[best] - off[best])
                break
    return start, done_by, over


@compiled
def tally(
    arrival: Floats,
    minutes: Floats,
    true: Flags,
    start: Floats,
    done_by: Integers,
    over: Floats,
    arrived_in: Integers,
    deadline: float,
    decay: float,
    cutoff: float,
    shifts: int,
) -> tuple[Floats, Floats]:
    """Sums over alerts, and the same by shift.

    deadline: minutes within which an alert is in time; a true alert begun d minutes after it came is worth
    exp(-d / decay) up to `cutoff` minutes. Sums: alerts, true ones, handled, true handled, in time, true in time,
    minutes waited, effect of the true ones handled, minutes worked, minutes all alerts would take. By shift, shape
    (shifts + 1, 6), the last row for alerts that came when no shift ran: alerts that came in it, of them in time, of
    them lapsed, alerts its people handled, minutes they worked, of them past its end.
    """
    total, by_shift = np.zeros(10), np.zeros((shifts + 1, 6))
    for at in range(len(arrival)):
        here = arrived_in[at]
        total[0] += 1
        total[9] += minutes[at]
        by_shift[here, 0] += 1
        if true[at]:
            total[1] += 1
        if math.isnan(start[at]):
            by_shift[here, 2] += 1
            continue
        waited = start[at] - arrival[at]
        total[2] += 1
        total[6] += waited
        total[8] += minutes[at]
        by_shift[done_by[at], 3] += 1
        by_shift[done_by[at], 4] += minutes[at]
        by_shift[done_by[at], 5] += over[at]
        in_time = start[at] <= arrival[at] + deadline
        if in_time:
            total[4] += 1
            by_shift[here, 1] += 1
        if true[at]:
            total[3] += 1
            if in_time:
                total[5] += 1
            if start[at] <= arrival[at] + cutoff:
                total[7] += math.exp(-waited / decay)
    return total, by_shift
