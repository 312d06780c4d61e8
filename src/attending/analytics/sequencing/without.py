"""A plan with an initiative taken out, and with it what can no longer be done."""

from __future__ import annotations

from attending.analytics.sequencing.audit import MissingCapability, other_breaches
from attending.analytics.sequencing.problem import Problem
from attending.analytics.sequencing.timeline import Starts


def without(problem: Problem, starts: Starts, key: str) -> dict[str, int]:
    """The starts without `key`, and without those that then start before a capability they need is there."""
    rest = {other: at for other, at in starts.items() if other != key}
    while True:
        broken = other_breaches(problem, rest)
        stranded = {each.initiative for each in broken if isinstance(each, MissingCapability)}
        if not stranded:
            return rest
        rest = {other: at for other, at in rest.items() if other not in stranded}
