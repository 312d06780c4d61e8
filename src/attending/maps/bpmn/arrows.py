"""Sequence flows, message flows and boundary events of a file, as flows, time limits and fallbacks of steps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attending.documents.xml import XmlElement
from attending.maps.bpmn.extension import taken
from attending.maps.bpmn.names import MODEL
from attending.maps.bpmn.source import Source, called, definitions, own
from attending.maps.bpmn.texts import line
from attending.maps.bpmn.times import iso_duration, minutes_of

Steps = Mapping[str, dict[str, Any]]


def flows(source: Source, key_of: Mapping[str, str], steps: Steps, joins: Mapping[str, str]) -> None:
    """Add to each step where it leads. `key_of` and `joins` are by the identifiers of the file."""
    reader = _Arrows(source, key_of, steps, joins)
    borders = {each.attributes.get("id", ""): each for each in source.boundaries}
    leaving: dict[str, list[XmlElement]] = {}
    for each in source.sequences:
        start = each.attributes.get("sourceRef", "")
        if start in borders:
            leaving.setdefault(start, []).append(each)
        elif start not in joins:
            reader.sequence(each, start)
    for identifier, border in borders.items():
        reader.border(border, leaving.get(identifier, []))
    for each in source.messages:
        reader.message(each)


class _Arrows:
    """Adds one arrow after the other."""

    def __init__(self, source: Source, key_of: Mapping[str, str], steps: Steps, joins: Mapping[str, str]) -> None:
        self._source = source
        self._key_of = key_of
        self._steps = steps
        self._joins = joins
        self._defaults = {each.attributes["default"] for each in source.nodes.values() if "default" in each.attributes}

    def sequence(self, element: XmlElement, start: str) -> None:
        """A sequence flow between two nodes."""
        target = self._target(element)
        if start not in self._key_of or not target:
            self._source.leave(f"{called(element)}, because it does not join two steps")
            return
        words = self._condition(element)
        flow: dict[str, Any] = {"to": target}
        if element.attributes.get("id") in self._defaults:
            flow["else"] = True
            if words:
                self._source.leave(f"The words “{words}” of the way that is taken otherwise")
        elif words:
            flow["when"] = words
        extension = own(element, "flow")
        if extension is not None:
            flow |= taken(extension)
        self._add(self._key_of[start], flow)

    def message(self, element: XmlElement) -> None:
        """A message flow: the work, or news of it, goes to another lane."""
        start = self._key_of.get(element.attributes.get("sourceRef", ""))
        target = self._target(element)
        if start is None or not target:
            self._source.leave(f"{called(element)}, because it does not join two steps")
            return
        words = line(element.attributes.get("name", ""), self._source, "The name of a message flow")
        self._add(start, {"to": target, "hand_off": words or "Message"})

    def border(self, element: XmlElement, leaving: list[XmlElement]) -> None:
        """An event at the border of a task: a timer is its limit, an error its fallback, others are ways on."""
        key = self._key_of.get(element.attributes.get("attachedToRef", ""))
        if key is None:
            self._source.leave(called(element))
            return
        step = self._steps[key]
        kinds = list(definitions(element))
        duration = _timer(element) if kinds == ["timer"] else ""
        rest = leaving
        if minutes_of(duration) is not None:
            rest = self._limit(step, duration, leaving)
        elif kinds == ["error"] and leaving and self._target(leaving[0]):
            step.setdefault("fallback", {})["step"] = self._target(leaving[0])
            rest = leaving[1:]
        else:
            self._source.leave(f"{called(element)} at “{step['name']}”; its ways are ways of the step")
        for each in rest:
            words = line(element.attributes.get("name", ""), self._source, "The name of an event")
            target = self._target(each)
            if target:
                self._add(key, {"to": target, "when": words or called(element)})

    def _limit(self, step: dict[str, Any], duration: str, leaving: list[XmlElement]) -> list[XmlElement]:
        """Take a timer's duration over, unless it is the one that was written for the minutes known exactly."""
        limit = step.setdefault("limit", {})
        known = limit.get("minutes")
        if not isinstance(known, int | float) or iso_duration(known) != duration:
            limit["minutes"] = minutes_of(duration)
        target = self._target(leaving[0]) if leaving else ""
        if target:
            limit.setdefault("on_breach", {})["step"] = target
        return leaving[1:] if target else leaving

    def _add(self, key: str, flow: dict[str, Any]) -> None:
        step = self._steps[key]
        if step["kind"] == "end":
            name = self._steps[flow["to"]]["name"]
            self._source.leave(f"The way from the end “{step['name']}” to “{name}”: nothing follows an end")
            return
        known = next((each for each in step["next"] if each["to"] == flow["to"]), None)
        if known is None:
            if flow.get("else") and any(each.get("else") for each in step["next"]):
                del flow["else"]
            step["next"].append(flow)
            return
        self._source.leave(f"One of two ways from “{step['name']}” to “{self._steps[flow['to']]['name']}”")
        both = [each["when"] for each in (known, flow) if "when" in each]
        if len(both) == 2 and len(f"{both[0]}, or {both[1]}") <= 200:
            known["when"] = f"{both[0]}, or {both[1]}"
        elif not flow.get("else"):
            known.pop("when", None)

    def _target(self, element: XmlElement) -> str:
        """The key of the step that a flow leads to, past gateways that only join."""
        target = element.attributes.get("targetRef", "")
        seen = set()
        while target in self._joins and target not in seen:
            seen.add(target)
            target = self._joins[target]
        return self._key_of.get(target, "")

    def _condition(self, element: XmlElement) -> str:
        name = element.attributes.get("name", "")
        expression = element.first(MODEL, "conditionExpression")
        words = name or (expression.text if expression is not None else "")
        return line(words, self._source, "A condition")


def _timer(element: XmlElement) -> str:
    """The duration that a timer waits, "" where it waits for something else."""
    for definition in element.all(MODEL, "timerEventDefinition"):
        duration = definition.first(MODEL, "timeDuration")
        if duration is not None:
            return duration.text.strip()
    return ""
