"""Which initiatives are in the best plan whatever the panel's uncertainty: the plan made anew under each draw.

Core, borderline and exterior projects (Robust Portfolio Modeling: Liesio, Mild & Salo 2007), by sampling.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import numpy.typing as npt

from attending.analytics.estimate import Z
from attending.analytics.limits import wilson_limits
from attending.analytics.sequencing.effort import Effort
from attending.analytics.sequencing.plan import Plan
from attending.analytics.sequencing.problem import Problem
from attending.analytics.sequencing.solve import solve

DRAW = Effort(work=75_000, gap=0.02)
"""The effort for one draw: what is in or out of a plan 2 % from best hardly differs from the best one."""

Standing = Literal["core", "borderline", "out", "started"]


@dataclass(frozen=True, slots=True)
class Robustness:
    """How an initiative fares over all draws.

    share: of the draws in whose plan it is, with its 95 % interval (Wilson); usual: the quarter in which it starts most
    often among them, or None. standing: "core" in at least `sure` of the draws, "out" in at most 1 - `sure`, else
    "borderline"; "started" before the plan.
    """

    initiative: str
    share: float
    low: float
    high: float
    usual: int | None
    standing: Standing


@dataclass(frozen=True, slots=True)
class Robust:
    """All initiatives over `draws` draws; `gap`: the largest that any draw's plan was left with; None: not known."""

    draws: int
    sure: float
    gap: float | None
    initiatives: tuple[Robustness, ...]


def robust(
    problem: Problem,
    values: npt.NDArray[np.float64] | Sequence[Sequence[float]],
    *,
    hint: Plan | None = None,
    sure: float = 0.95,
    effort: Effort = DRAW,
) -> Robust:
    """Plan again under each draw. One solve for each.

    values: draws x initiatives, in the order of the problem's list, 0 or more. Raises ValueError for another shape, and
    as `solve` does.
    """
    drawn = np.asarray(values, dtype=float)
    count = len(problem.initiatives)
    if drawn.ndim != 2 or not len(drawn) or drawn.shape[1] != count:
        raise ValueError(f"The draws have the shape {drawn.shape}; give one row for each draw and {count} columns.")
    if not 0.5 < sure <= 1:
        raise ValueError(f"sure is {sure:g}; give a share above 0.5 and at most 1.")
    plans = [solve(_with_values(problem, row), effort, hint=None if hint is None else hint.starts) for row in drawn]
    gaps = [plan.gap for plan in plans]
    return Robust(
        len(plans),
        sure,
        None if None in gaps else max(gap for gap in gaps if gap is not None),
        tuple(_standing(each.key, each.start is not None, plans, sure) for each in problem.initiatives),
    )


def _with_values(problem: Problem, values: npt.NDArray[np.float64]) -> Problem:
    pairs = zip(problem.initiatives, values, strict=True)
    return replace(problem, initiatives=tuple(replace(each, value=float(value)) for each, value in pairs))


def _standing(key: str, started: bool, plans: Sequence[Plan], sure: float) -> Robustness:
    quarters = [plan.starts[key] for plan in plans if key in plan.starts]
    share = len(quarters) / len(plans)
    low, high = wilson_limits(share, len(plans), Z)
    usual = max(sorted(set(quarters)), key=quarters.count, default=None)
    standing: Standing = "core" if share >= sure else "out" if share <= 1 - sure else "borderline"
    return Robustness(key, share, low, high, usual, "started" if started else standing)
