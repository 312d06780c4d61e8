"""What a map claims of an event log: which activities evidence its steps, their order, and its time rules."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from attending.analytics.event_log.drawn import DrawnStep, Shift, TimeRule
from attending.maps.model import CareMap, Step


@dataclass(frozen=True)
class Claims:
    """Steps, the flows between them (pairs of keys), rules and shifts, as a reality check takes them.

    `unchecked` are sentences on rules and limits that no log can be held against, each with what to do.
    """

    steps: tuple[DrawnStep, ...]
    flows: tuple[tuple[str, str], ...]
    rules: tuple[TimeRule, ...]
    shifts: tuple[Shift, ...]
    unchecked: tuple[str, ...]


def claims(care_map: CareMap) -> Claims:
    """What `care_map` claims. A step's time limit from another step is a rule too, called by the step."""
    rules: list[TimeRule] = []
    unchecked: list[str] = []
    for name, start, end, rule in _rules(care_map):
        bare = [step.name for step in (start, end) if not step.events]
        shared = sorted(set(start.events) & set(end.events))
        if bare:
            names = "names" if len(bare) == 1 else "name"
            unchecked.append(
                f"{name} cannot be checked: {' and '.join(bare)} {names} no event. Give the step its events."
            )
        elif shared:
            unchecked.append(
                f"{name} cannot be checked: {start.name} and {end.name} share {', '.join(shared)}. Give them different "
                "events."
            )
        else:
            rules.append(TimeRule(rule[0], name, start.events, end.events, rule[1], rule[2]))
    return Claims(
        tuple(DrawnStep(step.key, step.name, step.events) for step in care_map.steps),
        tuple((step.key, flow.to) for step in care_map.steps for flow in step.flows),
        tuple(rules),
        tuple(Shift(shift.key, shift.begins, shift.ends) for shift in care_map.shifts),
        tuple(unchecked),
    )


def _rules(care_map: CareMap) -> Iterator[tuple[str, Step, Step, tuple[str, float, bool]]]:
    """Each rule's name, its two steps, and its key, minutes and whether what came before counts."""
    steps = care_map.step_of
    for rule in care_map.rules:
        yield rule.name, steps[rule.start], steps[rule.end], (rule.key, rule.minutes, rule.counts_before)
    for step in care_map.steps:
        if step.limit is not None and step.limit.start and step.limit.start != step.key:
            start = steps[step.limit.start]
            name = f"{step.name} within {step.limit.minutes:g} min of {start.name}"
            yield name, start, step, (f"limit-{step.key}", step.limit.minutes, False)
