"""Drawn steps against the log: which are seen, and whether they come in the drawn order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from attending.analytics.compiled import compiled
from attending.analytics.event_log.drawn import DrawnStep, precedes
from attending.analytics.event_log.log import MOST_ACTIVITIES, EventLog, Integers
from attending.analytics.event_log.results import (
    ActivityCount,
    Coverage,
    DirectlyFollows,
    OrderCheck,
    Reversal,
    StepCoverage,
)


def check_steps(
    log: EventLog, graph: DirectlyFollows, steps: Sequence[DrawnStep], flows: Iterable[tuple[str, str]]
) -> tuple[Coverage, OrderCheck]:
    """Hold the log against `steps` and the `flows` between them, pairs of keys; `graph` is that of the log.

    An event whose activity evidences two steps belongs to both. Order is that of the first event of each step. Raises
    ValueError for more than 2,000 steps with events in the log: their pairs are counted in one square table.
    """
    known = set(log.activities)
    mapped = [step for step in steps if known.intersection(step.activities)]
    if len(mapped) > MOST_ACTIVITIES:
        raise ValueError(
            f"The map has {len(mapped):,} steps with events in the log, and at most {MOST_ACTIVITIES:,} are compared: "
            "hold its parts against the log one by one."
        )
    first, members = _members(log, mapped)
    before = precedes([step.key for step in mapped], flows)
    counted = _check(log.starts, log.activity, log.at, first, members, before)
    events, cases, both, reversed_, compared, turned = counted
    return (
        covered(
            steps,
            graph,
            dict(zip((step.key for step in mapped), zip(events.tolist(), cases.tolist(), strict=True), strict=True)),
            log.events,
            log.cases,
        ),
        OrderCheck(log.cases, int(compared), int(turned), reversals(mapped, both, reversed_)),
    )


def covered(
    steps: Sequence[DrawnStep],
    graph: DirectlyFollows,
    found: dict[str, tuple[int, int]],
    events: int,
    cases: int,
) -> Coverage:
    """The coverage of `steps`, with the events and cases `found` of each mapped one."""
    known = {each.name for each in graph.activities}
    drawn = {name for step in steps for name in step.activities}
    told = []
    for step in steps:
        step_events, step_cases = found.get(step.key, (0, 0))
        absent = tuple(name for name in step.activities if name not in known)
        mapped = bool(step.activities)
        told.append(StepCoverage(step.key, step.name, mapped, step_events, step_cases, step.activities, absent))
    undrawn: tuple[ActivityCount, ...] = tuple(each for each in graph.activities if each.name not in drawn)
    return Coverage(tuple(told), events, events - sum(each.events for each in undrawn), cases, undrawn)


def reversals(
    mapped: Sequence[DrawnStep], both: NDArray[np.int64], reversed_: NDArray[np.int64]
) -> tuple[Reversal, ...]:
    """The pairs of steps that some case has in the other order, from counts by pair."""
    pairs = [
        Reversal(mapped[i].name, mapped[j].name, int(both[i, j]), int(reversed_[i, j]))
        for i, j in zip(*(each.tolist() for each in np.nonzero(reversed_)), strict=True)
    ]
    return tuple(sorted(pairs, key=lambda pair: (-pair.share, -pair.reversed, pair.earlier, pair.later)))


def _members(log: EventLog, mapped: Sequence[DrawnStep]) -> tuple[Integers, Integers]:
    """The steps of each activity, end to end, and where those of activity a begin (shape: activities + 1)."""
    number = {name: code for code, name in enumerate(log.activities)}
    of_activity: list[list[int]] = [[] for _ in log.activities]
    for at, step in enumerate(mapped):
        for name in dict.fromkeys(step.activities):
            if name in number:
                of_activity[number[name]].append(at)
    first = np.cumsum([0, *(len(each) for each in of_activity)], dtype=np.int64)
    return first, np.array([step for each in of_activity for step in each], dtype=np.int64)


@compiled
def _check(
    starts: Integers,
    activity: NDArray[np.uint16],
    at: Integers,
    first: Integers,
    members: Integers,
    before: NDArray[np.bool_],
) -> tuple[Integers, Integers, Integers, Integers, int, int]:
    """Per step its events and cases; per pair cases with both and reversed ones; cases compared, and with a reversal.

    `touched` holds the steps of one case, so that a case costs by its own steps however many the map has.
    """
    size = len(before)
    events = np.zeros(size, dtype=np.int64)
    cases = np.zeros(size, dtype=np.int64)
    both = np.zeros((size, size), dtype=np.int64)
    turned = np.zeros((size, size), dtype=np.int64)
    earliest = np.zeros(size, dtype=np.int64)
    touched = np.zeros(size, dtype=np.int64)
    seen_in = np.full(size, -1, dtype=np.int64)
    cases_compared = 0
    cases_turned = 0
    for c in range(len(starts) - 1):
        count = 0
        for i in range(starts[c], starts[c + 1]):
            for m in range(first[activity[i]], first[activity[i] + 1]):
                step = members[m]
                events[step] += 1
                if seen_in[step] != c:
                    seen_in[step] = c
                    cases[step] += 1
                    earliest[step] = at[i]
                    touched[count] = step
                    count += 1
        compared = False
        against = False
        for x in range(count):
            for y in range(count):
                u, v = touched[x], touched[y]
                if before[u, v]:
                    compared = True
                    both[u, v] += 1
                    if earliest[v] < earliest[u]:
                        turned[u, v] += 1
                        against = True
        cases_compared += compared
        cases_turned += against
    return events, cases, both, turned, cases_compared, cases_turned
