"""A hand edit: an initiative moved to a quarter, or out. What that breaks, and the best plan that accepts it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from attending.analytics.sequencing.audit import Breach
from attending.analytics.sequencing.effort import Effort
from attending.analytics.sequencing.plan import NoPlan, Plan, plan_of
from attending.analytics.sequencing.problem import Problem
from attending.analytics.sequencing.solve import preview, solve
from attending.analytics.sequencing.spans import Span, loss
from attending.analytics.sequencing.trial import Trial
from attending.analytics.sequencing.wishes import Never, StartIn
from attending.analytics.sequencing.without import without
from attending.analytics.sequencing.worth import WHAT_IF


@dataclass(frozen=True, slots=True)
class Edit:
    """What an edit does.

    breaks: what the plan breaks with only this initiative moved; empty: `moved` is a plan that can be carried out,
    worth `change` more (or less, below 0) than before. best: the best plan that has the initiative there; cost: what
    that plan is worth less than the plan at hand; both None where there is no such plan.
    """

    initiative: str
    quarter: int | None
    breaks: tuple[Breach, ...]
    moved: Plan | None
    change: float | None
    best: Plan | None = None
    cost: Span | None = None


def edit_at_once(problem: Problem, plan: Plan, key: str, quarter: int | None) -> Edit:
    """What moving `key` to `quarter` (None: out of the plan) breaks or costs, without solving anything.

    Raises ValueError for an initiative that has started already, or that is not there.
    """
    each = problem.initiatives_by_key.get(key)
    if each is None:
        raise ValueError(f"There is no initiative {key!r} in this plan's list.")
    if each.start is not None:
        raise ValueError(f"{each.title} has started already and cannot be moved; say how it stands and plan again.")
    trial = Trial(problem, plan.starts)
    breaks = trial.breaks(key, quarter)
    if breaks:
        return Edit(key, quarter, breaks, None, None)
    moved = plan_of(problem, trial.with_(key, quarter), bound=plan.bound, solver=f"{plan.solver}, edited")
    return Edit(key, quarter, (), moved, moved.value - plan.value)


def edit(
    problem: Problem,
    plan: Plan,
    key: str,
    quarter: int | None,
    *,
    effort: Effort = WHAT_IF,
    preview_seconds: float | None = None,
) -> Edit:
    """The same, and the best plan that accepts the edit. One solve. Raises as `edit_at_once`, and NotFound.

    preview_seconds: let CP-SAT look for that plan for so long by its own count instead: quick, and the same when it is
    asked again.
    """
    at_once = edit_at_once(problem, plan, key, quarter)
    wish = Never(key) if quarter is None else StartIn(key, quarter)
    kept = tuple(each for each in problem.wishes if not (isinstance(each, StartIn) and each.initiative == key))
    try:
        hint = at_once.moved.starts if at_once.moved else without(problem, plan.starts, key)
        asked = replace(problem, wishes=(*kept, wish))
        best = (
            solve(asked, effort, hint=hint)
            if preview_seconds is None
            else preview(asked, seconds=preview_seconds, hint=hint, repeatable=True)
        )
    except NoPlan:
        return at_once
    return replace(at_once, best=best, cost=loss(plan, best))
