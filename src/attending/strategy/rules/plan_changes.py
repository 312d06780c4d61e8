"""What a new plan changes of the one it replaces, in words. Pure."""

from __future__ import annotations

from datetime import date

from attending.analytics.sequencing import Plan, Problem
from attending.strategy.rules.quarters import between, later, name_of


def changes(before: tuple[Problem, Plan, date], after: tuple[Problem, Plan, date]) -> list[str]:
    """One line for each use case whose start differs between two plans, each with its own first quarter."""
    old_problem, old_plan, old_first = before
    problem, plan, first = after
    titles = {each.key: each.title for each in (*old_problem.initiatives, *problem.initiatives)}
    lines = []
    for key in sorted(titles, key=lambda each: titles[each]):
        was = _start(old_plan, old_first, key)
        will = _start(plan, first, key)
        if was == will or key not in problem.initiatives_by_key:
            continue
        lines.append(f"{titles[key]}: {_said(was, will)}")
    return lines


def _start(plan: Plan, first: date, key: str) -> date | None:
    at = plan.starts.get(key)
    return None if at is None else later(first, at)


def _said(was: date | None, will: date | None) -> str:
    if was is None and will is not None:
        return f"new in the plan, from {name_of(will)}"
    if was is not None and will is None:
        return f"no longer in the plan; it was to start in {name_of(was)}"
    if was is None or will is None:
        return "not in either plan"
    late = between(was, will)
    how = f"{'later' if late > 0 else 'earlier'} by {abs(late)} quarter{'' if abs(late) == 1 else 's'}"
    return f"{name_of(will)} instead of {name_of(was)}, {how}"
