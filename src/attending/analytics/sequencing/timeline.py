"""What a plan amounts to, reckoned straight from its starts: when capabilities are there, what it uses and is worth.

This file knows nothing of any solver, so that a solver's plan can be held against it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from attending.analytics.sequencing.initiative import Initiative
from attending.analytics.sequencing.problem import ALL_TIERS, Amounts, Problem

Starts = Mapping[str, int]
"""Initiative -> the quarter it starts in; who is not named is not in the plan. What had started before is named too."""

LimitKind = Literal["resource", "change_load", "running", "live"]

LIMIT_KINDS: tuple[LimitKind, ...] = ("resource", "change_load", "running", "live")


@dataclass(frozen=True, slots=True, order=True)
class LimitPlace:
    """One limit: its kind, the resource, unit or tier, and the quarter."""

    kind: LimitKind
    name: str
    quarter: int


def amounts_of(problem: Problem, kind: LimitKind) -> Amounts:
    """The limits of one kind."""
    limits = problem.limits
    tables = {
        "resource": limits.resources,
        "change_load": limits.change_load,
        "running": limits.running,
        "live": limits.live,
    }
    return tables[kind]


def limit_at(problem: Problem, place: LimitPlace) -> float | None:
    """The limit there; None: there is none."""
    return amounts_of(problem, place.kind)[place.name][place.quarter]


def usage(problem: Problem, starts: Starts) -> dict[LimitPlace, float]:
    """How much of each limit a plan takes; limits of which it takes nothing are there too."""
    found = dict.fromkeys(limit_places(problem), 0.0)
    by_key = problem.initiatives_by_key
    for key in sorted(starts):
        for place, amount in taken_from(problem, by_key[key], starts[key]):
            if place in found:
                found[place] += amount
    return found


def taken_from(problem: Problem, initiative: Initiative, start: int) -> list[tuple[LimitPlace, float]]:
    """What an initiative that starts in `start` takes of each limit in each quarter of the plan, zeros left out."""
    taken: list[tuple[LimitPlace, float]] = []
    limits = problem.limits
    tiers = {ALL_TIERS, initiative.tier}
    for quarter in range(max(start, 0), problem.horizon):
        age = quarter - start
        if age < initiative.duration:
            taken += [(LimitPlace("resource", name, quarter), of[age]) for name, of in initiative.demand.items()]
            taken += [
                (LimitPlace("change_load", name, quarter), of[age]) for name, of in initiative.change_load.items()
            ]
            taken += [(LimitPlace("running", tier, quarter), 1.0) for tier in tiers if tier in limits.running]
        else:
            taken += [(LimitPlace("resource", name, quarter), of) for name, of in initiative.upkeep.items()]
            taken += [(LimitPlace("live", tier, quarter), 1.0) for tier in tiers if tier in limits.live]
    return [(place, amount) for place, amount in taken if amount]


def committed(problem: Problem) -> dict[str, int]:
    """The starts that are no longer open: what has started already, or has finished."""
    return {each.key: each.start for each in problem.initiatives if each.start is not None}


def value_of(problem: Problem, starts: Starts) -> float:
    """What a plan adds: the value of what it starts, and the end value of the capabilities it builds.

    What had started already adds the same to every plan and is left out.
    """
    parts = [
        each.value * problem.weight(starts[each.key] + each.duration)
        for each in problem.initiatives
        if each.start is None and each.key in starts
    ]
    there_anyway = available_from(problem, committed(problem))
    there = available_from(problem, starts)
    parts += [
        each.end_value * problem.end_weight
        for each in problem.capabilities
        if there_anyway[each.key] is None and there[each.key] is not None
    ]
    # Exactly rounded, so that the order of the list does not show in the last digit.
    return math.fsum(parts)


def available_from(problem: Problem, starts: Starts) -> dict[str, int | None]:
    """For each capability the first quarter at whose start it is there (`horizon`: at the plan's end); None: never."""
    found: dict[str, int | None] = {each.key: each.available for each in problem.capabilities}
    for each in problem.initiatives:
        at = starts.get(each.key)
        if at is None:
            continue
        for key in each.builds:
            known = found[key]
            found[key] = at + each.duration if known is None else min(known, at + each.duration)
    return {key: at if at is None or at <= problem.horizon else None for key, at in found.items()}


def limit_places(problem: Problem) -> tuple[LimitPlace, ...]:
    """Every limit there is, in a fixed order."""
    return tuple(
        LimitPlace(kind, name, quarter)
        for kind in LIMIT_KINDS
        for name in sorted(amounts_of(problem, kind))
        for quarter, amount in enumerate(amounts_of(problem, kind)[name])
        if amount is not None
    )
