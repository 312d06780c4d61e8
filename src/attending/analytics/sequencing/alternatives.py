"""Several plans that are nearly as good and truly different (modelling to generate alternatives: Brill et al. 1982).

Every further plan is the best of those in which at least `differ` initiatives of value enter or leave, compared with
each plan before it. Cutting off only the plans found gives near-copies; initiatives without value of their own do not
count as a difference, or a plan could be dressed up as another one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from attending.analytics.sequencing.effort import Effort
from attending.analytics.sequencing.groups import Group
from attending.analytics.sequencing.highs import highs_version, run_highs
from attending.analytics.sequencing.plan import Plan
from attending.analytics.sequencing.problem import Problem
from attending.analytics.sequencing.rows import Linear, Model, build
from attending.analytics.sequencing.solve import read

ALTERNATIVE = Effort(work=300_000)
"""The effort for each further plan."""


@dataclass(frozen=True, slots=True)
class Alternatives:
    """The plan at hand and others within `within` of its value, each at least `differ` initiatives from every other.

    plans: the plan at hand first. in_all, in_some: initiatives in every plan, and in some but not all. next_best: the
    value of the best different plan that was found but is worth less than allowed, or None. complete: no further
    different plan within `within` exists, which was proven; else the search stopped at `most` plans or at its effort.
    """

    plans: tuple[Plan, ...]
    within: float
    differ: int
    in_all: tuple[str, ...]
    in_some: tuple[str, ...]
    next_best: float | None
    complete: bool

    @property
    def verdict(self) -> str:
        """In words, such as "no different plan within 2 %; the next best is worth 93.1 % of this one"."""
        others = len(self.plans) - 1
        share = f"{100 * self.within:g} %"
        proof = "" if self.complete else " was found, though one may exist"
        if others == 0:
            said = f"no different plan within {share}{proof}"
        else:
            said = f"{others} different plan{'' if others == 1 else 's'} within {share}"
        best = self.plans[0].value
        if self.next_best is not None and best > 0:
            said += f"; the next best is worth {100 * self.next_best / best:.1f} % of this one"
        return said


def alternatives(
    problem: Problem, plan: Plan, *, within: float = 0.02, differ: int = 3, most: int = 4, effort: Effort = ALTERNATIVE
) -> Alternatives:
    """At most `most` other plans. One solve for each, and one more. Raises ValueError for a number out of range."""
    if not 0 <= within < 1 or differ < 1 or most < 1:
        raise ValueError("within is a share from 0 to below 1; differ and most are 1 or more.")
    plans, next_best, complete = [plan], None, False
    model = build(problem)
    while len(plans) <= most:
        _differ(model, plans[-1], differ)
        outcome = run_highs(model, effort)
        if outcome.values is None:
            complete = outcome.ending == "infeasible"
            break
        found = read(model, outcome, solver=highs_version(), polish=False)
        if found.value < (1 - within) * plan.value:
            next_best = found.value
            complete = found.bound is not None and found.bound < (1 - within) * plan.value
            break
        plans.append(found)
    return _gathered(problem, plans, within, differ, next_best, complete)


def counted(problem: Problem) -> tuple[str, ...]:
    """The initiatives whose entering or leaving makes a plan different: still open, with value of their own."""
    return tuple(each.key for each in problem.initiatives if each.start is None and each.value > 0)


def _differ(model: Model, plan: Plan, differ: int) -> None:
    problem, starts = model.problem, plan.starts
    by_key, last = problem.initiatives_by_key, problem.horizon - 1
    distance = Linear({})
    for key in counted(problem):
        if key in starts:
            distance.add(model.started(by_key[key], last), -1.0)
            distance.constant += 1.0
        else:
            distance.add(model.started(by_key[key], last))
    model.row(Group("end", other="different"), distance, float(differ), None)


def _gathered(
    problem: Problem, plans: Sequence[Plan], within: float, differ: int, next_best: float | None, complete: bool
) -> Alternatives:
    chosen = [plan.starts.keys() for plan in plans]
    order = [each.key for each in problem.initiatives]
    in_all = tuple(key for key in order if all(key in starts for starts in chosen))
    in_some = tuple(key for key in order if key not in in_all and any(key in starts for starts in chosen))
    return Alternatives(tuple(plans), within, differ, in_all, in_some, next_best, complete)
