"""A plan tidied without a solver: nothing in it for nothing, nothing later than it need be, no room left unused."""

from __future__ import annotations

from attending.analytics.sequencing.initiative import Initiative
from attending.analytics.sequencing.problem import Problem
from attending.analytics.sequencing.timeline import Starts, value_of
from attending.analytics.sequencing.trial import Trial


def lean(problem: Problem, starts: Starts) -> dict[str, int]:
    """The same plan without the initiatives that add nothing to it: no value of their own, and nobody needs them."""
    trial = Trial(problem, starts)
    for each in reversed(_ranked(problem)):
        if not each.value and each.key in trial.starts and not trial.breaks(each.key, None):
            without = trial.with_(each.key, None)
            if value_of(problem, without) >= value_of(problem, trial.starts):
                trial.move(each.key, None)
    return trial.starts


def polished(problem: Problem, starts: Starts) -> dict[str, int]:
    """The same plan or a better one that keeps all limits; `starts` must keep them too.

    Initiatives that add nothing leave; others move to the earliest quarter in which they break nothing, or enter. The
    order is that of value, then key, so that the outcome does not depend on the order of the list.
    """
    trial = Trial(problem, lean(problem, starts))
    moving = True
    while moving:
        moving = False
        for each in _ranked(problem):
            now, window = trial.starts.get(each.key), problem.start_quarters(each)
            if now is None and not each.value:
                continue
            earlier = range(window.start, window.stop if now is None else now)
            free = next((at for at in earlier if not trial.breaks(each.key, at)), None)
            if free is not None:
                trial.move(each.key, free)
                moving = True
    return trial.starts


def _ranked(problem: Problem) -> list[Initiative]:
    return sorted(
        (each for each in problem.initiatives if each.start is None), key=lambda each: (-each.value, each.key)
    )
