"""The plan of record: the best plan that HiGHS finds and how far from best it can be, the same on every run."""

from __future__ import annotations

from attending.analytics.sequencing.audit import breaches
from attending.analytics.sequencing.check import require_sound
from attending.analytics.sequencing.effort import Effort
from attending.analytics.sequencing.highs import SolverFailed, highs_version, run_highs
from attending.analytics.sequencing.plan import NoPlan, NotFound, Plan, plan_of
from attending.analytics.sequencing.problem import Problem
from attending.analytics.sequencing.rows import build
from attending.analytics.sequencing.timeline import Starts


def solve(problem: Problem, effort: Effort | None = None, *, hint: Starts | None = None) -> Plan:
    """The best plan for a problem; `hint`: a plan to start the search from.

    Raises `Unsound` (before anything is solved) where capabilities can never be there, `NoPlan` where limits and wishes
    cannot all be kept, `NotFound` where the effort was too small to tell.
    """
    require_sound(problem)
    model = build(problem)
    outcome = run_highs(model, effort or Effort(), None if hint is None else model.values_of(hint))
    if outcome.ending == "infeasible":
        raise NoPlan("No plan keeps every limit and every wish.")
    if outcome.values is None:
        raise NotFound("The search stopped before it found a plan: allow more nodes, or fewer initiatives.")
    starts = model.starts_of(outcome.values)
    broken = breaches(problem, starts)
    if broken:
        raise SolverFailed(f"HiGHS gave a plan that breaks {broken[0]}; please report this problem.")
    return plan_of(problem, starts, bound=outcome.bound, solver=highs_version())
