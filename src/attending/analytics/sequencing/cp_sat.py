"""The model solved by CP-SAT (OR-Tools): fast first plans for a preview, and proofs of which rows conflict.

CP-SAT reckons in integers. A row whose numbers become integers by a power of ten up to 10^6 is kept exactly; any
other is rounded to the safe side at that power, so that what fits here fits in truth. Imported where it is used: it
takes .7 s.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

import numpy as np

from attending.analytics.sequencing.effort import PROVEN
from attending.analytics.sequencing.groups import Group
from attending.analytics.sequencing.outcome import Outcome
from attending.analytics.sequencing.rows import Floats, Model, Row

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import CpModel, CpSolver, IntVar

WORKERS = 8
"""On two processors too: with fewer workers CP-SAT leaves out those that raise the bound."""

_POWERS = tuple(10.0**power for power in range(7))
_LARGEST_COST = 1e9  # fine enough to tell plans apart, far from overflow


def run_cp_sat(
    model: Model, *, seconds: float, gap: float = 0.0, repeatable: bool = False, hint: Floats | None = None
) -> Outcome:
    """Maximise the model's cost within `seconds`; `hint`: column values of a plan to start from.

    The seconds are wall clock, and the plan may differ from run to run; with `repeatable` they are CP-SAT's own count
    of its work, the workers take turns, and the plan is the same on every run.
    """
    from ortools.sat.python import cp_model

    scale = max((abs(each) for each in model.cost), default=0.0) or 1.0
    made = cp_model.CpModel()
    columns = _add_rows(made, model, {})
    costs = [round(each / scale * _LARGEST_COST) for each in model.cost]
    made.maximize(cp_model.LinearExpr.weighted_sum(columns, costs))
    if hint is not None:
        for column, value in zip(columns, hint, strict=True):
            made.add_hint(column, int(value > 0.5))
    solver = _solver(seconds, repeatable=repeatable)
    solver.parameters.relative_gap_limit = gap
    status = solver.solve(made)
    if status == cp_model.INFEASIBLE:
        return Outcome("infeasible", None, None)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Outcome("nothing found", None, None)
    values = np.array([float(solver.value(column)) for column in columns])
    best = float(np.dot(values, model.cost))
    # Each cost was rounded by half a unit at most, so the bound is put out by half a unit for each column.
    bound = (solver.best_objective_bound + len(costs) / 2) * scale / _LARGEST_COST if _exact(model) else None
    proven = bound is not None and bound - best <= PROVEN * max(abs(best), scale)
    return Outcome("proven" if proven else "stopped", values, best if proven else bound)


def infeasible_core(model: Model, groups: Collection[Group], *, seconds: float) -> frozenset[Group] | None:
    """Groups among `groups` whose rows, together with all rows of no such group, have no solution.

    None: there is a solution, or it could not be told within `seconds` of CP-SAT's own count. The core need not be the
    smallest, and is to be checked: OR-Tools may name a literal that is no assumption (its issue 5141); all groups are
    then the answer.
    """
    from ortools.sat.python import cp_model

    made = cp_model.CpModel()
    literals = {group: made.new_bool_var("") for group in sorted(groups)}
    _add_rows(made, model, literals)
    made.add_assumptions(list(literals.values()))
    solver = _solver(seconds, repeatable=True)
    if solver.solve(made) != cp_model.INFEASIBLE:
        return None
    named = set(solver.sufficient_assumptions_for_infeasibility())
    by_index = {literal.index: group for group, literal in literals.items()}
    return frozenset(by_index[index] for index in named) if named <= by_index.keys() else frozenset(groups)


def is_feasible(model: Model, *, seconds: float) -> bool | None:
    """Whether some column values keep every row; None: not told within `seconds` of CP-SAT's own count."""
    from ortools.sat.python import cp_model

    made = cp_model.CpModel()
    _add_rows(made, model, {})
    status = _solver(seconds, repeatable=True).solve(made)
    return None if status == cp_model.UNKNOWN else status != cp_model.INFEASIBLE


def _solver(seconds: float, *, repeatable: bool) -> CpSolver:
    from ortools.sat.python import cp_model

    solver = cp_model.CpSolver()
    solver.parameters.num_workers = WORKERS
    solver.parameters.random_seed = 0
    if repeatable:
        solver.parameters.interleave_search = True
        solver.parameters.max_deterministic_time = seconds
    else:
        solver.parameters.max_time_in_seconds = seconds
    return solver


def _add_rows(made: CpModel, model: Model, literals: Mapping[Group, IntVar]) -> list[IntVar]:
    """Add columns and rows; a row whose group has a literal holds only where that literal is true."""
    from ortools.sat.python import cp_model

    # What is left behind is 0 or 1 in every best plan, though HiGHS need not be told.
    columns = [made.new_bool_var("") for _ in model.cost]
    for row in model.rows:
        coefficients, low, high = _integers(row)
        total = cp_model.LinearExpr.weighted_sum([columns[each] for each in row.columns], coefficients)
        held = made.add_linear_constraint(
            total,
            cp_model.INT_MIN if low is None else low,
            cp_model.INT_MAX if high is None else high,
        )
        if row.group in literals:
            held.only_enforce_if(literals[row.group])
    return columns


def _exact(model: Model) -> bool:
    return all(_power(row) is not None for row in model.rows)


def _power(row: Row) -> float | None:
    """The least power of ten that makes every number of a row an integer; None: none up to 10^6 does."""
    numbers = (*row.coefficients, *(each for each in (row.low, row.high) if each is not None))
    for power in _POWERS:
        if all(abs(each * power - round(each * power)) <= 1e-7 * max(1.0, abs(each)) for each in numbers):
            return power
    return None


def _integers(row: Row) -> tuple[list[int], int | None, int | None]:
    """Coefficients and bounds as integers, rounded so that nothing fits that does not fit in truth."""
    power = _power(row)
    if power is not None:
        return (
            [round(each * power) for each in row.coefficients],
            None if row.low is None else round(row.low * power),
            None if row.high is None else round(row.high * power),
        )
    power = _POWERS[-1]
    # Only limits have such numbers, and they have no lower bound.
    return (
        [math.ceil(each * power) for each in row.coefficients],
        None if row.low is None else math.ceil(row.low * power),
        None if row.high is None else math.floor(row.high * power),
    )
