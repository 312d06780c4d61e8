"""A kept plan held against the planning question as it stands now. Pure."""

from __future__ import annotations

from attending.analytics.sequencing import Plan, Problem, plan_of

EDITED = "edited by hand"


def as_of_now(problem: Problem, kept: Plan, *, same_question: bool) -> Plan:
    """The kept plan under this question, without what is no longer in it; its bound holds for its own only."""
    if same_question:
        return kept
    known = problem.initiatives_by_key
    starts = {key: at for key, at in kept.starts.items() if key in known and at < problem.horizon}
    fixed = {each.key: each.start for each in problem.initiatives if each.start is not None}
    return plan_of(problem, {**starts, **fixed}, bound=None, solver=kept.solver)
