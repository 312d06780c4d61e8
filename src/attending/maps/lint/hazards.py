"""Whether what may go wrong is known and held back, and not by one person's check alone."""

from __future__ import annotations

from collections.abc import Iterator

from attending.maps.bow_tie import common_mode as shared_barriers
from attending.maps.lint.finding import Finding, must, should
from attending.maps.model import CareMap, StepKind
from attending.maps.reach import Ahead, by_flows
from attending.maps.words import named


def no_hazard(care_map: CareMap) -> Iterator[Finding]:
    """Every AI step has at least one hazard."""
    for step in care_map.steps:
        if step.kind is StepKind.ASSIST and step.key not in care_map.hazards_of:
            yield must(
                "no-hazard",
                step.key,
                f"Nobody has said what can go wrong at “{step.name}”.",
                "Add its hazards: at least what happens when the AI is wrong, late or silent.",
            )


def no_barrier(care_map: CareMap) -> Iterator[Finding]:
    """Every hazard is held back by something."""
    for hazard in care_map.hazards:
        if not hazard.barriers and not hazard.recovery:
            yield must(
                "no-barrier",
                hazard.step,
                f"Nothing holds back the hazard “{hazard.name}”.",
                "Name what keeps it from happening (barriers), or what limits its harm (recovery).",
            )


def common_mode(care_map: CareMap) -> Iterator[Finding]:
    """One check by a person is not counted as the barrier of many hazards."""
    for shared in shared_barriers(care_map):
        names = named([each.name for each in shared.hazards])
        yield should(
            "common-mode",
            shared.step,
            f"“{shared.name}” is a barrier of {len(shared.hazards)} hazards: {names}. When it fails, all fail.",
            "Add a barrier of another kind to these hazards.",
        )


def late_barrier(care_map: CareMap) -> Iterator[Finding]:
    """What comes only after the hazard's step cannot keep it from happening."""
    keys = [each for hazard in care_map.hazards for each in hazard.barriers if each in care_map.step_of]
    ahead = Ahead(by_flows(care_map), [*keys, *(hazard.step for hazard in care_map.hazards)])
    for hazard in care_map.hazards:
        for each in hazard.barriers:
            step = care_map.step_of.get(each)
            if step and ahead.leads(hazard.step, each) and not ahead.leads(each, hazard.step):
                yield should(
                    "late-barrier",
                    hazard.step,
                    f"“{step.name}” comes after what it should prevent (“{hazard.name}”).",
                    "List it under recovery, because it can only limit the harm.",
                )
