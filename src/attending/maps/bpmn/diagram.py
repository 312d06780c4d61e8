"""The diagram of a BPMN file: shapes and edges where the map's own drawing has them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from xml.etree.ElementTree import Element, SubElement

from attending.maps.bpmn.names import down_id, lane_id, link_id, step_id, timer_id
from attending.maps.bpmn.tags import boundaries, tag_of
from attending.maps.layout import Box, Layout, LinkKind, Route
from attending.maps.layout.text import px
from attending.maps.model import CareMap

_POOL_HEAD: Final = 30.0
_EVENT: Final = 36.0
_GATEWAY: Final = 50.0
_BELOW: Final = 8.0


def diagram(root: Element, care_map: CareMap, layout: Layout) -> None:
    """Add the diagram to the definitions. Events and gateways keep BPMN's own sizes, in the middle of their places."""
    whole = SubElement(root, "bpmndi:BPMNDiagram", {"id": "Diagram"})
    plane = SubElement(whole, "bpmndi:BPMNPlane", {"id": "Plane", "bpmnElement": "Collaboration"})
    left = layout.heading - 2 * _POOL_HEAD
    width = layout.width - left
    _shape(plane, "Participant", (left, 0, width, max(layout.height, 60)), lying=True)
    for band in layout.bands:
        inside = (left + _POOL_HEAD, band.top, width - _POOL_HEAD, band.height)
        _shape(plane, lane_id(band.lane.key), inside, lying=True)
    tags = {key: tag_of(care_map, box.step) for key, box in layout.boxes.items()}
    for key, box in layout.boxes.items():
        _shape(plane, step_id(key), bounds(box, tags[key]))
        for name in boundaries(care_map, box.step):
            x, y = _border(box, name)
            _shape(plane, name, (x - _EVENT / 2, y - _EVENT / 2, _EVENT, _EVENT))
    for route in layout.routes:
        _edge(plane, route, layout, tags)


def bounds(box: Box, tag: str) -> tuple[float, float, float, float]:
    """Left, top, width and height of a step's shape in pixels."""
    size = _EVENT if tag.endswith("Event") else _GATEWAY if tag.endswith("Gateway") else 0.0
    if not size:
        return box.left, box.top, box.width, box.height
    return box.left + (box.width - size) / 2, box.middle - size / 2, size, size


def _border(box: Box, name: str) -> tuple[float, float]:
    """The middle of an event at the lower border of a task: what is late at the right, what is down at the left."""
    right = name == timer_id(box.step.key)
    return (box.left + box.width - 30 if right else box.left + 30), box.top + box.height


def _edge(plane: Element, route: Route, layout: Layout, tags: dict[str, str]) -> None:
    link = route.link
    source, target = layout.boxes[link.source], layout.boxes[link.target]
    left, _, _, _ = bounds(target, tags[link.target])
    if link.kind is LinkKind.FLOW:
        points = list(route.points)
        start, _, wide, _ = bounds(source, tags[link.source])
        if not tags[link.source].endswith("Task"):
            points = [(start + wide, source.middle), (source.left + source.width, source.middle), *points]
    else:
        points = _from_border(route, source, target)
    if not tags[link.target].endswith("Task"):
        points = [*points[:-1], (target.left, points[-1][1]), (target.left, target.middle), (left, target.middle)]
    name = link_id(link.kind, link.source, link.target)
    edge = SubElement(plane, "bpmndi:BPMNEdge", {"id": f"{name}_di", "bpmnElement": name})
    for x, y in _distinct(points):
        SubElement(edge, "di:waypoint", {"x": px(x), "y": px(y)})


def _from_border(route: Route, source: Box, target: Box) -> list[tuple[float, float]]:
    """The way from the event at the lower border of a task: down, along below the task, then as it is drawn."""
    kind = route.link.kind
    x, y = _border(source, timer_id(source.step.key) if kind is LinkKind.BREACH else down_id(source.step.key))
    below = y + _EVENT / 2 + _BELOW
    rest = list(route.points[2:]) or [(target.left - _BELOW, route.points[-1][1]), route.points[-1]]
    turn = route.points[1][0] if len(route.points) > 2 else target.left - _BELOW
    return [(x, y + _EVENT / 2), (x, below), (turn, below), *rest]


def _distinct(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    rounded = [(round(x, 1), round(y, 1)) for x, y in points]
    return [point for place, point in enumerate(rounded) if not place or point != rounded[place - 1]]


def _shape(plane: Element, name: str, box: tuple[float, float, float, float], *, lying: bool = False) -> None:
    attributes = {"id": f"{name}_di", "bpmnElement": name}
    if lying:
        attributes["isHorizontal"] = "true"
    shape = SubElement(plane, "bpmndi:BPMNShape", attributes)
    x, y, width, height = box
    SubElement(shape, "dc:Bounds", {"x": px(x), "y": px(y), "width": px(width), "height": px(height)})
