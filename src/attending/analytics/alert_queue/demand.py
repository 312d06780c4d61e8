"""Demand against capacity: the work that alerts bring to each shift, against the time of its people; not simulated.

What a gate asks first: where demand exceeds capacity no order and no luck helps.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from attending.analytics.alert_queue.inputs import Workload
from attending.analytics.alert_queue.staffing import DAY, Team

Floats = NDArray[np.float64]

_WEEK_DAYS = 7


@dataclass(frozen=True, slots=True)
class ShiftDemand:
    """One shift: alerts that fall to its people per shift, minutes they need, minutes its people have, and the share.

    `load` is needed / staffed minutes on an average day (offered load per person, Erlang's rho), `busiest` on the
    busiest weekday; None where nobody is on duty.
    """

    name: str
    people: int
    alerts: float
    minutes_needed: float
    minutes_staffed: float
    load: float | None
    busiest: float | None


@dataclass(frozen=True, slots=True)
class Demand:
    """Every shift, in the order given. `unreached` alerts a day lapse or are late whatever anybody does.

    `below_capacity`: every staffed shift needs less time than its people have, also on the busiest weekday, and no
    alert is unreached. `reasons` says in words what is not so.
    """

    threshold: float
    team: str
    alerts_per_day: float
    minutes_per_alert: float
    shifts: tuple[ShiftDemand, ...]
    unreached: float
    below_capacity: bool
    reasons: tuple[str, ...]


def demand(workload: Workload, threshold: float, team: Team) -> Demand:
    """The expected work at a threshold for each shift of a team, from the same inputs as the simulation.

    Alerts fall to whoever is on duty, in proportion where shifts overlap; those that come when nobody is, to the next
    people on duty, unless they lapse before. Raises ValueError as `Workload` does.
    """
    people = np.array(workload.people_of(team), dtype=np.float64)
    false, true = workload.validation.flagged(threshold)
    handling = workload.handling
    share = (false + true) / workload.validation.people
    work = true * handling.mean(true=True) + false * handling.mean(true=False)
    each = work / (false + true) if share else 0.0
    fallen, missed = _fallen(workload, people)
    alerts = share * fallen
    unreached = share * missed / _WEEK_DAYS
    staffed = people * np.array([shift.length for shift in workload.shifts])
    shifts = tuple(
        ShiftDemand(
            shift.name,
            int(people[at]),
            float(alerts[:, at].mean()),
            float(alerts[:, at].mean()) * each,
            float(staffed[at]),
            float(alerts[:, at].mean()) * each / float(staffed[at]) if staffed[at] else None,
            float(alerts[:, at].max()) * each / float(staffed[at]) if staffed[at] else None,
        )
        for at, shift in enumerate(workload.shifts)
    )
    reasons = tuple(_reasons(shifts, unreached, workload))
    return Demand(
        threshold, team.name, share * workload.arrivals.per_day, each, shifts, unreached, not reasons, reasons
    )


def _reasons(shifts: tuple[ShiftDemand, ...], unreached: float, workload: Workload) -> list[str]:
    told = []
    for each in shifts:
        if each.busiest is None or each.busiest < 1:
            continue
        day = "" if each.load is not None and each.load >= 1 else " on the busiest weekday"
        told.append(
            f"In shift {each.name} alerts need {100 * each.busiest:.0f} % of the time its {each.people} "
            f"{'person has' if each.people == 1 else 'people have'}{day}."
        )
    if unreached > 0 and workload.deadline is not None:
        told.append(
            f"{unreached:.1f} alerts a day come when nobody is on duty and the next shift begins after their deadline "
            f"of {workload.deadline.minutes:g} minutes."
        )
    return told


def _fallen(workload: Workload, people: Floats) -> tuple[Floats, float]:
    """Patients of a week by day and shift whose people they fall to, shape (7, shifts); and those nobody reaches."""
    minutes = int(DAY) * _WEEK_DAYS
    rates = np.asarray(workload.arrivals.by_hour)
    per_minute = np.repeat(np.tile(rates, -(-_WEEK_DAYS * 24 // len(rates)))[: _WEEK_DAYS * 24], 60) / 60
    # On duty for each minute of the week, and the day each shift began on.
    minute = np.arange(minutes)
    begin = np.array([shift.begin for shift in workload.shifts])
    length = np.array([shift.length for shift in workload.shifts])
    elapsed = (minute[:, None] - begin) % DAY
    present = np.where(elapsed < length, people, 0.0)
    began = ((minute[:, None] - elapsed) // DAY).astype(np.int64) % _WEEK_DAYS
    on_duty = present.sum(axis=1)
    # Each minute's patients are taken at the next minute with somebody on duty; the week repeats.
    staffed = np.flatnonzero(on_duty > 0)
    taken = staffed[np.searchsorted(staffed, minute) % len(staffed)]
    waits = (taken - minute) % minutes
    limit = workload.deadline.minutes if workload.deadline else np.inf
    reached = _reached(waits, limit)
    lapses = workload.deadline is not None and workload.deadline.after == "lapses"
    kept = per_minute * (reached if lapses else 1.0)
    fallen = np.zeros((_WEEK_DAYS, len(people)))
    for shift in range(len(people)):
        part = kept * present[taken, shift] / on_duty[taken]
        fallen[:, shift] = np.bincount(began[taken, shift], weights=part, minlength=_WEEK_DAYS)
    return fallen, float((per_minute * (1 - reached)).sum())


def _reached(waits: NDArray[np.int64], limit: float) -> Floats:
    """Share of each minute's patients who are still there when somebody comes on duty, `waits` whole minutes later."""
    # Those who come late in their minute wait up to one minute less.
    found: Floats = np.where(waits == 0, 1.0, np.clip(limit - waits + 1, 0.0, 1.0))
    return found
