"""Read a card from XML: nothing trimmed or lost, and whatever no card may hold named by its path and line."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from attending.cards.chai.catalog import Field, FieldKind, children, fields, namespace, root_name
from attending.cards.chai.model import CardProblem, CardRefused, MetricResult, ModelCard
from attending.documents.xml import XmlElement, XmlLimits, XmlRefused, read_xml

LIMITS: Final = XmlLimits(bytes=5_000_000, depth=12, elements=20_000)
"""Far more than a card holds: CHAI's longest example has 40 kB."""

_SIGNATURE: Final = ("http://www.w3.org/2000/09/xmldsig#", "Signature")
_INSTANCE: Final = "http://www.w3.org/2001/XMLSchema-instance "
_EARLIER: Final = "https://mc.chai.org/v0.1/schema.xsd"
_ASKED_AGAIN: Final = "Resources/StakeholdersConsulted"
_CONSULTED: Final = "TrustIngredients/TransparencyInformation/StakeholdersConsulted"
_RESULT: Final = "MetricResult"


@dataclass(frozen=True, slots=True)
class ReadCard:
    """A card with the version of the format it came in ("0.2" or "0.1"), and what its reader should know."""

    card: ModelCard
    version: str
    notes: tuple[str, ...]


def read_card(content: bytes) -> ReadCard:
    """The card in a file. Raises CardRefused with every problem of what is no Applied Model Card.

    A card of version 0.1 is read as one of 0.2: its one result for each metric becomes a result with the label
    "Result". Comments between elements are no part of a card.
    """
    try:
        root = read_xml(content, LIMITS)
    except XmlRefused as refusal:
        raise CardRefused([CardProblem("", refusal.line, str(refusal))]) from refusal
    if root.name != root_name() or root.namespace not in (namespace(), _EARLIER):
        told = f"the root element is {root.name} of the namespace {root.namespace or '(none)'}"
        asked = f"a card begins with {root_name()} of {namespace()}"
        raise CardRefused([CardProblem("", root.line, f"{told}; {asked}")])
    reader = _Reader(root.namespace)
    reader.section(root, "")
    if reader.problems:
        raise CardRefused(reader.problems)
    card = ModelCard(reader.texts, reader.lists, reader.results, reader.signed)
    return ReadCard(card, "0.1" if reader.earlier else "0.2", tuple(reader.notes))


@dataclass
class _Reader:
    """What was found so far."""

    spoken: str
    texts: dict[str, str] = field(default_factory=dict)
    lists: dict[str, tuple[str, ...]] = field(default_factory=dict)
    results: dict[str, tuple[MetricResult, ...]] = field(default_factory=dict)
    problems: list[CardProblem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    signed: bool = False

    def __post_init__(self) -> None:
        if self.earlier:
            self.notes.append("It is written in version 0.1 of the format and was read as 0.2.")

    @property
    def earlier(self) -> bool:
        return self.spoken == _EARLIER

    def problem(self, path: str, element: XmlElement, sentence: str) -> None:
        self.problems.append(CardProblem(path, element.line, sentence))

    def section(self, element: XmlElement, path: str) -> None:
        """An element that holds others, each once and in its order."""
        self._plain(element, path)
        if element.text.strip():
            self.problem(path, element, "text stands between the elements")
        asked = self._names(path)
        seen: list[str] = []
        for child in element.children:
            if path == "" and (child.namespace, child.name) == _SIGNATURE and child is element.children[-1]:
                self._sign()
                continue
            name, below = child.name, f"{path}/{child.name}".lstrip("/")
            if child.namespace != self.spoken or name not in asked:
                self.problem(below, child, f"no card has this element here; {_listed(asked)} may stand in it")
                continue
            if name in seen:
                self.problem(below, child, "the element comes twice")
                continue
            if seen and asked.index(name) < asked.index(seen[-1]):
                self.problem(below, child, f"it stands after {seen[-1]}; the format has it before")
            seen.append(name)
            self._one(child, below)
        for name in asked:
            below = f"{path}/{name}".lstrip("/")
            if name not in seen and not self._optional(below):
                self.problem(below, element, "the element is missing; every card has it, if only empty")

    def _names(self, path: str) -> Sequence[str]:
        names = children()[path]
        if not self.earlier:
            return names
        names = tuple("Result" if f"{path}/{name}" in _results() else name for name in names)
        return (*names, "StakeholdersConsulted") if path == "Resources" else names

    def _optional(self, path: str) -> bool:
        known = fields().get(path)
        return path == _ASKED_AGAIN or (known is not None and known.optional)

    def _one(self, element: XmlElement, path: str) -> None:
        known = fields().get(path)
        if self.earlier and path == _ASKED_AGAIN:
            self._asked_again(element)
        elif self.earlier and element.name == "Result":
            text = self._text(element, path)
            value = MetricResult("Result", json.dumps(text, ensure_ascii=False))
            self.results[f"{path}s"] = (value,)
        elif known is None:
            self.section(element, path)
        elif known.kind is FieldKind.TEXT:
            self.texts[path] = self._text(element, path)
        elif known.kind is FieldKind.LIST:
            self.lists[path] = tuple(self._text(each, f"{path}/{each.name}") for each in self._items(element, known))
        else:
            self.results[path] = tuple(self._results(element, path))

    def _results(self, element: XmlElement, path: str) -> Iterator[MetricResult]:
        found = list(self._rows(element, path, _RESULT))
        if not found:
            self.problem(path, element, f"it holds no {_RESULT}; the format asks for one at least")
        for at, each in enumerate(found, 1):
            below = f"{path}/{_RESULT}[{at}]"
            self._plain(each, below)
            names = [child.name for child in each.children if child.namespace == self.spoken]
            if names != ["Label", "ValueJson"] or len(each.children) != len(names) or each.text.strip():
                self.problem(below, each, "it must hold Label and then ValueJson, and nothing else")
                continue
            label, value = (self._text(child, f"{below}/{child.name}") for child in each.children)
            yield MetricResult(label, value)

    def _items(self, element: XmlElement, known: Field) -> Iterator[XmlElement]:
        return self._rows(element, known.path, known.item)

    def _rows(self, element: XmlElement, path: str, name: str) -> Iterator[XmlElement]:
        self._plain(element, path)
        if element.text.strip():
            self.problem(path, element, "text stands between the elements")
        for child in element.children:
            if child.namespace == self.spoken and child.name == name:
                yield child
            else:
                self.problem(f"{path}/{child.name}", child, f"only {name} may stand here")

    def _text(self, element: XmlElement, path: str) -> str:
        self._plain(element, path)
        for child in element.children:
            self.problem(f"{path}/{child.name}", child, "an element stands inside a text; write it as Markdown")
        return element.text

    def _plain(self, element: XmlElement, path: str) -> None:
        """An element has no attribute, save the root those that say where its schema lies."""
        unknown = [name for name in element.attributes if path or not name.startswith(_INSTANCE)]
        if unknown:
            self.problem(path, element, f"no card has the attribute {unknown[0].rpartition(' ')[2]} here")

    def _asked_again(self, element: XmlElement) -> None:
        text, before = self._text(element, _ASKED_AGAIN), self.texts.get(_CONSULTED, "")
        if text.strip() and text != before:
            self.texts[_CONSULTED] = f"{before}\n\n{text}" if before.strip() else text
            self.notes.append("Who was asked stood in two places; both texts are kept, one after the other.")

    def _sign(self) -> None:
        self.signed = True
        self.notes.append(
            "It carries an XML signature. It was not checked, and vouches only for the file as it came, which is kept."
        )


def _results() -> frozenset[str]:
    return frozenset(path for path, each in fields().items() if each.kind is FieldKind.RESULTS)


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names)
