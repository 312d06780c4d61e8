"""All checks of a map, in the order in which they are told."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from attending.maps.lint import ai, hazards, shape, time, work
from attending.maps.lint.finding import Finding, Weight
from attending.maps.model import CareMap

Check = Callable[[CareMap], Iterator[Finding]]
RULES: Final[Mapping[str, Check]] = {
    "no-start": shape.no_start,
    "no-end": shape.no_end,
    "unreachable": shape.unreachable,
    "dead-end": shape.dead_end,
    "no-way-out": shape.no_way_out,
    "no-else": shape.no_else,
    "one-way-decision": shape.one_way_decision,
    "no-oversight": ai.no_oversight,
    "oversight-by-system": ai.oversight_by_system,
    "oversight-without-authority": ai.oversight_without_authority,
    "oversight-without-limit": ai.oversight_without_limit,
    "oversight-without-capacity": ai.oversight_without_capacity,
    "no-fallback": ai.no_fallback,
    "fallback-through-ai": ai.fallback_through_ai,
    "no-downtime": ai.no_downtime,
    "five-rights": ai.five_rights,
    "no-hazard": hazards.no_hazard,
    "no-barrier": hazards.no_barrier,
    "common-mode": hazards.common_mode,
    "late-barrier": hazards.late_barrier,
    "no-on-breach": time.no_on_breach,
    "breach-to-itself": time.breach_to_itself,
    "breach-tells-system": time.breach_tells_system,
    "limit-never-starts": time.limit_never_starts,
    "nobody-owns": work.nobody_owns,
    "no-capacity": work.no_capacity,
    "empty-lane": work.empty_lane,
    "hand-off-without-how": work.hand_off_without_how,
    "no-event": work.no_event,
    "rule-without-events": work.rule_without_events,
}
"""The checks by their names."""


def lint(care_map: CareMap) -> tuple[Finding, ...]:
    """What the map should still settle; musts first, then in the order of the checks. 10,000 steps take seconds."""
    found = [finding for check in RULES.values() for finding in check(care_map)]
    return tuple(sorted(found, key=lambda each: each.weight is not Weight.MUST))
