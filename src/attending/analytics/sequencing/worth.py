"""What an initiative is worth in the plan: the best plan with it against the best plan without it.

For an enabler this is the value of all that it makes possible, which its own value does not show; for an initiative
whose place another would take at once it is less than its own value.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from attending.analytics.sequencing.effort import Effort
from attending.analytics.sequencing.plan import NoPlan, NotFound, Plan
from attending.analytics.sequencing.problem import Problem
from attending.analytics.sequencing.solve import solve
from attending.analytics.sequencing.spans import Span, loss
from attending.analytics.sequencing.wishes import Never
from attending.analytics.sequencing.without import without

WHAT_IF = Effort(work=150_000)
"""The effort for one question of many; what it cannot prove comes back as an interval."""


@dataclass(frozen=True, slots=True)
class Worth:
    """What an initiative adds.

    own: its own value from its place in the plan; in_plan: what the plan loses without it, or None where it cannot be
    done without (a wish asks for it). gone: what else leaves the plan then; instead: what enters.
    """

    initiative: str
    own: float
    in_plan: Span | None
    gone: tuple[str, ...] = ()
    instead: tuple[str, ...] = ()


def worths(
    problem: Problem, plan: Plan, keys: Iterable[str] | None = None, *, effort: Effort = WHAT_IF
) -> tuple[Worth, ...]:
    """The worth of each initiative that the plan starts (or of those named), in its order. One solve for each."""
    wanted = None if keys is None else set(keys)
    by_key = problem.initiatives_by_key
    open_ones = [each.initiative for each in plan.scheduled if by_key[each.initiative].start is None]
    return tuple(_worth(problem, plan, key, effort) for key in open_ones if wanted is None or key in wanted)


def _worth(problem: Problem, plan: Plan, key: str, effort: Effort) -> Worth:
    each, starts = problem.initiatives_by_key[key], plan.starts
    own = each.value * problem.weight(starts[key] + each.duration)
    narrower = replace(problem, wishes=(*problem.wishes, Never(key)))
    try:
        rest = solve(narrower, effort, hint=without(problem, starts, key))
    except NoPlan:
        return Worth(key, own, None)
    except NotFound:
        return Worth(key, own, Span(0.0, None))
    gone = sorted(starts.keys() - rest.starts.keys() - {key})
    return Worth(key, own, loss(plan, rest), tuple(gone), tuple(sorted(rest.starts.keys() - starts.keys())))
