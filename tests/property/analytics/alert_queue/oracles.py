"""Two other ways to the same start times, event by event: a list of events, and SimPy with people as they come and go.

Both know nothing of the loops that are tried. At one instant work ends first, then shifts begin, then alerts arrive,
and only then whoever is free begins with what waits; somebody whose shift ends now does not begin any more.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count

import numpy as np
import simpy

from attending.analytics.alert_queue import Shift
from attending.analytics.alert_queue.kernels import start_times
from attending.analytics.alert_queue.roster import roster

DAY = 1440


@dataclass
class Person:
    off: float
    shift: int
    since: float
    order: int


@dataclass
class Alerts:
    """What both ways are asked; `rank` is None where alerts are taken as they come."""

    arrival: Sequence[float]
    minutes: Sequence[float]
    rank: Sequence[int] | None
    patience: float
    shifts: Sequence[Shift]
    people: Sequence[int]
    start: list[float] = field(init=False)
    shift: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self.start = [math.nan] * len(self.arrival)
        self.shift = [-1] * len(self.arrival)

    def best(self, waiting: list[int]) -> int:
        """Which of those waiting is next."""
        return min(waiting, key=lambda i: (0 if self.rank is None else -self.rank[i], i))

    def come_on(self, row: int, now: float, order: Iterator[int]) -> list[Person]:
        """The people of a shift that begins now; those of a shift of 24 hours never go."""
        length = self.shifts[row].length
        return [
            Person(now + (length if length < DAY else math.inf), row, now, next(order)) for _ in range(self.people[row])
        ]

    def rows(self) -> list[int]:
        return sorted(range(len(self.shifts)), key=lambda at: self.shifts[at].begin)


def ours(asked: Alerts) -> tuple[list[float], list[int]]:
    """As the compiled loops say."""
    rows = roster(asked.shifts, asked.people)
    rank = np.zeros(len(asked.arrival), dtype=np.int64) if asked.rank is None else np.array(asked.rank, dtype=np.int64)
    start, done_by, _ = start_times(
        np.array(asked.arrival, dtype=float),
        np.array(asked.minutes, dtype=float),
        rank,
        asked.rank is not None,
        float(asked.patience),
        rows.spans,
        rows.people,
    )
    return start.tolist(), np.where(done_by >= 0, rows.place[done_by], -1).tolist()


def by_events(asked: Alerts) -> tuple[list[float], list[int]]:
    """By a list of events in order of time."""
    serial = count()
    events: list[tuple[float, int, int, object]] = []
    for i, at in enumerate(asked.arrival):
        heapq.heappush(events, (at, 2, next(serial), i))
    rows = asked.rows()
    for day in (-1, 0):
        for row in rows:
            heapq.heappush(events, (day * DAY + asked.shifts[row].begin, 1, next(serial), row))
    idle: list[Person] = []
    waiting: list[int] = []
    left = len(asked.arrival)
    order = count()
    while left:
        now = events[0][0]
        while events and events[0][0] == now:
            _, kind, _, what = heapq.heappop(events)
            if kind == 0:
                what.since = now
                idle.append(what)
            elif kind == 1:
                if now < 0 or asked.shifts[what].length < DAY:
                    idle += asked.come_on(what, now, order)
                if now >= 0:
                    heapq.heappush(events, (now + DAY, 1, next(serial), what))
            else:
                waiting.append(what)
        if events and events[0][0] < 0:
            continue
        idle = [person for person in idle if now < person.off]
        while waiting and idle:
            i = asked.best(waiting)
            waiting.remove(i)
            left -= 1
            if now > asked.arrival[i] + asked.patience:
                continue
            person = min(idle, key=lambda one: (one.since, one.order))
            idle.remove(person)
            asked.start[i], asked.shift[i] = now, person.shift
            heapq.heappush(events, (now + asked.minutes[i], 0, next(serial), person))
    return asked.start, asked.shift


def by_simpy(asked: Alerts) -> tuple[list[float], list[int]]:
    """By processes in SimPy: one for each alert, shift and piece of work, and a desk that gives work out.

    SimPy takes what happens at one time in the order it was scheduled, so the desk is woken with a priority below that
    of everything else: it sees all arrivals, all ends of work and all shifts of the instant.
    """
    env = simpy.Environment()
    idle: list[Person] = []
    waiting: list[int] = []
    order = count()
    done = env.event()
    left = [len(asked.arrival)]

    def wake() -> None:
        bell = simpy.Event(env)
        bell._ok, bell._value = True, None
        bell.callbacks.append(desk)
        env.schedule(bell, priority=2)

    def desk(_: simpy.Event) -> None:
        idle[:] = [person for person in idle if env.now < person.off]
        while waiting and idle:
            i = asked.best(waiting)
            waiting.remove(i)
            left[0] -= 1
            if env.now <= asked.arrival[i] + asked.patience:
                person = min(idle, key=lambda one: (one.since, one.order))
                idle.remove(person)
                asked.start[i], asked.shift[i] = env.now, person.shift
                env.process(work(person, i))
        if not left[0] and not done.triggered:
            done.succeed()

    def alert(i: int):
        yield env.timeout(asked.arrival[i])
        waiting.append(i)
        wake()

    def work(person: Person, i: int):
        yield env.timeout(asked.minutes[i])
        person.since = env.now
        idle.append(person)
        wake()

    def shift(row: int):
        yield env.timeout(asked.shifts[row].begin)
        while True:
            idle.extend(asked.come_on(row, env.now, order))
            wake()
            yield env.timeout(DAY)

    for row in asked.rows():
        idle.extend(asked.come_on(row, asked.shifts[row].begin - DAY, order))
    for row in asked.rows():
        if asked.shifts[row].length < DAY:
            env.process(shift(row))
    for i in range(len(asked.arrival)):
        env.process(alert(i))
    if left[0]:
        env.run(done)
    return asked.start, asked.shift


def by_resource(asked: Alerts) -> list[float]:
    """By SimPy's own resources, for people who are always there; without two events at one time."""
    env = simpy.Environment()
    team = simpy.PriorityResource(env, capacity=asked.people[0])

    def alert(i: int):
        yield env.timeout(asked.arrival[i])
        with team.request(priority=0 if asked.rank is None else -asked.rank[i]) as request:
            yield request | env.timeout(asked.patience) if math.isfinite(asked.patience) else request
            if request.triggered:
                asked.start[i] = env.now
                yield env.timeout(asked.minutes[i])

    for i in range(len(asked.arrival)):
        env.process(alert(i))
    env.run()
    return asked.start
