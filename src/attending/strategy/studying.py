"""Find out what is not known of a plan yet, part by part, and keep it."""

from __future__ import annotations

from collections.abc import Callable

from attending.strategy.actions.planning_jobs import keep_part
from attending.strategy.models import Plan
from attending.strategy.queries.panel_values import draws_of
from attending.strategy.queries.planning_jobs import unstudied
from attending.strategy.rules.plan_record import draws_for, plan_from, problem_of
from attending.strategy.rules.plan_study import PARTS


def study(plan: Plan, alive: Callable[[str], None] = lambda _part: None) -> None:
    """Compute every missing part; ``alive`` is told the part before each solve, and may raise to end it."""
    problem, found = problem_of(plan.problem), plan_from(plan.result)
    draws = draws_of(plan.roadmap.panel, draws_for(problem))
    for part in unstudied(plan):

        def beat(part: str = part) -> None:
            alive(part)

        beat()
        keep_part(plan, part, PARTS[part].compute(problem, found, draws, beat))
