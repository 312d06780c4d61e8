"""A mapping of a map's text, field by field with its type; every wrong field becomes a problem and a harmless value."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from typing import Final

from attending.maps.problems import Problem
from attending.maps.yaml_tree import UNPRINTABLE, Node, Plain

KEY: Final = r"[a-z0-9][a-z0-9-]{0,39}"
KEY_WORDS: Final = "a key of lower-case letters, digits and -, at most 40, such as first-review"
LONGEST_LINE: Final = 200
LONGEST_NOTE: Final = 4_000
LEAST: Final = 0.01
MOST: Final = 1_000_000.0
_KEY: Final = re.compile(KEY)
_UNPRINTABLE: Final = re.compile(UNPRINTABLE)


class Entry:
    """One mapping. `problems` is shared by all entries of a map."""

    def __init__(self, node: Node, path: str, problems: list[Problem]) -> None:
        self.path = path
        self.line = node.line
        self._problems = problems
        self._fields: dict[str, Node] = {}
        if isinstance(node.value, dict):
            self._fields = node.value
        else:
            self._wrong(node, path, "expected fields with values, such as name: Triage")

    def has(self, name: str) -> bool:
        """Whether the field is given."""
        return name in self._fields

    def is_null(self, name: str) -> bool:
        """Whether the field is given as nothing, which takes a value out."""
        return name in self._fields and self._fields[name].value is None

    def plain(self) -> dict[str, Plain]:
        """All fields as plain data."""
        return {name: node.plain() for name, node in self._fields.items()}

    def only(self, *names: str) -> None:
        """Every other field is a problem."""
        for name, node in self._fields.items():
            if name not in names:
                expected = f"there is no field {name[:40]!r} here; there are {', '.join(names)}"
                self._problems.append(Problem(node.named, self._at(name), "", expected))

    def refuse(self, name: str, expected: str) -> None:
        """Note a problem with what a field says."""
        node = self._fields.get(name)
        if node is None:
            self._problems.append(Problem(self.line, self._at(name), "", expected))
        else:
            self._wrong(node, self._at(name), expected)

    def line_of(self, name: str) -> int:
        """The line of the field's value, of the mapping where it is not given."""
        return self._fields[name].line if name in self._fields else self.line

    def text(self, name: str, *, required: bool = False) -> str:
        """Text in one line, at most LONGEST_LINE characters; spaces and line breaks become one space each."""
        node = self._given(name, "text", required=required)
        return self._one_line(node, self._at(name)) if node else ""

    def note(self, name: str) -> str:
        """Text of several lines, at most LONGEST_NOTE characters, without spaces at the ends of lines."""
        node = self._fields.get(name)
        if node is None:
            return ""
        lines = self._text(node, self._at(name), LONGEST_NOTE).split("\n")
        return "\n".join(line.rstrip() for line in lines).strip()

    def key(self, name: str, *, required: bool = False) -> str:
        """The key of something else."""
        node = self._given(name, KEY_WORDS, required=required)
        return self._key(node, self._at(name)) if node else ""

    def choice(self, name: str, choices: Sequence[str], *, required: bool = False) -> str:
        """One of `choices`, or "" where it is not given or wrong."""
        expected = f"write one of {', '.join(choices)}"
        node = self._given(name, expected, required=required)
        if node is None:
            return ""
        if node.value in choices:
            return str(node.value)
        self._wrong(node, self._at(name), expected)
        return ""

    def number(self, name: str, *, most: float = MOST) -> float | None:
        """A number from LEAST on."""
        node = self._fields.get(name)
        if node is None:
            return None
        value = node.value
        if (
            isinstance(value, int | float)
            and not isinstance(value, bool)
            and math.isfinite(value)
            and LEAST <= value <= most
        ):
            return float(value)
        self._wrong(node, self._at(name), f"expected a number from {LEAST} to {most:,.0f}")
        return None

    def whole(self, name: str, *, least: int, most: int) -> int | None:
        """A whole number from `least` to `most`."""
        node = self._fields.get(name)
        if node is None:
            return None
        if isinstance(node.value, int) and not isinstance(node.value, bool) and least <= node.value <= most:
            return node.value
        self._wrong(node, self._at(name), f"expected a whole number from {least:,} to {most:,}")
        return None

    def flag(self, name: str) -> bool:
        """True or false; false where it is not given."""
        node = self._fields.get(name)
        if node is None or isinstance(node.value, bool):
            return bool(node and node.value)
        self._wrong(node, self._at(name), "expected true or false")
        return False

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts in one line each; one text stands for a list of one. A text given twice is a problem."""
        return self._unique((self._one_line(node, at), node, at) for node, at in self._list(name))

    def keys(self, name: str) -> tuple[str, ...]:
        """A list of keys; one key stands for a list of one. A key given twice is a problem."""
        return self._unique((self._key(node, at), node, at) for node, at in self._list(name))

    def entry(self, name: str) -> Entry | None:
        """The mapping in a field."""
        node = self._fields.get(name)
        return None if node is None else Entry(node, self._at(name), self._problems)

    def entries(self, name: str) -> list[tuple[str, Entry]]:
        """The mappings in a field by their keys, in order."""
        inside = self.entry(name)
        if inside is None:
            return []
        return [
            (inside.own_key(key), Entry(node, inside._at(key), self._problems)) for key, node in inside._fields.items()
        ]

    def names(self) -> tuple[str, ...]:
        """The fields that are given."""
        return tuple(self._fields)

    def own_key(self, key: str) -> str:
        """The key itself, a problem where it is none."""
        if not _KEY.fullmatch(key):
            self._problems.append(Problem(self._fields[key].named, self.path, key, f"expected {KEY_WORDS}"))
        return key

    def either(self, name: str, short: str) -> list[Entry]:
        """A list of mappings, or one; text alone stands for a mapping whose field `short` it is."""
        found = []
        for node, at in self._list(name):
            whole = node if isinstance(node.value, dict) else Node({short: node}, node.line)
            found.append(Entry(whole, at, self._problems))
        return found

    def _at(self, name: str) -> str:
        shown = name if len(name) <= 40 else f"{name[:39]}…"
        return f"{self.path}.{shown}" if self.path else shown

    def _given(self, name: str, expected: str, *, required: bool) -> Node | None:
        node = self._fields.get(name)
        if node is None and required:
            self._problems.append(Problem(self.line, self._at(name), "", f"is missing: {expected}"))
        return node

    def _list(self, name: str) -> Iterator[tuple[Node, str]]:
        node = self._fields.get(name)
        if node is None:
            return
        if isinstance(node.value, list):
            for place, each in enumerate(node.value, start=1):
                yield each, f"{self._at(name)}[{place}]"
        else:
            yield node, self._at(name)

    def _one_line(self, node: Node, at: str) -> str:
        return " ".join(self._text(node, at, LONGEST_LINE).split())

    def _text(self, node: Node, at: str, longest: int) -> str:
        if not isinstance(node.value, str):
            self._wrong(node, at, f"expected text, this is {_kind(node)}; put text in quotes, or take the field out")
        elif not node.value.strip():
            self._wrong(node, at, "expected text, this is empty; write it, or take the field out")
        elif len(node.value) > longest:
            self._wrong(node, at, f"expected at most {longest:,} characters, these are {len(node.value):,}")
        elif _UNPRINTABLE.search(node.value):
            self._wrong(node, at, "holds a character that cannot be printed; remove it")
        else:
            return node.value
        return ""

    def _key(self, node: Node, at: str) -> str:
        if isinstance(node.value, str) and _KEY.fullmatch(node.value):
            return node.value
        quotes = "; a key of digits stands in quotes" if isinstance(node.value, int) else ""
        self._wrong(node, at, f"expected {KEY_WORDS}{quotes}")
        return ""

    def _unique(self, found: Iterator[tuple[str, Node, str]]) -> tuple[str, ...]:
        kept: dict[str, None] = {}
        for text, node, at in found:
            if text and text in kept:
                self._wrong(node, at, "is given twice; take one out")
            elif text:
                kept[text] = None
        return tuple(kept)

    def _wrong(self, node: Node, at: str, expected: str) -> None:
        self._problems.append(Problem(node.line, at, _shown(node), expected))


def _kind(node: Node) -> str:
    if node.value is None:
        return "nothing"
    if isinstance(node.value, bool):
        return "true or false"
    return "a number" if isinstance(node.value, int | float) else "a list or fields"


def _shown(node: Node) -> str:
    if node.value is None or isinstance(node.value, list | dict):
        return ""
    return str(node.value).lower() if isinstance(node.value, bool) else str(node.value)
