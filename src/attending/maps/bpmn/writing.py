"""Write a map as BPMN 2.0: one pool with its lanes, one process, and the diagram as the map is drawn."""

from __future__ import annotations

from collections import defaultdict
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from attending.maps.bpmn.diagram import diagram
from attending.maps.bpmn.extension import put
from attending.maps.bpmn.names import CARE, PREFIXES, down_id, lane_id, link_id, step_id, timer_id
from attending.maps.bpmn.tags import boundaries, tag_of
from attending.maps.bpmn.times import iso_duration
from attending.maps.layout import LinkKind, arrange
from attending.maps.model import CareMap, Flow, Step
from attending.maps.reach import breach_step
from attending.maps.writing import number, plain_of
from attending.maps.yaml_tree import Plain


def write(care_map: CareMap) -> bytes:
    """The map as a BPMN 2.0 file in UTF-8. Reading it gives the same map; what BPMN lacks stands in extension elements
    of the namespace `urn:attending:map:1`. Time limits and fallbacks of tasks are also boundary events (timer, error).
    """
    root = Element("bpmn:definitions", {**PREFIXES, "id": "Definitions", "targetNamespace": CARE})
    collaboration = SubElement(root, "bpmn:collaboration", {"id": "Collaboration"})
    SubElement(
        collaboration,
        "bpmn:participant",
        {"id": "Participant", "name": care_map.title, "processRef": "Process"},
    )
    process = SubElement(root, "bpmn:process", {"id": "Process", "isExecutable": "false"})
    plain = plain_of(care_map)
    _documentation(process, care_map.about)
    kept: dict[str, Plain] = {
        what: [{"key": key, **_fields(each)} for key, each in _fields(plain.get(f"{what}s", {})).items()]
        for what in ("shift", "hazard", "rule")
    }
    put(SubElement(process, "bpmn:extensionElements"), "map", kept)
    _lanes(process, care_map, _fields(plain.get("lanes", {})))
    steps = _fields(plain.get("steps", {}))
    for step in care_map.steps:
        _step(process, care_map, step, _fields(steps[step.key]))
    for step in care_map.steps:
        _flows(process, step)
    diagram(root, care_map, arrange(care_map))
    indent(root)
    return bytes(tostring(root, encoding="utf-8", xml_declaration=True))


def _lanes(process: Element, care_map: CareMap, plain: dict[str, Plain]) -> None:
    if not care_map.lanes:
        return
    inside: dict[str, list[Step]] = defaultdict(list)
    for step in care_map.steps:
        inside[step.lane].append(step)
    lanes = SubElement(process, "bpmn:laneSet", {"id": "Lanes"})
    for lane in care_map.lanes:
        element = SubElement(lanes, "bpmn:lane", {"id": lane_id(lane.key), "name": lane.name})
        fields = {name: value for name, value in _fields(plain[lane.key]).items() if name != "name"}
        if "capacity" in fields:
            people = _fields(fields["capacity"])
            fields["capacity"] = [{"shift": shift, "people": each} for shift, each in people.items()]
        put(SubElement(element, "bpmn:extensionElements"), "lane", {"key": lane.key, **fields})
        for step in inside[lane.key]:
            for name in (step_id(step.key), *boundaries(care_map, step)):
                SubElement(element, "bpmn:flowNodeRef").text = name


def _step(process: Element, care_map: CareMap, step: Step, plain: dict[str, Plain]) -> None:
    tag = tag_of(care_map, step)
    attributes = {"id": step_id(step.key), "name": step.name}
    otherwise = next((flow for flow in step.flows if flow.otherwise), None)
    if otherwise is not None:
        attributes["default"] = link_id(LinkKind.FLOW, step.key, otherwise.to)
    element = SubElement(process, f"bpmn:{tag}", attributes)
    _documentation(element, step.note)
    kept = {name: value for name, value in plain.items() if name not in ("lane", "name", "note", "next")}
    put(SubElement(element, "bpmn:extensionElements"), "step", {"key": step.key, **kept})
    events = boundaries(care_map, step)
    if timer_id(step.key) in events and step.limit is not None:
        event = _boundary(process, timer_id(step.key), step, f"After {number(step.limit.minutes)} min")
        event.set("cancelActivity", "false")
        timer = SubElement(event, "bpmn:timerEventDefinition", {"id": f"{timer_id(step.key)}_timer"})
        duration = SubElement(timer, "bpmn:timeDuration", {"xsi:type": "bpmn:tFormalExpression"})
        duration.text = iso_duration(step.limit.minutes)
    if down_id(step.key) in events:
        event = _boundary(process, down_id(step.key), step, "If it is down")
        SubElement(event, "bpmn:errorEventDefinition", {"id": f"{down_id(step.key)}_error"})


def _boundary(process: Element, name: str, step: Step, words: str) -> Element:
    attributes = {"id": name, "name": words, "attachedToRef": step_id(step.key)}
    return SubElement(process, "bpmn:boundaryEvent", attributes)


def _flows(process: Element, step: Step) -> None:
    for flow in step.flows:
        _flow(process, step, flow)
    if breach_step(step):
        _sequence(process, link_id(LinkKind.BREACH, step.key, breach_step(step)), timer_id(step.key), breach_step(step))
    if step.fallback is not None and step.fallback.step:
        target = step.fallback.step
        _sequence(process, link_id(LinkKind.FALLBACK, step.key, target), down_id(step.key), target)


def _flow(process: Element, step: Step, flow: Flow) -> None:
    element = _sequence(process, link_id(LinkKind.FLOW, step.key, flow.to), step_id(step.key), flow.to)
    if flow.when:
        element.set("name", flow.when)
    if flow.hand_off:
        put(SubElement(element, "bpmn:extensionElements"), "flow", {"hand_off": flow.hand_off})
    if flow.when:
        condition = SubElement(element, "bpmn:conditionExpression", {"xsi:type": "bpmn:tFormalExpression"})
        condition.text = flow.when


def _sequence(process: Element, name: str, source: str, target: str) -> Element:
    attributes = {"id": name, "sourceRef": source, "targetRef": step_id(target)}
    return SubElement(process, "bpmn:sequenceFlow", attributes)


def _documentation(element: Element, text: str) -> None:
    if text:
        SubElement(element, "bpmn:documentation").text = text


def _fields(value: Plain) -> dict[str, Plain]:
    """The plain data of something that is known to be fields."""
    return value if isinstance(value, dict) else {}
