"""The model solved by HiGHS (Huangfu & Hall 2018): reproducible, with a bound on what any plan could be worth."""

from __future__ import annotations

import highspy
import numpy as np

# The public class switches callbacks on when it is made, and that prints a banner before it can be told to be quiet.
from highspy._core import _Highs

from attending.analytics.sequencing.effort import PROVEN, Effort
from attending.analytics.sequencing.outcome import Outcome, SolverFailed
from attending.analytics.sequencing.rows import Floats, Model

_STOPPED = {
    highspy.HighsModelStatus.kTimeLimit,
    highspy.HighsModelStatus.kSolutionLimit,
    highspy.HighsModelStatus.kIterationLimit,
    highspy.HighsModelStatus.kInterrupt,
    highspy.HighsModelStatus.kMemoryLimit,
}
_INFEASIBLE = {highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible}


def highs_version() -> str:
    """Such as "HiGHS 1.16.0", to be kept with a plan."""
    return f"HiGHS {_Highs().version()}"


def run_highs(model: Model, effort: Effort, hint: Floats | None = None) -> Outcome:
    """Maximise the model's cost; `hint`: column values of a plan to start from.

    Raises SolverFailed when HiGHS reports neither a result nor a limit.
    """
    if not model.cost:
        return _without_columns(model)
    scale = max(abs(each) for each in model.cost) or 1.0
    status, highs = _solved(model, effort, hint, scale)
    if status == highspy.HighsModelStatus.kNotset:
        # HiGHS keeps one pool of threads for a process; a run that asks for another number of them does not begin.
        _Highs.resetGlobalScheduler(True)
        status, highs = _solved(model, effort, hint, scale)
    if status in _INFEASIBLE:
        return Outcome("infeasible", None, None)
    if status != highspy.HighsModelStatus.kOptimal and status not in _STOPPED:
        raise SolverFailed(f"HiGHS ended with {highs.modelStatusToString(status)!r}; please report this problem.")
    info = highs.getInfo()
    bound = info.mip_dual_bound * scale
    if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return Outcome("nothing found", None, bound if np.isfinite(bound) else None)
    values = np.asarray(highs.getSolution().col_value)
    best = info.objective_function_value * scale
    proven = bound - best <= PROVEN * max(abs(best), scale)
    return Outcome("proven" if proven else "stopped", values, best if proven else bound)


def _solved(model: Model, effort: Effort, hint: Floats | None, scale: float) -> tuple[highspy.HighsModelStatus, _Highs]:
    highs = _Highs()
    options = {
        "output_flag": False,
        "threads": effort.threads,
        "parallel": "on" if effort.threads > 1 else "off",
        "random_seed": effort.seed,
        "mip_rel_gap": max(effort.gap, PROVEN / 10),
        "mip_abs_gap": PROVEN / 10,
        # Restarts cost a large plan more than they bring: measured at 100 initiatives over 8 quarters.
        "mip_allow_restart": False,
    }
    nodes = effort.nodes_for(sum(model.integer))
    if nodes is not None:
        options["mip_max_nodes"] = nodes
    if effort.seconds is not None:
        options["time_limit"] = effort.seconds
    for name, value in options.items():
        highs.setOptionValue(name, value)
    highs.passModel(_lp(model, scale))
    if hint is not None:
        highs.setSolution(len(hint), np.arange(len(hint), dtype=np.int32), hint)
    highs.run()
    return highs.getModelStatus(), highs


def _lp(model: Model, scale: float) -> highspy.HighsLp:
    """The model as HiGHS takes it; each row divided by its largest number, so that one tolerance suits all."""
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(model.cost), len(model.rows)
    lp.col_cost_ = np.array(model.cost) / scale
    lp.col_lower_, lp.col_upper_ = np.zeros(len(model.cost)), np.ones(len(model.cost))
    lp.sense_ = highspy.ObjSense.kMaximize
    kinds = {True: highspy.HighsVarType.kInteger, False: highspy.HighsVarType.kContinuous}
    lp.integrality_ = [kinds[each] for each in model.integer]
    lower: list[float] = []
    upper: list[float] = []
    index: list[int] = []
    value: list[float] = []
    begin = [0]
    for row in model.rows:
        size = max((abs(each) for each in (*row.coefficients, row.low or 0.0, row.high or 0.0)), default=0.0) or 1.0
        lower.append(-highspy.kHighsInf if row.low is None else row.low / size)
        upper.append(highspy.kHighsInf if row.high is None else row.high / size)
        index += row.columns
        value += [each / size for each in row.coefficients]
        begin.append(len(index))
    lp.row_lower_, lp.row_upper_ = np.array(lower), np.array(upper)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.array(begin, dtype=np.int32)
    lp.a_matrix_.index_ = np.array(index, dtype=np.int32)
    lp.a_matrix_.value_ = np.array(value)
    return lp


def _without_columns(model: Model) -> Outcome:
    """Nothing is left to decide: either every row holds as it stands, or no plan exists."""
    holds = all(
        (row.low is None or row.low <= PROVEN) and (row.high is None or row.high >= -PROVEN) for row in model.rows
    )
    return Outcome("proven", np.zeros(0), 0.0) if holds else Outcome("infeasible", None, None)
