"""Whether the map hangs together: where it starts and ends, what is never reached, where it stops."""

from __future__ import annotations

from collections.abc import Iterator

from attending.maps.lint.finding import Finding, must, should
from attending.maps.model import CareMap, StepKind
from attending.maps.reach import onward, reached, reversed_graph


def no_start(care_map: CareMap) -> Iterator[Finding]:
    """A map begins somewhere."""
    if not any(step.kind is StepKind.START for step in care_map.steps):
        yield must(
            "no-start",
            "",
            "The map does not say where care begins.",
            "Add a step of kind start, such as Patient arrives.",
        )


def no_end(care_map: CareMap) -> Iterator[Finding]:
    """A map ends somewhere."""
    if not any(step.kind is StepKind.END for step in care_map.steps):
        yield must(
            "no-end",
            "",
            "The map does not say where care ends.",
            "Add a step of kind end for each way in which it can end.",
        )


def unreachable(care_map: CareMap) -> Iterator[Finding]:
    """Every step can be reached from a start; without a start nothing is said here."""
    starts = [step.key for step in care_map.steps if step.kind is StepKind.START]
    if not starts:
        return
    there = reached(onward(care_map), starts)
    for step in care_map.steps:
        if step.key not in there:
            yield must(
                "unreachable",
                step.key,
                f"No way leads from a start to “{step.name}”.",
                "Connect it to the step before it, or take it out.",
            )


def dead_end(care_map: CareMap) -> Iterator[Finding]:
    """Something follows every step but an end."""
    for step in care_map.steps:
        if step.kind is not StepKind.END and not step.flows:
            yield must(
                "dead-end",
                step.key,
                f"Nothing follows “{step.name}”.",
                "Say what comes next, or make it a step of kind end.",
            )


def no_way_out(care_map: CareMap) -> Iterator[Finding]:
    """From every step an end can be reached; where nothing follows at all, that is a dead end already."""
    ends = [step.key for step in care_map.steps if step.kind is StepKind.END]
    if not ends:
        return
    backward = reversed_graph(onward(care_map))
    stops = [step.key for step in care_map.steps if step.kind is not StepKind.END and not step.flows]
    leaving = reached(backward, [*ends, *stops])
    for step in care_map.steps:
        if step.key not in leaving:
            yield must(
                "no-way-out",
                step.key,
                f"After “{step.name}” care goes round for ever.",
                "Give the loop a way out to an end.",
            )


def no_else(care_map: CareMap) -> Iterator[Finding]:
    """Where ways have conditions, one is taken when no condition holds."""
    for step in care_map.steps:
        conditions = [flow for flow in step.flows if flow.when]
        if conditions and not any(flow.otherwise for flow in step.flows):
            yield must(
                "no-else",
                step.key,
                f"“{step.name}” does not say what happens if no condition holds.",
                "Make one of its ways the else.",
            )
        elif step.kind is StepKind.DECISION and sum(not (flow.when or flow.otherwise) for flow in step.flows) > 1:
            yield must(
                "no-else",
                step.key,
                f"“{step.name}” has several ways and no condition to choose by.",
                "Say of each way when it is taken, and make one the else.",
            )


def one_way_decision(care_map: CareMap) -> Iterator[Finding]:
    """A decision has at least two ways."""
    for step in care_map.steps:
        if step.kind is StepKind.DECISION and len(step.flows) == 1:
            yield should(
                "one-way-decision",
                step.key,
                f"“{step.name}” is a decision with only one way.",
                "Add the other way, or make it a task.",
            )
