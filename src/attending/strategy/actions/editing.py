"""Move one use case of a plan by hand: see what it costs or breaks, and keep the plan that comes of it."""

from __future__ import annotations

from typing import Final

from attending.analytics import sequencing
from attending.program.actions.record import check, check_organisation
from attending.program.models import Person
from attending.program.rules import Act, Refused
from attending.strategy.actions.planning import keep_plan, require_newest
from attending.strategy.actions.roadmaps import require_draft
from attending.strategy.models import Plan
from attending.strategy.queries.current_plans import Now, now
from attending.strategy.rules.plan_record import is_small
from attending.strategy.rules.plan_words import say_breach

PREVIEW_SECONDS: Final = 1.0
"""Of CP-SAT's own count: some seconds for a plan of three hundred."""


def effect_of(standing: Now, key: str, quarter: int | None, *, around: bool = False) -> sequencing.Edit:
    """What moving a use case to a quarter, counted from 0, or out (None) costs or breaks; nothing is kept.

    A small plan is also solved again around the edit; for a larger one a plan around it is looked for with ``around``.
    Raises Refused for what cannot be moved.
    """
    problem = standing.asked.problem
    try:
        at_once = sequencing.edit_at_once(problem, standing.plan, key, quarter)
    except ValueError as refused:
        raise Refused(str(refused)) from refused
    small = is_small(problem)
    if not small and not around:
        return at_once
    try:
        return sequencing.edit(problem, standing.plan, key, quarter, preview_seconds=None if small else PREVIEW_SECONDS)
    except (sequencing.NotFound, sequencing.Unsound):
        return at_once


def save_edit(acting: Person, plan: Plan, key: str, quarter: int | None, *, whole: bool = False) -> Plan:
    """Keep the plan with a use case moved or, with ``whole``, the best plan that has it there.

    Refused if it breaks a limit, a need or a wish as they stand now, or if ``plan`` is not the newest any more.
    """
    check(acting, Act.PLAN_ROADMAP)
    roadmap = plan.roadmap
    check_organisation(acting, roadmap.organisation_id)
    require_draft(roadmap, "Its plan")
    require_newest(roadmap, plan)
    standing = now(roadmap, plan)
    problem = standing.asked.problem
    effect = effect_of(standing, key, quarter, around=whole)
    found = effect.best if whole else effect.moved
    if found is None:
        raise Refused(_why_not(problem, effect, whole=whole))
    before = standing.plan.starts.get(key)
    if found.starts == standing.plan.starts:
        raise Refused("This changes nothing: it is there already.")
    broken = sequencing.breaches(problem, found.starts)
    if broken:
        raise Refused(f"The plan breaks something since it was made. {_listed(problem, broken)} Make it anew first.")
    title = problem.initiatives_by_key[key].title
    return keep_plan(
        acting,
        roadmap,
        standing.asked,
        found,
        comes_from=plan,
        edit={"use_case": key, "title": title, "before": before, "after": quarter, "whole": whole},
    )


def _why_not(problem: sequencing.Problem, effect: sequencing.Edit, *, whole: bool) -> str:
    if whole:
        return "No plan that keeps every limit and wish has it there. Change a limit or take a wish back first."
    return (
        f"It cannot be kept as it is. {_listed(problem, effect.breaks)} Change the limit, or take the best plan "
        "that has it there."
    )


def _listed(problem: sequencing.Problem, broken: tuple[sequencing.Breach, ...]) -> str:
    return " ".join(f"{say_breach(problem, each)}." for each in broken)
