"""Demand against capacity, in words: which shift cannot carry a threshold, and the ways out."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from typing import Final

from attending.analytics.alert_queue import Demand, ShiftDemand, Team, Workload, demand

_MOST_MORE: Final = 50


def demand_of(workload: Workload, threshold: float, people: Mapping[str, int]) -> Demand:
    """The expected work at a threshold for so many people by shift. Raises ValueError for what cannot be."""
    return demand(workload, threshold, Team("asked", dict(people)))


def refusals(found: Demand) -> list[str]:
    """Why it cannot be signed: each shift whose demand reaches its capacity, with the figures; empty if none does."""
    told = [_over(shift) for shift in found.shifts if shift.busiest is not None and shift.busiest >= 1]
    if found.unreached > 0:
        told.append(
            f"{found.unreached:.1f} alerts a day come when nobody is on duty, and nobody reaches them before their "
            "deadline."
        )
    return told


def _over(shift: ShiftDemand) -> str:
    """In the figures of an average day where that is too much already, else in those of the busiest weekday."""
    load, busiest = shift.load or 0.0, shift.busiest or 0.0
    day, share, more = ("", load, 1.0) if load >= 1 else (" on the busiest weekday", busiest, busiest / load)
    people = "1 person" if shift.people == 1 else f"{shift.people} people"
    return (
        f"Shift {shift.name}: {shift.alerts * more:.1f} alerts need {shift.minutes_needed * more:.0f} minutes{day}; "
        f"{people} {'has' if shift.people == 1 else 'have'} {shift.minutes_staffed:.0f}, so {100 * share:.0f} % is "
        "asked of them."
    )


def ways_out(workload: Workload, threshold: float, people: Mapping[str, int]) -> list[str]:
    """What would stay below capacity: a higher threshold with this team, or more people at this threshold."""
    found = []
    higher = _carried(workload, threshold, people)
    if higher is not None:
        found.append(f"With this team a threshold of {higher:g} stays below capacity.")
    more = _enough(workload, threshold, people)
    if more is not None:
        said = ", ".join(f"{count} in shift {shift}" for shift, count in more.items() if count != people[shift])
        found.append(f"At {threshold:g} it takes {said}.")
    return found or ["Shorten the handling of an alert, or let the score run where fewer patients are scored."]


def _carried(workload: Workload, threshold: float, people: Mapping[str, int]) -> float | None:
    """The lowest threshold of the grid above this one that the team carries; demand falls as thresholds rise."""
    grid = [each for each in workload.grid if each > threshold]
    at = bisect_left(grid, True, key=lambda each: demand_of(workload, each, people).below_capacity)
    return grid[at] if at < len(grid) else None


def _enough(workload: Workload, threshold: float, people: Mapping[str, int]) -> dict[str, int] | None:
    """The people by shift that carry the threshold, adding one at a time where it is too much."""
    trial = dict(people)
    for _ in range(_MOST_MORE):
        found = demand_of(workload, threshold, trial)
        if found.below_capacity:
            return trial
        short = [shift.name for shift in found.shifts if shift.busiest is not None and shift.busiest >= 1]
        short = short or [shift.name for shift in found.shifts if shift.people == 0]
        if not short:
            return None
        for name in short:
            trial[name] += 1
    return None
