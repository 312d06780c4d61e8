"""Whether time limits do anything when they pass."""

from __future__ import annotations

from collections.abc import Iterator

from attending.maps.lint.finding import Finding, must
from attending.maps.model import CareMap, LaneKind, Limit, Step, StepKind
from attending.maps.passage import Passage
from attending.maps.reach import Ahead, breach_step, onward
from attending.maps.words import duration


def no_on_breach(care_map: CareMap) -> Iterator[Finding]:
    """When a limit passes, something happens."""
    for step, limit in _limits(care_map):
        if limit.breach is None:
            yield must(
                "no-on-breach",
                step.key,
                f"Nothing happens when “{step.name}” is not done within {duration(limit.minutes)}.",
                "Say what happens then: the step to go to, the role to tell, or what is done.",
            )


def breach_to_itself(care_map: CareMap) -> Iterator[Finding]:
    """What happens on breach leads on without the step that was late."""
    passage = Passage(onward(care_map), [step.key for step in care_map.steps if step.kind is StepKind.END])
    for step, _ in _limits(care_map):
        target = breach_step(step)
        if target and passage.passes(target, step.key):
            yield must(
                "breach-to-itself",
                step.key,
                f"When “{step.name}” is late, the work only comes back to “{step.name}”.",
                "Lead it to somebody who can go on without it.",
            )


def breach_tells_system(care_map: CareMap) -> Iterator[Finding]:
    """Only people are told."""
    for step, limit in _limits(care_map):
        tell = limit.breach.tell if limit.breach is not None else ""
        if tell and care_map.lane_of[tell].kind is LaneKind.SYSTEM:
            yield must(
                "breach-tells-system",
                step.key,
                f"When “{step.name}” is late, only a system is told.",
                "Tell a role of people.",
            )


def limit_never_starts(care_map: CareMap) -> Iterator[Finding]:
    """A limit that counts from a step counts from one that leads here."""
    ahead = Ahead(onward(care_map), [step.key for step, _ in _limits(care_map)])
    for step, limit in _limits(care_map):
        if limit.start and not ahead.leads(limit.start, step.key):
            start = care_map.step_of[limit.start].name
            yield must(
                "limit-never-starts",
                step.key,
                f"The limit of “{step.name}” counts from “{start}”, from where no way leads here.",
                "Count it from a step before this one.",
            )


def _limits(care_map: CareMap) -> Iterator[tuple[Step, Limit]]:
    return ((step, step.limit) for step in care_map.steps if step.limit is not None)
