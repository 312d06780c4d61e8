"""Rank and go down the list: how a plan is made by hand, kept as what the planner is to be compared with.

The most valuable initiative first; it takes along the initiatives that build what it lacks; each starts in the first
quarter that has room; who does not fit is passed over.
"""

from __future__ import annotations

from dataclasses import replace

from attending.analytics.sequencing.check import require_sound
from attending.analytics.sequencing.initiative import Initiative
from attending.analytics.sequencing.plan import Plan, plan_of
from attending.analytics.sequencing.problem import Problem
from attending.analytics.sequencing.rows import builders_of
from attending.analytics.sequencing.timeline import available_from, committed
from attending.analytics.sequencing.trial import Trial


def greedy(problem: Problem) -> Plan:
    """The plan that going down the list gives. It keeps limits and needs; wishes are not asked (drop them to compare).

    Raises `Unsound` as `solve` does.
    """
    require_sound(problem)
    unasked = replace(problem, wishes=())
    trial = Trial(unasked, committed(problem))
    for each in sorted(problem.initiatives, key=lambda each: (-each.value, each.key)):
        if each.key not in trial.starts and each.value:
            before = trial.starts
            if not _place(trial, each, ()):
                trial = Trial(unasked, before)
    return plan_of(problem, trial.starts, bound=None, solver="rank and go down the list")


def _place(trial: Trial, each: Initiative, above: tuple[str, ...]) -> bool:
    """Start it and what it lacks as early as there is room; False leaves the trial half done."""
    problem = trial.problem
    builders = builders_of(sorted(problem.initiatives, key=lambda other: (_effort(other), other.key)))
    for need in each.needs:
        if available_from(problem, trial.starts)[need] is None:
            able = [
                other for other in builders.get(need, []) if other.key not in above and other.key not in trial.starts
            ]
            if not able or not _place(trial, able[0], (*above, each.key)):
                return False
    for at in problem.start_quarters(each):
        if not trial.breaks(each.key, at):
            trial.move(each.key, at)
            return True
    return False


def _effort(each: Initiative) -> float:
    return sum(sum(amounts) for amounts in each.demand.values())
