"""Read a BPMN 2.0 file as a map; whatever a map has no place for is named."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from attending.documents.xml import XmlElement, XmlLimits, XmlRefused, read_xml
from attending.maps.bpmn.arrows import flows
from attending.maps.bpmn.extension import taken
from attending.maps.bpmn.names import MODEL
from attending.maps.bpmn.pruning import prune
from attending.maps.bpmn.source import (
    GATEWAYS,
    Pool,
    Source,
    called,
    definitions,
    documentation,
    name_of,
    own,
    source_of,
)
from attending.maps.bpmn.texts import line, note
from attending.maps.keys import key_for
from attending.maps.model import FORMAT, CareMap
from attending.maps.problems import MapRefused, Problem
from attending.maps.reading import from_plain

_LIMITS: Final = XmlLimits()
_NAMES: Final = {"start": "Start", "end": "End", "decision": "Decision"}
_WHOLE: Final = frozenset({"subProcess", "adHocSubProcess", "transaction", "callActivity"})
_PLAIN: Final = frozenset({"parallelGateway", "inclusiveGateway", "eventBasedGateway", "complexGateway"})


@dataclass(frozen=True, slots=True)
class Imported:
    """A map, and in words what of the file is not in it; empty for a file that `write` made."""

    care_map: CareMap
    not_imported: tuple[str, ...]


def read(data: bytes) -> Imported:
    """The map of a BPMN 2.0 file. Raises MapRefused for what is no such file, declares entities or is too large.

    Pools and lanes become lanes, message flows become flows. A gateway that only joins ways is left out, and they meet
    at what follows it. A timer at a task is its time limit, an error its fallback.
    """
    try:
        root = read_xml(data, _LIMITS)
    except XmlRefused as refusal:
        raise MapRefused([Problem(refusal.line, "", "", f"This file is not read: {refusal}.")]) from refusal
    if (root.namespace, root.name) != (MODEL, "definitions"):
        raise MapRefused([Problem(root.line, "", root.name, "expected a BPMN 2.0 file, whose root is definitions")])
    source = source_of(root)
    return _Import(source).imported()


class _Import:
    """Builds the map's plain data."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._lanes: dict[str, Any] = {}
        self._steps: dict[str, Any] = {}
        self._lane_of: dict[str, str] = {}
        self._key_of: dict[str, str] = {}

    def imported(self) -> Imported:
        source = self._source
        for pool in source.pools:
            self._pool(pool)
        skipped = _joins(source)
        for identifier, element in source.nodes.items():
            if identifier not in skipped:
                self._node(identifier, element)
        flows(source, self._key_of, self._steps, skipped)
        document = self._document()
        for step in self._steps.values():
            if not step["next"]:
                del step["next"]
            for gone in prune(step, self._steps, self._lanes):
                source.leave(gone)
        return Imported(from_plain(document), tuple(source.left))

    def _document(self) -> dict[str, Any]:
        source = self._source
        kept: dict[str, Any] = {"shift": [], "hazard": [], "rule": []}
        about = []
        for pool in source.pools:
            about.append(note(documentation(pool.process), source, "The description of the process"))
            extension = own(pool.process, "map")
            if extension is not None:
                for what, found in taken(extension, *kept).items():
                    if what in kept:
                        kept[what] += found
        names = [pool.name for pool in source.pools if pool.name]
        title = names[0] if len(names) == 1 else name_of(source.root) if source.root.attributes.get("name") else ""
        document: dict[str, Any] = {
            "format": FORMAT,
            "title": line(title or " and ".join(names) or "Imported map", source, "The title"),
            "lanes": self._lanes,
            "steps": self._steps,
        }
        if any(about):
            document["about"] = note("\n".join(each for each in about if each), source, "The description")
        for what, found in kept.items():
            each = {fields.pop("key", ""): fields for fields in found}
            if what != "shift":
                each = {key: fields for key, fields in each.items() if self._stands(what, fields)}
            if each:
                document[f"{what}s"] = each
        return document

    def _stands(self, what: str, fields: dict[str, Any]) -> bool:
        """Whether the steps of a hazard or a rule are still in the file; one that lost them is named."""
        steps = [fields[name] for name in ("step", "from", "to") if name in fields]
        if all(each in self._steps for each in steps):
            return True
        self._source.leave(
            f"The {'hazard' if what == 'hazard' else 'time rule'} “{fields.get('name', '')}”: its step is gone"
        )
        return False

    def _pool(self, pool: Pool) -> None:
        lanes = list(_leaves(pool.process, self._source))
        for element in lanes:
            key = self._lane(element, name_of(element))
            for reference in element.all(MODEL, "flowNodeRef"):
                self._lane_of[reference.text.strip()] = key
        loose = [
            each.attributes.get("id", "")
            for each in pool.process.all(MODEL)
            if each.attributes.get("id", "") in self._source.nodes
            and each.attributes.get("id", "") not in self._lane_of
        ]
        if not loose:
            return
        if lanes:
            key = next(reversed(self._lanes))
            count = f"{len(loose)} element" if len(loose) == 1 else f"{len(loose)} elements"
            self._source.leave(f"That {count} of “{pool.name}” stood in no lane: now in “{self._lanes[key]['name']}”")
        else:
            key = self._lane(pool.process, pool.name or "Everybody")
        for identifier in loose:
            self._lane_of[identifier] = key

    def _lane(self, element: XmlElement, name: str) -> str:
        extension = own(element, "lane")
        fields: dict[str, Any] = {} if extension is None else taken(extension, "capacity")
        people = fields.pop("capacity", None)
        if people:
            fields["capacity"] = {each.get("shift", ""): each.get("people") for each in people}
        key = self._key(fields, name, self._lanes)
        self._lanes[key] = {"name": line(name, self._source, "The name of a lane"), **fields}
        return key

    def _node(self, identifier: str, element: XmlElement) -> None:
        extension = own(element, "step")
        fields: dict[str, Any] = {} if extension is None else taken(extension)
        kind = fields.pop("kind", None) or _kind(element.name)
        name = line(element.attributes.get("name", ""), self._source, "The name of a step") or _name(element, kind)
        key = self._key(fields, name, self._steps)
        said = [documentation(element), *self._source.notes.get(identifier, [])]
        words = note("\n".join(each for each in said if each), self._source, f"The description of “{name}”")
        step = {"lane": self._lane_of[identifier], "kind": kind, "name": name, **({"note": words} if words else {})}
        self._steps[key] = {**step, **fields, "next": []}
        self._key_of[identifier] = key
        self._name_losses(element, name)

    def _key(self, fields: dict[str, Any], name: str, taken_keys: dict[str, Any]) -> str:
        """The key that the file keeps, unless a copy in another program made it stand there twice."""
        key = str(fields.pop("key", ""))
        return key if key and key not in taken_keys else key_for(name, taken_keys)

    def _name_losses(self, element: XmlElement, name: str) -> None:
        leave = self._source.leave
        if element.name in _WHOLE:
            inside = sum(1 for each in element.all(MODEL) if each.name not in ("incoming", "outgoing", "documentation"))
            leave(f"The inside of the sub-process “{name}” ({inside} elements); it is one task")
        elif element.name in _PLAIN:
            leave(f"That “{name}” is a {called(element).split('“')[0].strip().lower()}; its ways are as drawn")
        elif element.name.startswith("intermediate"):
            leave(f"That “{name}” is an event between steps; it is a task")
        for kind in definitions(element):
            leave(f"That the event “{name}” is one of kind {kind}")
        for each in element.all(MODEL):
            if each.name.endswith("LoopCharacteristics"):
                leave(f"That “{name}” is done several times")


def _leaves(process: XmlElement, source: Source) -> list[XmlElement]:
    """The innermost lanes of a process; those around them are named."""
    found: list[XmlElement] = []
    waiting = [lane for each in process.all(MODEL, "laneSet") for lane in each.all(MODEL, "lane")][::-1]
    while waiting:
        lane = waiting.pop()
        inner = [each for children in lane.all(MODEL, "childLaneSet") for each in children.all(MODEL, "lane")]
        if inner:
            source.leave(f"The lane “{name_of(lane)}” around its {len(inner)} lanes")
            waiting += inner[::-1]
        else:
            found.append(lane)
    return found


def _joins(source: Source) -> dict[str, str]:
    """Gateways of other programs that only join ways, each with where it leads."""
    after: dict[str, list[str]] = {}
    before: dict[str, int] = {}
    for each in source.sequences:
        start, end = each.attributes.get("sourceRef", ""), each.attributes.get("targetRef", "")
        after.setdefault(start, []).append(end)
        before[end] = before.get(end, 0) + 1
    found = {}
    for identifier, element in source.nodes.items():
        ways = after.get(identifier, [])
        joins = len(ways) == 1 and ways[0] != identifier and before.get(identifier, 0) > 1
        if element.name in GATEWAYS and joins and own(element, "step") is None:
            found[identifier] = ways[0]
            if element.name in _PLAIN:
                source.leave(f"{called(element)}, which waits for all its ways")
    return found


def _kind(tag: str) -> str:
    if tag == "startEvent":
        return "start"
    if tag == "endEvent":
        return "end"
    return "decision" if tag in GATEWAYS and tag != "parallelGateway" else "task"


def _name(element: XmlElement, kind: str) -> str:
    if element.name == "parallelGateway":
        return "All of these at the same time"
    return _NAMES.get(kind) or called(element).removesuffix("without a name").strip()
