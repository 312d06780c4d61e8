"""What a hand edit costs or breaks, ready to print before anything is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from attending.analytics.sequencing import Edit, Plan, Problem, Span
from attending.strategy.models import Plan as PlanRecord
from attending.strategy.rules.plan_reasons import counts, share, span_share
from attending.strategy.rules.plan_words import say_breach
from attending.strategy.rules.quarters import names


@dataclass(frozen=True, slots=True)
class Effect:
    """``keepable``: the plan with only this moved may be kept. ``around``: what the best plan with it there changes."""

    kind: str
    title: str
    breaks: Sequence[str]
    keepable: bool
    around: Sequence[str]
    around_title: str


def say_place(problem: Problem, quarter: int | None) -> str:
    """Such as ``in 2027 Q2`` or ``out of the plan``."""
    return "out of the plan" if quarter is None else f"in {problem.quarter(quarter)}"


def say_edit(plan: PlanRecord) -> str:
    """What a hand edit moved."""
    edit = plan.edit or {}
    quarters = names(plan.roadmap.first_quarter, plan.roadmap.quarters)
    after = "taken out" if edit["after"] is None else f"moved to {quarters[edit['after']]}"
    around = ", the rest planned around it" if edit.get("whole") else ""
    return f"{edit['title']} {after}{around}"


def effect(problem: Problem, before: Plan, found: Edit) -> Effect:
    """The effect of an edit in words."""
    title = problem.initiatives_by_key[found.initiative].title
    place = say_place(problem, found.quarter)
    breaks = [say_breach(problem, each) for each in found.breaks]
    around = _around(problem, before, found)
    if breaks:
        many = "one thing" if len(breaks) == 1 else f"{len(breaks)} things"
        return Effect("breach", f"{title} {place} breaks {many}", breaks, False, *around)
    return Effect(*_cost(before, found, f"{title} {place}"), (), True, *around)


def _cost(before: Plan, found: Edit, moved: str) -> tuple[str, str]:
    change = found.change or 0.0
    if abs(change) <= 1e-6 * max(before.value, 1.0):
        return "ok", f"{moved} breaks nothing and costs nothing"
    if change > 0:
        return "ok", f"{moved} breaks nothing and gains {share(change, before.value)} of the plan's value"
    return "watch", f"{moved} breaks nothing and costs {share(-change, before.value)} of the plan's value"


def _around(problem: Problem, before: Plan, found: Edit) -> tuple[list[str], str]:
    """How the best plan that has it there differs; nothing where that is the plan with only this moved."""
    best = found.best
    if best is None or found.cost is None:
        return [], ""
    if found.moved is not None and best.starts == found.moved.starts:
        return [], ""
    lines = []
    for key in sorted(before.starts.keys() | best.starts.keys()):
        was, will = before.starts.get(key), best.starts.get(key)
        if key == found.initiative or was == will:
            continue
        name = problem.initiatives_by_key[key].title
        lines.append(f"{name}: {_move(problem, was, will)}")
    return lines, _title_around(before, best, found.cost)


def _title_around(before: Plan, best: Plan, cost: Span) -> str:
    if not counts(cost, before.value):
        return "Planned around it, the best plan costs nothing"
    if cost.known:
        return f"Planned around it, the best plan costs {span_share(cost, before.value)} of the plan's value"
    found, difference = "Planned around it, a plan found at once", before.value - best.value
    if difference > 0:
        return f"{found} costs {share(difference, before.value)} of the plan's value"
    return (
        f"{found} gains {share(-difference, before.value)} of the plan's value"
        if difference
        else f"{found} costs nothing"
    )


def _move(problem: Problem, was: int | None, will: int | None) -> str:
    if will is None:
        return "would leave the plan"
    if was is None:
        return f"would come in, starting in {problem.quarter(will)}"
    return f"would move from {problem.quarter(was)} to {problem.quarter(will)}"
