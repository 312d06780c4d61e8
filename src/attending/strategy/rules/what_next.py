"""Which one or two initiatives to build next, out of a plan. Pure; where there is no plan there is no answer."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from attending.analytics.sequencing import Plan, Problem, Span, available_from
from attending.strategy.rules.plan_study import Worths

MOST: Final = 2


@dataclass(frozen=True, slots=True)
class Left:
    """A capability that an initiative builds, and those of the plan that could not start when they do without it.

    ``needed_by``: key and quarter; who needs what is there anyhow, or was built by another before, is not among them.
    """

    capability: str
    needed_by: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Next:
    """One initiative to build next.

    ``own`` is its own value from its place in the plan, ``worth`` what the plan would lose without it, or None.
    ``both``: it gives local value and a capability that others of the plan wait for.
    """

    key: str
    start: int
    own: float
    worth: Span | None
    leaves: tuple[Left, ...]

    @property
    def both(self) -> bool:
        """Whether it gives value where it is used and leaves others something they need."""
        return self.own > 0 and any(each.needed_by for each in self.leaves)


@dataclass(frozen=True, slots=True)
class Answer:
    """The quarter asked about, counted from the plan's first; what to build; and what else starts in it."""

    quarter: int
    chosen: tuple[Next, ...]
    others: tuple[str, ...]


def what_next(
    problem: Problem, plan: Plan, worths: Worths | None, *, now: int, begun: Collection[str]
) -> Answer | None:
    """What to start in the coming quarter: the first from ``now`` on in which something starts that has not ``begun``.

    One that gives both local value and reusable capability comes before one that gives only one of them, then the one
    that is worth more in the plan. None where nothing is left to start.
    """
    fixed = problem.initiatives_by_key
    waiting = [x for x in plan.scheduled if x.initiative not in begun and fixed[x.initiative].start is None]
    if not waiting:
        return None
    quarter = min(max(each.start, now) for each in waiting)
    here = [each.initiative for each in waiting if max(each.start, now) == quarter]
    ranked = sorted((_next(problem, plan, worths, key) for key in here), key=_order)
    chosen = _chosen(ranked)
    names = {each.key for each in chosen}
    return Answer(quarter, chosen, tuple(key for key in here if key not in names))


def _order(each: Next) -> tuple[bool, float, str]:
    return not each.both, -(each.worth.low if each.worth else each.own), each.key


def _chosen(ranked: list[Next]) -> tuple[Next, ...]:
    """The best two; where neither gives both, one that has value of its own stands beside one that has none."""
    first = ranked[0]
    if first.both:
        return tuple(ranked[:MOST])
    leaving = [each for each in ranked[1:] if bool(each.own) != bool(first.own)]
    return (first, *leaving[: MOST - 1])


def _next(problem: Problem, plan: Plan, worths: Worths | None, key: str) -> Next:
    each, start = problem.initiatives_by_key[key], plan.starts[key]
    found = {worth.initiative: worth for worth in worths.found} if worths else {}
    worth = found.get(key)
    own = worth.own if worth else each.value * problem.weight(start + each.duration)
    return Next(
        key, start, own, worth.in_plan if worth else None, tuple(_left(problem, plan, key, c) for c in each.builds)
    )


def _left(problem: Problem, plan: Plan, key: str, capability: str) -> Left:
    anyhow = available_from(problem, {other: at for other, at in plan.starts.items() if other != key})[capability]
    needed = [
        (other.key, at)
        for other in problem.initiatives
        if capability in other.needs and other.key != key
        if (at := plan.starts.get(other.key)) is not None and (anyhow is None or at < anyhow)
        if other.start is None
    ]
    return Left(capability, tuple(sorted(needed, key=lambda pair: (pair[1], pair[0]))))
