"""YAML as a tree of plain values that know their lines. Scalars are read by the core schema of YAML 1.2: `no` is text.

Nothing is constructed and nothing expands: anchors, aliases and tags are refused, so is a second document, a field
that is given twice, and anything deeper or larger than a map can be.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import yaml

from attending.maps.problems import MapRefused, Problem

LARGEST_BYTES: Final = 10_000_000
DEEPEST: Final = 12
_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
UNPRINTABLE: Final = r"[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ud800-\udfff\ufffe\uffff]"
"""Control characters, halves of pairs and what is no character; as a pattern that Python and JSON Schema read alike."""
_UNPRINTABLE: Final = re.compile(UNPRINTABLE)
_INTEGER: Final = re.compile(r"[-+]?[0-9]+")
_NUMBER: Final = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_WORDS: Final = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_LONGEST_NUMBER: Final = 30

Scalar: TypeAlias = str | int | float | bool | None
Plain: TypeAlias = Scalar | list["Plain"] | dict[str, "Plain"]


@dataclass(slots=True)
class Node:
    """A value, the line it stands on, and the line of its name in a mapping (0: not from text, or without a name).
    Mappings keep their order; names are always text.
    """

    value: Scalar | list[Node] | dict[str, Node]
    line: int = 0
    named: int = 0

    def plain(self) -> Plain:
        """The same as plain data, as JSON has it."""
        if isinstance(self.value, dict):
            return {name: each.plain() for name, each in self.value.items()}
        if isinstance(self.value, list):
            return [each.plain() for each in self.value]
        return self.value


def node_of(value: Plain) -> Node:
    """Plain data as a tree without lines."""
    if isinstance(value, dict):
        return Node({name: node_of(each) for name, each in value.items()})
    if isinstance(value, list):
        return Node([node_of(each) for each in value])
    return Node(value)


def tree(text: str) -> Node:
    """The tree of one YAML document. Raises MapRefused with the line for what is not YAML or not allowed in it."""
    if len(text) > LARGEST_BYTES or len(text.encode("utf-8", "surrogatepass")) > LARGEST_BYTES:
        raise MapRefused([Problem(0, "", "", f"the text is larger than {LARGEST_BYTES // 1_000_000} MB; no map is")])
    found = _UNPRINTABLE.search(text.replace("\r", " "))
    if found:
        line = text.count("\n", 0, found.start()) + 1
        code = f"U+{ord(found.group()):04X}"
        raise MapRefused([Problem(line, "", code, "a character that cannot be printed; remove it")])
    try:
        return _Builder(iter(yaml.parse(text, Loader=_LOADER))).document()
    except yaml.MarkedYAMLError as problem:
        mark = problem.problem_mark or problem.context_mark
        why = problem.problem or problem.context or "it breaks off"
        expected = f"this is not YAML here: {why}; look at the indentation, the colons and the quotes"
        raise MapRefused([Problem(int(mark.line) + 1 if mark else 0, "", "", expected)]) from problem


class _Builder:
    """Turns events into nodes; gathers every field that is given twice before it refuses."""

    def __init__(self, events: Iterator[Any]) -> None:
        self._events = events
        self._twice: list[Problem] = []

    def document(self) -> Node:
        root = Node({})
        documents = 0
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise _refused(event, "---", "one file holds one map; take the second document out")
                root = self._node(next(self._events), "", 0)
        if self._twice:
            raise MapRefused(self._twice)
        return root

    def _node(self, event: Any, path: str, depth: int) -> Node:
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            raise _refused(event, f"&{event.anchor}", "anchors and aliases are not read; write the value out", path)
        if event.tag is not None and event.tag != "!":
            raise _refused(event, event.tag, "tags are not read; write plain text, numbers, lists and fields", path)
        if depth > DEEPEST:
            raise _refused(event, "", f"nothing in a map is nested deeper than {DEEPEST} levels", path)
        line = _line(event)
        if isinstance(event, yaml.ScalarEvent):
            return Node(event.value if event.style else _scalar(event.value), line)
        if isinstance(event, yaml.SequenceStartEvent):
            return Node(self._items(path, depth), line)
        return Node(self._fields(path, depth), line)

    def _items(self, path: str, depth: int) -> list[Node]:
        items: list[Node] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            items.append(self._node(event, f"{path}[{len(items) + 1}]", depth + 1))
        return items

    def _fields(self, path: str, depth: int) -> dict[str, Node]:
        fields: dict[str, Node] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                raise _refused(event, "", "the name of a field is a word, not a list or an alias", path)
            self._node(event, path, depth)  # refuses an anchor or a tag at a name
            name = event.value
            inside = f"{path}.{name}" if path else name
            node = self._node(next(self._events), inside, depth + 1)
            node.named = _line(event)
            if name in fields:
                first = fields[name].named
                self._twice.append(Problem(_line(event), inside, "", f"given twice, first at line {first}; keep one"))
            fields.setdefault(name, node)
        return fields


def _scalar(text: str) -> Scalar:
    if text in _WORDS:
        return _WORDS[text]
    if len(text) <= _LONGEST_NUMBER:
        if _INTEGER.fullmatch(text):
            return int(text)
        if _NUMBER.fullmatch(text):
            return float(text)
    return text


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1


def _refused(event: Any, value: str, expected: str, path: str = "") -> MapRefused:
    return MapRefused([Problem(_line(event), path, value, expected)])
