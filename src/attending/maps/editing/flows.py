"""Connect and disconnect steps."""

from __future__ import annotations

from attending.maps.editing.document import Document, EditRefused, Fields
from attending.maps.entry import Entry
from attending.maps.model import StepKind


def connect(document: Document, entry: Entry) -> None:
    """Lead from one step to another, or say something else of a flow that is there."""
    entry.only("do", "from", "to", "when", "else", "hand_off")
    source, target = entry.key("from", required=True), entry.key("to", required=True)
    document.one("step", target)
    said: Fields = {"to": target}
    for name in ("when", "hand_off"):
        if entry.has(name):
            said[name] = "" if entry.is_null(name) else entry.text(name)
    if entry.has("else"):
        said["else"] = entry.flag("else")
    join(document, source, said)


def disconnect(document: Document, entry: Entry) -> None:
    """Take the flow between two steps out."""
    entry.only("do", "from", "to")
    source, target = entry.key("from", required=True), entry.key("to", required=True)
    flow = document.flow(source, target)
    if flow is None:
        raise EditRefused(f"No flow leads from “{source}” to “{target}”; it may have been removed. Load the map again.")
    document.one("step", source)["next"].remove(flow)


def join(document: Document, source: str, said: Fields) -> None:
    """Add a flow or change it; what is said as "" or False is taken out, what is not said stays."""
    step = document.one("step", source)
    if step["kind"] == StepKind.END:
        raise EditRefused(f"“{step['name']}” is an end: nothing follows it. Make it a task first.")
    flow = document.flow(source, said["to"])
    if flow is None:
        flow = {}
        step["next"].append(flow)
    if said.get("else"):
        for other in step["next"]:
            other.pop("else", None)
        flow.pop("when", None)
    if said.get("when"):
        flow.pop("else", None)
    for name, value in said.items():
        flow[name] = value
    for name in [each for each, value in flow.items() if value in ("", False)]:
        del flow[name]
