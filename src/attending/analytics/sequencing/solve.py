"""The plan of record: the best plan that HiGHS finds and how far from best it can be, the same on every run.

And a preview by CP-SAT for what is tried out, where seconds count and nothing is recorded.
"""

from __future__ import annotations

from importlib.metadata import version

from attending.analytics.sequencing.audit import breaches
from attending.analytics.sequencing.check import require_sound
from attending.analytics.sequencing.effort import Effort
from attending.analytics.sequencing.highs import highs_version, run_highs
from attending.analytics.sequencing.outcome import Outcome, SolverFailed
from attending.analytics.sequencing.plan import NoPlan, NotFound, Plan, plan_of
from attending.analytics.sequencing.polish import lean, polished
from attending.analytics.sequencing.problem import Problem
from attending.analytics.sequencing.rows import Model, build
from attending.analytics.sequencing.timeline import Starts


def solve(problem: Problem, effort: Effort | None = None, *, hint: Starts | None = None) -> Plan:
    """The best plan for a problem; `hint`: a plan to start the search from.

    Raises `Unsound` (before anything is solved) where capabilities can never be there, `NoPlan` where limits and wishes
    cannot all be kept, `NotFound` where the effort was too small to tell.
    """
    require_sound(problem)
    model = build(problem)
    outcome = run_highs(model, effort or Effort(), None if hint is None else model.values_of(hint))
    return read(model, outcome, solver=highs_version())


def preview(problem: Problem, *, seconds: float = 5.0, hint: Starts | None = None, repeatable: bool = False) -> Plan:
    """A good plan within `seconds` of wall clock by CP-SAT; it may differ from run to run unless `repeatable`.

    Raises as `solve` does.
    """
    from attending.analytics.sequencing.cp_sat import run_cp_sat

    require_sound(problem)
    model = build(problem)
    values = None if hint is None else model.values_of(hint)
    outcome = run_cp_sat(model, seconds=seconds, hint=values, repeatable=repeatable)
    return read(model, outcome, solver=f"CP-SAT {version('ortools')}")


def read(model: Model, outcome: Outcome, *, solver: str, polish: bool = True) -> Plan:
    """The plan that a solver's answer stands for, without what adds nothing, and polished.

    Raises NoPlan, NotFound, or SolverFailed for an answer that breaks something.
    """
    if outcome.ending == "infeasible":
        raise NoPlan("No plan keeps every limit and every wish.")
    if outcome.values is None:
        raise NotFound("The search stopped before it found a plan: allow more nodes, or plan fewer initiatives.")
    starts = model.starts_of(outcome.values)
    broken = breaches(model.problem, starts)
    if broken:
        raise SolverFailed(f"{solver} gave a plan that breaks {broken[0]}; please report this problem.")
    better = polished if polish else lean
    return plan_of(model.problem, better(model.problem, starts), bound=outcome.bound, solver=solver)
