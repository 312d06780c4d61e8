"""The fields of a card in their order, from fields_v0_2.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any


class FieldKind(StrEnum):
    """What an element holds."""

    TEXT = "text"
    LIST = "list"
    RESULTS = "results"


@dataclass(frozen=True, slots=True)
class Field:
    """One field: the path of its element, what it holds, and what it is for in this project's own words.

    ``item`` names the elements of a list. A card may lack an ``optional`` field; any other it has, perhaps empty.
    """

    path: str
    title: str
    help: str
    kind: FieldKind
    optional: bool
    item: str

    @property
    def section(self) -> str:
        """The path of the element it stands in, empty for the root."""
        return self.path.rpartition("/")[0]

    @property
    def name(self) -> str:
        """The name of its element."""
        return self.path.rpartition("/")[2]


@cache
def _document() -> Mapping[str, Any]:
    text = files(__package__).joinpath("fields_v0_2.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def fields() -> Mapping[str, Field]:
    """Every field by its path, in the order of the format."""
    return {
        each["path"]: Field(
            each["path"],
            each["title"],
            each["help"],
            FieldKind(each.get("kind", FieldKind.TEXT)),
            each.get("optional", False),
            each.get("item", ""),
        )
        for each in _document()["field"]
    }


@cache
def sections() -> Mapping[str, str]:
    """The title of each element that holds others, by its path, in the order of the format."""
    return {each["path"]: each["title"] for each in _document()["section"]}


def section_title(path: str) -> str:
    """The title of the section with a path, the last part of the path where it has none."""
    return sections().get(path, path.rpartition("/")[2])


def namespace() -> str:
    """The XML namespace of version 0.2."""
    return str(_document()["namespace"])


def root_name() -> str:
    """The name of the root element."""
    return str(_document()["root"])


@cache
def children() -> Mapping[str, tuple[str, ...]]:
    """The names of the elements that may stand in each section, in their order, by its path ("" is the root)."""
    found: dict[str, list[str]] = {}
    for path in fields():
        parts = path.split("/")
        for depth in range(len(parts)):
            names = found.setdefault("/".join(parts[:depth]), [])
            if parts[depth] not in names:
                names.append(parts[depth])
    return {path: tuple(names) for path, names in found.items()}
