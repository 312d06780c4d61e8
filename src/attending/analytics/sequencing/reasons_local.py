"""Why each initiative is where it is, found without solving: what would break one quarter earlier, with amounts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from attending.analytics.sequencing.audit import Breach
from attending.analytics.sequencing.initiative import Initiative
from attending.analytics.sequencing.plan import Plan
from attending.analytics.sequencing.problem import Problem
from attending.analytics.sequencing.trial import Trial

ReasonKind = Literal["started", "first possible", "held back", "could be earlier", "no time", "no room", "adds nothing"]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an initiative starts when it does, or is not in the plan.

    kind: "started" (before the plan), "first possible" (its review allows no earlier quarter), "held back" (`breaches`
    are what a start in `tried`, one quarter earlier, breaks), "could be earlier" (nothing breaks there: the plan gains
    nothing by it), "no time" (it cannot finish before the plan ends), "no room" (`breaches` are what starting it in
    `tried` breaks, the quarter where that is least), "adds nothing" (it would fit in `tried`, and is worth nothing
    there).
    """

    initiative: str
    planned: int | None
    kind: ReasonKind
    tried: int | None = None
    breaches: tuple[Breach, ...] = ()


def reasons(problem: Problem, plan: Plan, keys: Iterable[str] | None = None) -> tuple[Reason, ...]:
    """One reason for each initiative (or for those named), in the order of the problem's list."""
    trial = Trial(problem, plan.starts)
    wanted = None if keys is None else set(keys)
    asked = [each for each in problem.initiatives if wanted is None or each.key in wanted]
    return tuple(_reason(trial, each, trial.starts.get(each.key)) for each in asked)


def _reason(trial: Trial, each: Initiative, planned: int | None) -> Reason:
    window = trial.problem.start_quarters(each)
    if each.start is not None:
        return Reason(each.key, planned, "started")
    if planned is None:
        return _left_out(trial, each, window)
    if planned == window.start:
        return Reason(each.key, planned, "first possible")
    earlier = trial.breaks(each.key, planned - 1)
    return Reason(each.key, planned, "held back" if earlier else "could be earlier", planned - 1, earlier)


def _left_out(trial: Trial, each: Initiative, window: range) -> Reason:
    if not window:
        return Reason(each.key, None, "no time")
    tried = {at: trial.breaks(each.key, at) for at in window}
    least = min(window, key=lambda at: (len(tried[at]), at))
    return Reason(each.key, None, "no room" if tried[least] else "adds nothing", least, tried[least])
