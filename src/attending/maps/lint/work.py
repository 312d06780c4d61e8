"""Whether somebody owns each step, how work changes hands, and whether a log can show that it is done."""

from __future__ import annotations

from collections.abc import Iterator

from attending.maps.lint.finding import Finding, must, should
from attending.maps.model import CareMap, LaneKind, StepKind

_DONE = (StepKind.TASK, StepKind.DECISION)


def nobody_owns(care_map: CareMap) -> Iterator[Finding]:
    """Every step of people is in a lane whose discipline signs the map."""
    for step in care_map.steps:
        lane = care_map.lane_of[step.lane]
        if step.kind in _DONE and lane.kind is LaneKind.PEOPLE and not lane.discipline:
            yield must(
                "nobody-owns",
                step.key,
                f"No discipline answers for “{step.name}” ({lane.name}).",
                "Give the role its discipline, or move the step.",
            )


def no_capacity(care_map: CareMap) -> Iterator[Finding]:
    """Every lane of people with work says how many there are."""
    busy = {step.lane for step in care_map.steps if step.kind in _DONE}
    for lane in care_map.lanes:
        if lane.key in busy and lane.kind is LaneKind.PEOPLE and not lane.capacity:
            yield should(
                "no-capacity",
                "",
                f"It is not said how many people “{lane.name}” has in a shift.",
                "Say how many there are on each shift, so that the workload can be forecast.",
            )


def empty_lane(care_map: CareMap) -> Iterator[Finding]:
    """Every lane has a step."""
    used = {step.lane for step in care_map.steps}
    for lane in care_map.lanes:
        if lane.key not in used:
            yield should(
                "empty-lane",
                "",
                f"The role “{lane.name}” has no step.",
                "Add what this role does, or take the role out.",
            )


def hand_off_without_how(care_map: CareMap) -> Iterator[Finding]:
    """Where work changes lanes, it is said how the next one learns of it."""
    for step in care_map.steps:
        for flow in step.flows:
            if flow.hand_off or not care_map.is_hand_off(step, flow):
                continue
            target = care_map.step_of[flow.to]
            lane = care_map.lane_of[target.lane].name
            yield should(
                "hand-off-without-how",
                step.key,
                f"It is not said how {lane} learns that “{target.name}” is theirs after “{step.name}”.",
                "Say the hand-off: a task list, a call, a message, in person.",
            )


def no_event(care_map: CareMap) -> Iterator[Finding]:
    """A log can show whether the step is done."""
    for step in care_map.steps:
        if step.kind in (*_DONE, StepKind.ASSIST) and not step.events:
            yield should(
                "no-event",
                step.key,
                f"“{step.name}” cannot be checked against a log.",
                "Name the event that shows that it was done.",
            )


def rule_without_events(care_map: CareMap) -> Iterator[Finding]:
    """Both ends of a time rule have events."""
    for rule in care_map.rules:
        for key in dict.fromkeys((rule.start, rule.end)):
            step = care_map.step_of[key]
            if not step.events:
                yield must(
                    "rule-without-events",
                    key,
                    f"The rule “{rule.name}” cannot be checked: no event shows “{step.name}”.",
                    "Name the event that shows that it was done.",
                )
