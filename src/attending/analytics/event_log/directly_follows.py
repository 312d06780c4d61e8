"""The directly-follows graph: which activity comes next, how often, and after how long.

Source: van der Aalst, Process Mining: Data Science in Action, 2nd edition (Springer 2016), section 5.2.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from attending.analytics.compiled import compiled
from attending.analytics.event_log.log import MILLISECONDS, EventLog, Integers
from attending.analytics.event_log.results import ActivityCount, DirectlyFollows, Edge


@dataclass(frozen=True)
class _Counted:
    """One pass: per activity its events, its cases, and those that begin and end with it; per pair number and cases."""

    events: Integers
    cases: Integers
    first: Integers
    last: Integers
    pairs: Integers
    pair_cases: Integers


def directly_follows(log: EventLog) -> DirectlyFollows:
    """Every activity and every pair of activities that follow one another directly in a case.

    Activities are ordered by their number of events, pairs by theirs, both then by name. Times between the two events
    of a pair are in seconds.
    """
    size = len(log.activities)
    counted = _Counted(*_count(log.starts, log.activity, size))
    offsets = np.zeros(size * size + 1, dtype=np.int64)
    np.cumsum(counted.pairs.ravel(), out=offsets[1:])
    gaps = _gaps(log.starts, log.activity, log.at, size, offsets)
    edges = []
    for pair in np.flatnonzero(counted.pairs.ravel()).tolist():
        of_pair = gaps[offsets[pair] : offsets[pair + 1]]
        source, target = divmod(pair, size)
        edges.append(
            Edge(
                log.activities[source],
                log.activities[target],
                len(of_pair),
                int(counted.pair_cases[source, target]),
                float(of_pair.mean()) / MILLISECONDS,
                float(np.median(of_pair)) / MILLISECONDS,
            )
        )
    activities = [
        ActivityCount(name, *(int(each[i]) for each in (counted.events, counted.cases, counted.first, counted.last)))
        for i, name in enumerate(log.activities)
        if counted.events[i]
    ]
    return DirectlyFollows(
        tuple(sorted(activities, key=lambda each: (-each.events, each.name))),
        tuple(sorted(edges, key=lambda each: (-each.count, each.source, each.target))),
        log.events - log.cases,
    )


@compiled
def _count(
    starts: Integers, activity: NDArray[np.uint16], size: int
) -> tuple[Integers, Integers, Integers, Integers, Integers, Integers]:
    events = np.zeros(size, dtype=np.int64)
    cases = np.zeros(size, dtype=np.int64)
    first = np.zeros(size, dtype=np.int64)
    last = np.zeros(size, dtype=np.int64)
    pairs = np.zeros((size, size), dtype=np.int64)
    pair_cases = np.zeros((size, size), dtype=np.int64)
    seen_in = np.full(size, -1, dtype=np.int64)
    pair_in = np.full((size, size), -1, dtype=np.int64)
    for c in range(len(starts) - 1):
        begin, end = starts[c], starts[c + 1]
        first[activity[begin]] += 1
        last[activity[end - 1]] += 1
        for i in range(begin, end):
            this = activity[i]
            events[this] += 1
            if seen_in[this] != c:
                seen_in[this] = c
                cases[this] += 1
            if i > begin:
                before = activity[i - 1]
                pairs[before, this] += 1
                if pair_in[before, this] != c:
                    pair_in[before, this] = c
                    pair_cases[before, this] += 1
    return events, cases, first, last, pairs, pair_cases


@compiled
def _gaps(starts: Integers, activity: NDArray[np.uint16], at: Integers, size: int, offsets: Integers) -> Integers:
    """Milliseconds from each event to the next, those of each pair together."""
    gaps = np.empty(offsets[-1], dtype=np.int64)
    free = offsets[:-1].copy()
    for c in range(len(starts) - 1):
        for i in range(starts[c] + 1, starts[c + 1]):
            pair = np.int64(activity[i - 1]) * size + activity[i]
            gaps[free[pair]] = at[i] - at[i - 1]
            free[pair] += 1
    return gaps
