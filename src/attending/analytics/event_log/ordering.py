"""Put encoded events in order, and find those that say the same as another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from attending.analytics.compiled import compiled
from attending.analytics.event_log.log import MOST_ACTIVITIES, EventLog, Integers, Levels

_SHORT: Final = 64
"""Up to so many events a loop over pairs is faster than a sort."""

_LARGEST_CODE: Final = 2**62


@dataclass(frozen=True)
class Ordered:
    """A log in order; `repeated` events said the same as another, `moved` stood before an earlier one of their case."""

    log: EventLog
    repeated: int
    moved: int


def in_order(
    case: NDArray[np.int32],
    activity: NDArray[np.uint16],
    at: Integers,
    activities: tuple[str, ...],
    *,
    attributes: Mapping[str, Levels] | None = None,
    identity: Sequence[NDArray[np.int32]] = (),
    drop_repeated: bool = True,
    time_zone: str = "UTC",
) -> Ordered:
    """The log of events given in the order of their source, one entry an event in every array.

    `case` numbers the cases from 0 on. An event of the same case, activity and millisecond as another says the same
    when all codes of `identity` agree too (each -1 or above); of those one is kept, or all unless `drop_repeated`; they
    are counted either way. Raises ValueError for more than 2,000 activities.
    """
    if len(activities) > MOST_ACTIVITIES:
        raise ValueError(
            f"The log has {len(activities):,} different activities, and at most {MOST_ACTIVITIES:,} are compared: "
            "map a column that names kinds of event, not single ones."
        )
    attributes = attributes or {}
    counts = np.bincount(case, minlength=1) if len(case) else np.zeros(0, dtype=np.int64)
    order, moments, moved, long = _by_case(case, at, _offsets(counts), _SHORT)
    for begin, end in long:
        part = np.argsort(moments[begin:end], kind="stable")
        order[begin:end] = order[begin:end][part]
        moments[begin:end] = moments[begin:end][part]
    starts = _offsets(counts[counts > 0])
    content = _content(activity[order], [codes[order] for codes in identity])
    repeated, many = _repeats(starts, moments, content, _SHORT)
    for begin, end in many:
        found = np.ones(end - begin, dtype=np.bool_)
        found[np.unique(content[begin:end], return_index=True)[1]] = False
        repeated[begin:end] = found
    number = int(np.count_nonzero(repeated))
    if number and drop_repeated:
        kept = ~repeated
        order, moments = order[kept], moments[kept]
        starts = _offsets(np.add.reduceat(kept, starts[:-1], dtype=np.int64))
    log = EventLog(
        activities,
        starts,
        activity[order],
        moments,
        {name: Levels(each.names, each.codes[order]) for name, each in attributes.items()},
        time_zone,
    )
    return Ordered(log, number, int(moved))


def _offsets(counts: Integers) -> Integers:
    offsets = np.zeros(len(counts) + 1, dtype=np.int64)
    np.cumsum(counts, out=offsets[1:])
    return offsets


def _content(activity: NDArray[np.uint16], identity: Sequence[NDArray[np.int32]]) -> Integers:
    """One number for everything that an event says beside its case and time."""
    content = activity.astype(np.int64)
    range_of = int(content.max()) + 1 if len(content) else 1
    for codes in identity:
        levels = int(codes.max()) + 2 if len(codes) else 2
        if range_of * levels >= _LARGEST_CODE:
            content = np.unique(content, return_inverse=True)[1].astype(np.int64)
            range_of = len(content)
        content = content * levels + (codes.astype(np.int64) + 1)
        range_of *= levels
    return content


@compiled
def _by_case(
    case: NDArray[np.int32], at: Integers, starts: Integers, short: int
) -> tuple[NDArray[np.int32], Integers, int, list[tuple[int, int]]]:
    """Positions by case and time, stable, and their moments; how many stood too late; which long cases need a sort."""
    order = np.empty(len(case), dtype=np.int32)
    moments = np.empty(len(case), dtype=np.int64)
    free = starts[:-1].copy()
    for i in range(len(case)):
        place = free[case[i]]
        order[place] = i
        moments[place] = at[i]
        free[case[i]] += 1
    moved = 0
    long = [(0, 0)]
    for c in range(len(starts) - 1):
        begin, end = starts[c], starts[c + 1]
        before = moved
        for i in range(begin + 1, end):
            if moments[i] < moments[i - 1]:
                moved += 1
        if moved == before:
            continue
        if end - begin > short:
            long.append((begin, end))
            continue
        for i in range(begin + 1, end):
            this, moment = order[i], moments[i]
            j = i
            while j > begin and moments[j - 1] > moment:
                order[j], moments[j] = order[j - 1], moments[j - 1]
                j -= 1
            order[j], moments[j] = this, moment
    return order, moments, moved, long


@compiled
def _repeats(
    starts: Integers, moments: Integers, content: Integers, short: int
) -> tuple[NDArray[np.bool_], list[tuple[int, int]]]:
    """Which events say the same as an earlier one, and where so many share a time that they are to be sorted."""
    repeated = np.zeros(len(moments), dtype=np.bool_)
    many = [(0, 0)]
    for c in range(len(starts) - 1):
        begin = starts[c]
        while begin < starts[c + 1]:
            end = begin + 1
            while end < starts[c + 1] and moments[end] == moments[begin]:
                end += 1
            if end - begin > short:
                many.append((begin, end))
            else:
                for i in range(begin + 1, end):
                    for j in range(begin, i):
                        if content[i] == content[j]:
                            repeated[i] = True
                            break
            begin = end
    return repeated, many
