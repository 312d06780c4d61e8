"""The parts of a BPMN file that a map is made of: pools and lanes, nodes, flows; and a list of what is left behind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from attending.documents.xml import XmlElement
from attending.maps.bpmn.names import CARE, MODEL

TASKS: Final = frozenset(
    {
        *("task", "userTask", "manualTask", "serviceTask", "scriptTask", "businessRuleTask", "sendTask", "receiveTask"),
        *("subProcess", "adHocSubProcess", "transaction", "callActivity"),
        *("intermediateCatchEvent", "intermediateThrowEvent"),
    }
)
GATEWAYS: Final = frozenset(
    {"exclusiveGateway", "inclusiveGateway", "parallelGateway", "eventBasedGateway", "complexGateway"}
)
_ENDS: Final = frozenset({"startEvent", "endEvent"})
_QUIET: Final = frozenset(
    {"documentation", "extensionElements", "laneSet", "ioSpecification", "property", "monitoring", "auditing"}
)
_SAID_ELSEWHERE: Final = frozenset({"participant", "messageFlow", "association", "process", "collaboration"})


@dataclass(frozen=True, slots=True)
class Pool:
    """A participant with its process, or a process without one."""

    name: str
    process: XmlElement


@dataclass
class Source:
    """What a file holds. `left` names what is not imported, once each, in the order in which it was met."""

    root: XmlElement
    pools: list[Pool] = field(default_factory=list)
    nodes: dict[str, XmlElement] = field(default_factory=dict)
    boundaries: list[XmlElement] = field(default_factory=list)
    sequences: list[XmlElement] = field(default_factory=list)
    messages: list[XmlElement] = field(default_factory=list)
    notes: dict[str, list[str]] = field(default_factory=dict)
    left: dict[str, None] = field(default_factory=dict)

    def leave(self, what: str) -> None:
        """Name something that is not imported."""
        self.left[what] = None


def source_of(root: XmlElement) -> Source:
    """Sort a file's elements."""
    source = Source(root)
    processes = {each.attributes.get("id", ""): each for each in root.all(MODEL, "process")}
    for collaboration in root.all(MODEL, "collaboration"):
        for participant in collaboration.all(MODEL, "participant"):
            process = processes.pop(participant.attributes.get("processRef", ""), None)
            name = name_of(participant)
            if process is None:
                source.leave(f"The pool “{name}” and all that goes to it, because nothing is drawn in it")
            else:
                source.pools.append(Pool(name, process))
        source.messages += collaboration.all(MODEL, "messageFlow")
        _annotations(source, collaboration)
    source.pools += [Pool(name_of(each), each) for each in processes.values()]
    for pool in source.pools:
        _annotations(source, pool.process)
        for element in pool.process.all(MODEL):
            _sort(source, element)
    for element in root.all(MODEL):
        if element.name not in _SAID_ELSEWHERE | _QUIET and element.name not in _DEFINITIONS:
            source.leave(called(element))
    return source


_DEFINITIONS: Final = frozenset({"message", "signal", "error", "escalation", "itemDefinition", "import", "dataStore"})


def called(element: XmlElement) -> str:
    """An element in words: its kind, and its name where it has one."""
    words = "".join(f" {each.lower()}" if each.isupper() else each for each in element.name)
    kind = words[:1].upper() + words[1:]
    name = " ".join(element.attributes.get("name", "").split())
    return f"{kind} “{name}”" if name else f"{kind} {element.attributes.get('id', 'without a name')}"


def name_of(element: XmlElement) -> str:
    """The name of an element in one line, its identifier where it has none."""
    return " ".join(element.attributes.get("name", "").split()) or element.attributes.get("id", "")


def own(element: XmlElement, name: str) -> XmlElement | None:
    """Our own extension of an element, None where another program made it."""
    extensions = element.first(MODEL, "extensionElements")
    return None if extensions is None else extensions.first(CARE, name)


def definitions(element: XmlElement) -> Iterator[str]:
    """What an event waits for or does: timer, message, error and so on."""
    return (
        each.name.removesuffix("EventDefinition")
        for each in element.all(MODEL)
        if each.name.endswith("EventDefinition")
    )


def documentation(element: XmlElement) -> str:
    """The documentation of an element."""
    return "\n".join(each.text for each in element.all(MODEL, "documentation")).strip()


def _sort(source: Source, element: XmlElement) -> None:
    name, key = element.name, element.attributes.get("id", "")
    if name in TASKS | GATEWAYS | _ENDS:
        source.nodes[key] = element
    elif name == "boundaryEvent":
        source.boundaries.append(element)
    elif name == "sequenceFlow":
        source.sequences.append(element)
    elif name not in _QUIET | {"textAnnotation", "association"}:
        source.leave(called(element))


def _annotations(source: Source, parent: XmlElement) -> None:
    """Text that is tied to a node becomes its note; other text is left behind."""
    texts = {
        each.attributes.get("id", ""): " ".join("".join(part.text for part in each.all(MODEL, "text")).split())
        for each in parent.all(MODEL, "textAnnotation")
    }
    tied = set()
    for each in parent.all(MODEL, "association"):
        ends = (each.attributes.get("sourceRef", ""), each.attributes.get("targetRef", ""))
        for node, note in (ends, ends[::-1]):
            if texts.get(note):
                source.notes.setdefault(node, []).append(texts[note])
                tied.add(note)
    for key, text in texts.items():
        if key not in tied and text:
            source.leave(f"Text “{text[:80]}”, which is tied to no step")
