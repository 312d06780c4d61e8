"""The same problem some quarters later, from where things really are: what runs, what is late, what is done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from attending.analytics.sequencing.initiative import Initiative
from attending.analytics.sequencing.problem import Amounts, Limits, Problem
from attending.analytics.sequencing.wishes import Must, Never, StartIn, Wish


@dataclass(frozen=True, slots=True)
class Progress:
    """How an initiative really stands, in quarters of the old plan.

    state: "running" or "finished" with `started` and `finish`, the quarter it runs through as now expected (finished:
    before now); "waiting", with `ready` the first quarter in which it can start now, or None where that is as it was;
    "stopped" for good.
    """

    initiative: str
    state: Literal["waiting", "running", "finished", "stopped"]
    started: int | None = None
    finish: int | None = None
    ready: int | None = None


def replanned(problem: Problem, now: int, progress: Iterable[Progress], further: tuple[str, ...] = ()) -> Problem:
    """The problem whose first quarter is the old quarter `now`, with `further` quarters at its end.

    Further quarters have the limits of the old last one. What is late takes in its added quarters what it took in its
    last one. Who is not among `progress` waits. Wishes for quarters that have passed become wishes for the first one,
    and those for what has started are kept by what happened. Raises ValueError for states that cannot be.
    """
    if not 0 <= now < problem.horizon + len(further):
        raise ValueError(f"Quarter {now} is not one of this plan's; give 0 to {problem.horizon + len(further) - 1}.")
    states = {each.initiative: each for each in progress}
    unknown = sorted(states.keys() - problem.initiatives_by_key.keys())
    if unknown:
        raise ValueError(f"There is no initiative {unknown[0]!r} in this plan's list.")
    stands = {key: _checked(each, now) for key, each in states.items()}
    limits = problem.limits
    return replace(
        problem,
        quarters=(*problem.quarters, *further)[now:],
        initiatives=tuple(_moved(each, stands.get(each.key), now) for each in problem.initiatives),
        capabilities=tuple(
            replace(each, available=None if each.available is None else max(each.available - now, 0))
            for each in problem.capabilities
        ),
        limits=Limits(
            *(
                _later(table, now, len(further))
                for table in (limits.resources, limits.change_load, limits.running, limits.live)
            )
        ),
        wishes=_wishes(problem, stands, now),
    )


def _checked(each: Progress, now: int) -> Progress:
    begun = each.state in ("running", "finished")
    if begun and (each.started is None or each.finish is None or not each.started <= min(each.finish, now)):
        raise ValueError(
            f"{each.initiative!r} is {each.state}: give the quarters it started in, by {now}, and ends in."
        )
    if each.state == "finished" and each.finish is not None and each.finish >= now:
        raise ValueError(f"{each.initiative!r} is finished, but its last quarter, {each.finish}, is not before {now}.")
    if each.state == "running" and each.finish is not None and each.finish < now:
        raise ValueError(f"{each.initiative!r} still runs, so it ends in quarter {now} or later, not in {each.finish}.")
    return each


def _moved(each: Initiative, stands: Progress | None, now: int) -> Initiative:
    if stands is not None and stands.started is not None and stands.finish is not None:
        return _resized(each, stands.finish - stands.started + 1, stands.started - now)
    if each.start is not None:
        return replace(each, start=each.start - now)
    if stands is not None and stands.ready is not None:
        return replace(each, earliest=max(stands.ready - now, 0), gate=0)
    return replace(each, earliest=max(each.earliest - now, 0))


def _resized(each: Initiative, duration: int, start: int) -> Initiative:
    def sized(table: Mapping[str, tuple[float, ...]]) -> dict[str, tuple[float, ...]]:
        return {name: (*of, *[of[-1]] * (duration - len(of)))[:duration] for name, of in table.items()}

    return replace(each, duration=duration, start=start, demand=sized(each.demand), change_load=sized(each.change_load))


def _later(table: Amounts, now: int, further: int) -> dict[str, tuple[float | None, ...]]:
    return {name: (*of, *[of[-1]] * further)[now:] for name, of in table.items()}


def _wishes(problem: Problem, stands: Mapping[str, Progress], now: int) -> tuple[Wish, ...]:
    begun = {each.key for each in problem.initiatives if each.start is not None}
    begun |= {key for key, each in stands.items() if each.started is not None}
    kept: list[Wish] = []
    for wish in problem.wishes:
        if isinstance(wish, Must | StartIn | Never) and wish.initiative in begun:
            continue
        if isinstance(wish, Must) and wish.by is not None:
            kept.append(replace(wish, by=max(wish.by - now, 0)))
        elif isinstance(wish, StartIn):
            kept.append(replace(wish, quarter=max(wish.quarter - now, 0)))
        else:
            kept.append(wish)
    stopped = {key for key, each in stands.items() if each.state == "stopped"}
    return (*kept, *(Never(key) for key in sorted(stopped)))
