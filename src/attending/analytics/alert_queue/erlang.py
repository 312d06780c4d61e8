"""Erlang's delay formula (Erlang C), to hold the simulation against where its assumptions are met.

A. K. Erlang 1917, Solution of some problems in the theory of probabilities of significance in automatic telephone
exchanges (Elektroteknikeren 13; Post Office Electrical Engineers' Journal 10:189, 1918).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from attending.analytics.alert_queue.checks import require
from attending.analytics.alert_queue.inputs import Workload
from attending.analytics.alert_queue.roster import shift_of_minute
from attending.analytics.alert_queue.staffing import DAY, Team


@dataclass(frozen=True, slots=True)
class ErlangC:
    """The steady state of a queue that nobody leaves: who must wait, how long on average, and the load per person."""

    people: int
    load: float
    must_wait: float
    mean_wait: float
    minutes: float

    def within(self, minutes: float) -> float:
        """The share that is begun within so many minutes, 0 or more."""
        free = self.people * (1 - self.load) / self.minutes
        return 1 - self.must_wait * math.exp(-free * minutes)


def erlang_c(per_minute: float, minutes: float, people: int) -> ErlangC:
    """Alerts that come at a constant rate, exponential handling times of mean `minutes`, `people` always on duty.

    By Erlang B's recursion, which does not overflow. Raises ValueError at a load of 1 or more, where the queue grows
    without end.
    """
    require("per_minute", per_minute, above=0, most=1e6)
    require("minutes", minutes, above=0, most=1e6)
    require("people", people, least=1, most=1e6)
    offered = per_minute * minutes
    if offered >= people:
        raise ValueError(
            f"{offered:g} people's work comes to {people}: the queue grows without end; add people or raise the bar."
        )
    blocked = 1.0
    for count in range(1, people + 1):
        blocked = offered * blocked / (count + offered * blocked)
    load = offered / people
    must_wait = blocked / (1 - load * (1 - blocked))
    return ErlangC(people, load, must_wait, must_wait * minutes / (people * (1 - load)), minutes)


@dataclass(frozen=True, slots=True)
class Plausibility:
    """What Erlang's formula says beside a simulation, or which of its assumptions are not met here.

    `approximate` says that it fits roughly: because handling times are not exponential, where the mean wait is scaled
    by (1 + variation^2) / 2 (Allen & Cunneen; exact for one person), or because shifts hand over, which the formula
    does not know: there it waits a little longer than the simulation.
    """

    expected: ErlangC | None
    mean_wait: float | None
    approximate: bool
    unmet: tuple[str, ...]


def plausibility(workload: Workload, threshold: float, team: Team) -> Plausibility:
    """Erlang C for one threshold with one team, where alerts come evenly, staff is constant and nothing lapses."""
    people, shifts, hours = workload.people_of(team), workload.shifts, workload.arrivals.by_hour
    unmet = []
    if len(set(hours)) > 1:
        unmet.append("patients do not come evenly over the day")
    gaps = bool((shift_of_minute(shifts) == len(shifts)).any())
    if len(set(people)) > 1 or gaps or sum(shift.length for shift in shifts) != DAY:
        unmet.append("the number of people on duty changes over the day")
    if workload.deadline is not None and workload.deadline.after == "lapses":
        unmet.append("alerts lapse")
    if workload.order != "first-come":
        unmet.append("alerts are not taken in the order they come")
    false, true = workload.validation.flagged(threshold)
    if workload.handling.false_minutes is not None:
        unmet.append("true and false alerts take different times")
    rate = (false + true) / workload.validation.people * workload.arrivals.per_day / DAY
    if not unmet and (rate <= 0 or rate * workload.handling.minutes >= people[0]):
        unmet.append("there is no work" if rate <= 0 else "more work comes than people can do")
    if unmet:
        return Plausibility(None, None, False, tuple(unmet))
    found = erlang_c(rate, workload.handling.minutes, people[0])
    handling = workload.handling
    variation = 1.0 if handling.kind == "exponential" else handling.spread / handling.minutes
    approximate = handling.kind != "exponential" or len(shifts) > 1
    return Plausibility(found, found.mean_wait * (1 + variation**2) / 2, approximate, ())
