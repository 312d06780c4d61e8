"""Which BPMN elements a step becomes."""

from __future__ import annotations

from typing import Final

from attending.maps.bpmn.names import down_id, timer_id
from attending.maps.model import CareMap, LaneKind, Step, StepKind

_EVENTS: Final = {StepKind.START: "startEvent", StepKind.END: "endEvent"}


def tag_of(care_map: CareMap, step: Step) -> str:
    """The BPMN element that a step becomes. A decision with work in it is a task: a gateway can have neither a time
    limit nor a fallback.
    """
    if step.kind in _EVENTS:
        return _EVENTS[step.kind]
    worked = step.limit or step.fallback or step.oversight or step.minutes
    if step.kind is StepKind.DECISION and not worked:
        return "exclusiveGateway"
    return "serviceTask" if care_map.lane_of[step.lane].kind is LaneKind.SYSTEM else "userTask"


def boundaries(care_map: CareMap, step: Step) -> tuple[str, ...]:
    """The identifiers of the events at the border of a step; only a task can have them."""
    if not tag_of(care_map, step).endswith("Task"):
        return ()
    timer = (timer_id(step.key),) if step.limit is not None else ()
    return (*timer, down_id(step.key)) if step.fallback is not None and step.fallback.step else timer
