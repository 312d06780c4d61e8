"""The namespaces of BPMN and of what we add to it, and how steps are called in a file."""

from __future__ import annotations

from typing import Final

MODEL: Final = "http://www.omg.org/spec/BPMN/20100524/MODEL"
DIAGRAM: Final = "http://www.omg.org/spec/BPMN/20100524/DI"
BOUNDS: Final = "http://www.omg.org/spec/DD/20100524/DC"
WAYPOINTS: Final = "http://www.omg.org/spec/DD/20100524/DI"
INSTANCE: Final = "http://www.w3.org/2001/XMLSchema-instance"
CARE: Final = "urn:attending:map:1"
PREFIXES: Final = {
    "xmlns:bpmn": MODEL,
    "xmlns:bpmndi": DIAGRAM,
    "xmlns:dc": BOUNDS,
    "xmlns:di": WAYPOINTS,
    "xmlns:xsi": INSTANCE,
    "xmlns:care": CARE,
}


def lane_id(key: str) -> str:
    """A lane's identifier; keys may begin with a digit, identifiers may not."""
    return f"Lane_{key}"


def step_id(key: str) -> str:
    """A step's identifier."""
    return f"Step_{key}"


def timer_id(key: str) -> str:
    """The identifier of the event that a step's time limit is."""
    return f"Limit_{key}"


def down_id(key: str) -> str:
    """The identifier of the event that leads to a step's fallback."""
    return f"Down_{key}"


def link_id(kind: str, source: str, target: str) -> str:
    """The identifier of a flow; kind is flow, fallback or breach."""
    return f"{kind.capitalize()}_{source}.to.{target}"
