"""What is found out about a plan apart from its page, part by part. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from attending.analytics import sequencing
from attending.analytics.sequencing import Alternatives, Initiative, LimitPrice, Plan, Problem, Robust, Span, Worth
from attending.analytics.sequencing.effort import PROVEN
from attending.analytics.sequencing.spans import loss
from attending.analytics.sequencing.timeline import LIMIT_KINDS, amounts_of
from attending.analytics.sequencing.worth import WHAT_IF
from attending.strategy.rules.plan_record import is_small

Alive = Callable[[], None]
"""Called between two solves: tells that the process lives, and raises where the study is no longer wanted."""

WITHIN: Final = 0.02
DIFFER: Final = 3
"""Another plan is shown if it is worth at most this share less, and so many use cases enter or leave it."""

STEP: Final = 0.1
"""What each limit costs is asked by raising it by this share in every quarter."""


@dataclass(frozen=True, slots=True)
class Draws:
    """The panel's meeting re-run: each time the value of each use case, 0 to 100, by key; and what the panel gave."""

    values: tuple[Mapping[str, float], ...]
    panel: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Worths:
    """What each use case of the plan is worth in it."""

    found: tuple[Worth, ...]


@dataclass(frozen=True, slots=True)
class Prices:
    """What each limit costs: ``found`` raised by the share ``step``, ``lifted`` taken away altogether.

    Both are in the same order, the limit that holds most back first; ``lifted`` is empty for a large plan.
    """

    step: float
    found: tuple[LimitPrice, ...]
    lifted: tuple[LimitPrice, ...] = ()


@dataclass(frozen=True, slots=True)
class WishCost:
    """What one wish costs: by its place in the problem's list, how much more the best plan without it is worth."""

    wish: int
    cost: Span


@dataclass(frozen=True, slots=True)
class WishCosts:
    """``free`` is the best plan if nothing were wished, ``together`` what all wishes cost."""

    free: Plan
    together: Span
    found: tuple[WishCost, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One thing to find out: what is said while it is computed, the kind of its record, and how it is computed."""

    stage: str
    kind: type[Any]
    compute: Callable[[Problem, Plan, Draws, Alive], Any]


def _greedy(problem: Problem, _plan: Plan, _draws: Draws, _alive: Alive) -> Plan:
    return sequencing.greedy(problem)


def _worth(problem: Problem, plan: Plan, _draws: Draws, alive: Alive) -> Worths:
    found: list[Worth] = []
    for each in plan.scheduled:
        alive()
        found += sequencing.worths(problem, plan, [each.initiative])
    return Worths(tuple(found))


def _wishes(problem: Problem, plan: Plan, _draws: Draws, alive: Alive) -> WishCosts:
    if not problem.wishes:
        return WishCosts(plan, Span(0.0, 0.0), ())
    free = sequencing.solve(replace(problem, wishes=()), WHAT_IF, hint=plan.starts)
    found = []
    for at in range(len(problem.wishes)):
        alive()
        rest = replace(problem, wishes=(*problem.wishes[:at], *problem.wishes[at + 1 :]))
        found.append(WishCost(at, loss(sequencing.solve(rest, WHAT_IF, hint=plan.starts), plan)))
    return WishCosts(free, loss(free, plan), tuple(found))


def _prices(problem: Problem, plan: Plan, _draws: Draws, alive: Alive) -> Prices:
    """What more of each limit would gain; of a small plan also what it would gain without the limit.

    Whose absence gains nothing need not be asked about a little more of it.
    """
    small = is_small(problem)
    found: list[tuple[LimitPrice, LimitPrice | None]] = []
    for kind in LIMIT_KINDS:
        for name, amounts in sorted(amounts_of(problem, kind).items()):
            if all(amount is None for amount in amounts):
                continue
            alive()
            lifted = sequencing.limit_prices(problem, plan, step=None, only=[(kind, name)])[0] if small else None
            if lifted is not None and _nothing(lifted.gain, plan):
                found.append((replace(lifted, step=STEP, enters=(), leaves=()), lifted))
                continue
            alive()
            found.append((sequencing.limit_prices(problem, plan, step=STEP, only=[(kind, name)])[0], lifted))
    found.sort(key=lambda pair: (-(pair[1] or pair[0]).gain.low, -pair[0].gain.low, pair[0].kind, pair[0].name))
    return Prices(
        STEP, tuple(raised for raised, _ in found), tuple(lifted for _, lifted in found if lifted is not None)
    )


def _nothing(gain: Span, plan: Plan) -> bool:
    return gain.high is not None and gain.high <= PROVEN * max(plan.value, 1.0)


def _alternatives(problem: Problem, plan: Plan, _draws: Draws, _alive: Alive) -> Alternatives:
    return sequencing.alternatives(
        problem, plan, within=WITHIN, differ=min(DIFFER, max(len(problem.initiatives) // 4, 1))
    )


def _robust(problem: Problem, plan: Plan, draws: Draws, _alive: Alive) -> Robust:
    """An initiative that the panel did not judge keeps its value in every draw."""
    rows = [
        [_drawn(each, draws.panel.get(each.key), drawn.get(each.key)) for each in problem.initiatives]
        for drawn in draws.values
    ]
    return sequencing.robust(problem, rows, hint=plan)


def _drawn(each: Initiative, panel: float | None, drawn: float | None) -> float:
    return each.value * drawn / panel if panel and drawn is not None else each.value


PARTS: Final[Mapping[str, Part]] = {
    "greedy": Part("comparing with going down the list", Plan, _greedy),
    "wishes": Part("asking what each wish costs", WishCosts, _wishes),
    "worth": Part("asking what each use case is worth in the plan", Worths, _worth),
    "alternatives": Part("looking for different plans that are nearly as good", Alternatives, _alternatives),
    "robust": Part("planning anew with clinicians drawn from the panel", Robust, _robust),
    "prices": Part("asking what each limit costs", Prices, _prices),
}
