"""What each limit costs: how much more the best plan would be worth with more of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from attending.analytics.sequencing.effort import Effort
from attending.analytics.sequencing.plan import NotFound, Plan
from attending.analytics.sequencing.problem import Amounts, Problem
from attending.analytics.sequencing.solve import solve
from attending.analytics.sequencing.spans import Span, loss
from attending.analytics.sequencing.timeline import LIMIT_KINDS, LimitKind, amounts_of, usage
from attending.analytics.sequencing.worth import WHAT_IF


@dataclass(frozen=True, slots=True)
class LimitPrice:
    """What one limit costs over all quarters together.

    step: by which share it was raised in every quarter; None: it was taken away. fullest: the largest share of it that
    the plan takes in any quarter; None: nothing is allowed or nothing taken. gain: what the best plan would gain.
    enters, leaves: how that plan differs from the plan at hand.
    """

    kind: LimitKind
    name: str
    step: float | None
    fullest: float | None
    gain: Span
    enters: tuple[str, ...] = ()
    leaves: tuple[str, ...] = ()


def limit_prices(
    problem: Problem,
    plan: Plan,
    *,
    step: float | None = 0.1,
    only: Iterable[tuple[LimitKind, str]] | None = None,
    effort: Effort = WHAT_IF,
) -> tuple[LimitPrice, ...]:
    """The price of each limit (or of those named), the dearest first. One solve for each.

    `step`: the share by which it is raised in every quarter (caps on numbers of initiatives: at least by one); None: it
    is taken away altogether. Raises ValueError for a step of 0 or less.
    """
    if step is not None and step <= 0:
        raise ValueError(f"The step is {step:g}; give a share above 0, such as 0.1.")
    wanted = None if only is None else set(only)
    asked = [(kind, name) for kind in LIMIT_KINDS for name in sorted(amounts_of(problem, kind))]
    found = [
        _price(problem, plan, kind, name, step, effort)
        for kind, name in asked
        if wanted is None or (kind, name) in wanted
    ]
    return tuple(sorted(found, key=lambda each: (-each.gain.low, -(each.gain.high or 0.0), each.kind, each.name)))


def relaxed(problem: Problem, kind: LimitKind, name: str, step: float | None) -> Problem:
    """The problem with one limit raised in every quarter, or (None) taken away."""
    whole = kind in ("running", "live")

    def raised(amount: float | None) -> float | None:
        if amount is None or step is None:
            return None
        return max(amount * (1 + step), amount + 1) if whole else amount * (1 + step)

    amounts: Amounts = {
        other: tuple(map(raised, limit)) if other == name else limit
        for other, limit in amounts_of(problem, kind).items()
    }
    limits = problem.limits
    if kind == "resource":
        return replace(problem, limits=replace(limits, resources=amounts))
    if kind == "change_load":
        return replace(problem, limits=replace(limits, change_load=amounts))
    return replace(
        problem, limits=replace(limits, running=amounts) if kind == "running" else replace(limits, live=amounts)
    )


def _price(problem: Problem, plan: Plan, kind: LimitKind, name: str, step: float | None, effort: Effort) -> LimitPrice:
    used = {
        place.quarter: amount
        for place, amount in usage(problem, plan.starts).items()
        if (place.kind, place.name) == (kind, name)
    }
    shares = [used[at] / limit for at, limit in enumerate(amounts_of(problem, kind)[name]) if limit]
    fullest = max(shares, default=None)
    try:
        wider = solve(relaxed(problem, kind, name, step), effort, hint=plan.starts)
    except NotFound:
        return LimitPrice(kind, name, step, fullest, Span(0.0, None))
    now, then = plan.starts.keys(), wider.starts.keys()
    return LimitPrice(
        kind, name, step, fullest, loss(wider, plan), tuple(sorted(then - now)), tuple(sorted(now - then))
    )
