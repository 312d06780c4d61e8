"""Remove something with all that only points to it; what people wrote down about it is never lost on the way."""

from __future__ import annotations

from attending.maps.editing.document import SECTIONS, Document, EditRefused, Fields
from attending.maps.editing.flows import join
from attending.maps.entry import Entry
from attending.maps.words import listed


def remove(document: Document, entry: Entry) -> None:
    """A lane with steps, or a step with hazards or rules, is refused; the message names them."""
    entry.only("do", "what", "key", "bridge")
    what = entry.choice("what", tuple(SECTIONS), required=True)
    if not what:
        return
    key = entry.key("key", required=True)
    document.one(what, key)
    if what == "step":
        _free_step(document, key, bridge=entry.flag("bridge"))
    elif what == "lane":
        _free_lane(document, key)
    elif what == "shift":
        for lane in document.section("lane").values():
            _take_out(lane, "capacity", key)
    del document.section(what)[key]


def _free_step(document: Document, key: str, *, bridge: bool) -> None:
    name = document.one("step", key)["name"]
    hazards = [each["name"] for each in document.section("hazard").values() if each["step"] == key]
    rules = [each["name"] for each in document.section("rule").values() if key in (each["from"], each["to"])]
    for what, found in (("hazard", hazards), ("time rule", rules)):
        if found:
            names = listed([f"“{each}”" for each in found])
            raise EditRefused(f"“{name}” has the {what} {names}. Move or remove that first.")
    for hazard in document.section("hazard").values():
        for side in ("barriers", "recovery"):
            if key in hazard.get(side, ()):
                raise EditRefused(f"“{name}” is a barrier of “{hazard['name']}”. Take it out there first.")
    onward = [way["to"] for way in document.one("step", key)["next"] if way["to"] != key]
    for source, step in document.section("step").items():
        flow = document.flow(source, key)
        if source == key or flow is None:
            continue
        step["next"].remove(flow)
        if bridge and len(onward) == 1 and document.flow(source, onward[0]) is None:
            join(document, source, {**flow, "to": onward[0]})
    for step in document.section("step").values():
        _forget_step(step, key)


def _forget_step(step: Fields, key: str) -> None:
    if key in step.get("oversight", {}).get("of", ()):
        step["oversight"]["of"].remove(key)
        if not step["oversight"]["of"]:
            del step["oversight"]
    limit = step.get("limit", {})
    if limit.get("from") == key:
        del limit["from"]
    if limit.get("on_breach", {}).get("step") == key:
        _take_out(limit, "on_breach", "step")
    if step.get("fallback", {}).get("step") == key:
        _take_out(step, "fallback", "step")
        if set(step.get("fallback", ())) == {"downtime"}:
            del step["fallback"]


def _free_lane(document: Document, key: str) -> None:
    steps = [each["name"] for each in document.section("step").values() if each["lane"] == key]
    if steps:
        name = document.one("lane", key)["name"]
        shown = listed([f"“{each}”" for each in steps[:5]])
        raise EditRefused(f"The lane “{name}” has {len(steps):,} steps, such as {shown}. Move or remove them first.")
    for step in document.section("step").values():
        if step.get("assist", {}).get("to") == key:
            del step["assist"]["to"]
        if step.get("limit", {}).get("on_breach", {}).get("tell") == key:
            _take_out(step["limit"], "on_breach", "tell")


def _take_out(fields: Fields, name: str, inner: str) -> None:
    """Take a field out of the fields in `name`, and those too when nothing else is in them."""
    inside = fields.get(name, {})
    inside.pop(inner, None)
    if not inside:
        fields.pop(name, None)
