"""Why each initiative is where it is, found without solving: what would break one quarter earlier, with amounts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from attending.analytics.sequencing.audit import Breach
from attending.analytics.sequencing.effort import PROVEN
from attending.analytics.sequencing.initiative import Initiative
from attending.analytics.sequencing.plan import Plan
from attending.analytics.sequencing.problem import Problem
from attending.analytics.sequencing.timeline import value_of
from attending.analytics.sequencing.trial import Trial

ReasonKind = Literal[
    "started", "first possible", "held back", "could be earlier", "no time", "no room", "adds nothing", "has room"
]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an initiative starts when it does, or is not in the plan.

    kind: "started" (before the plan), "first possible" (its review allows no earlier quarter), "held back" (`breaches`
    are what a start in `tried`, one quarter earlier, breaks), "could be earlier" (nothing breaks there), "no time" (it
    cannot finish before the plan ends), "no room" (`breaches` are what starting it in `tried` breaks, the quarter where
    that is least), "adds nothing" (it would fit in `tried`, and is worth nothing there), "has room" (it would fit, and
    is worth something). gain: what the plan would gain by a start in `tried` where nothing breaks; above 0 only in
    plans that were made by hand, since the others leave no room unused.
    """

    initiative: str
    planned: int | None
    kind: ReasonKind
    tried: int | None = None
    breaches: tuple[Breach, ...] = ()
    gain: float = 0.0


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
    if earlier:
        return Reason(each.key, planned, "held back", planned - 1, earlier)
    return Reason(each.key, planned, "could be earlier", planned - 1, gain=_gain(trial, each, planned - 1))


def _left_out(trial: Trial, each: Initiative, window: range) -> Reason:
    if not window:
        return Reason(each.key, None, "no time")
    tried = {at: trial.breaks(each.key, at) for at in window}
    least = min(window, key=lambda at: (len(tried[at]), at))
    if tried[least]:
        return Reason(each.key, None, "no room", least, tried[least])
    gain = _gain(trial, each, least)
    return Reason(each.key, None, "has room" if gain > 0 else "adds nothing", least, gain=gain)


def _gain(trial: Trial, each: Initiative, at: int) -> float:
    """What the plan would be worth more with it started there, apart from rounding."""
    gain = value_of(trial.problem, trial.with_(each.key, at)) - trial.value
    return gain if gain > PROVEN * max(trial.value, 1.0) else 0.0
