"""Frameworks and their items, read from one TOML file each: identifiers with short titles of our own."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final

_PACKAGE: Final = "attending.analytics.catalogs.frameworks"
_NAMES: Final = (
    "ruaih",
    "chai",
    "nist_ai_rmf",
    "iso_42001",
    "hti_1",
    "eu_ai_act",
    "ama",
    "dcb0160",
)
_DETAILS: Final = {
    "applies_from": "Applies from",
    "duty_on": "Duty of",
    "scope": "Scope",
    "principle": "Principle",
    "persona": "For",
    "phase": "Phase",
    "note": "Note",
}


class Verified(StrEnum):
    """How far the source of an entry was read."""

    PRIMARY = "primary"
    MIRROR = "mirror"
    SECONDARY = "secondary"
    UNVERIFIED = "unverified"

    @property
    def told(self) -> str:
        """In words."""
        return _TOLD[self]


_TOLD: Final = {
    Verified.PRIMARY: "Read in the publisher's own text",
    Verified.MIRROR: "Read in a full listing by others",
    Verified.SECONDARY: "As reported by others",
    Verified.UNVERIFIED: "Not verified",
}


@dataclass(frozen=True, slots=True)
class Item:
    """One thing a framework asks. ``parent`` is the item it stands under, empty for none.

    ``prompts`` are what a reader of the evidence will look for; ``details`` are (label, text) of what else is known.
    """

    id: str
    kind: str
    title: str
    verified: Verified
    parent: str = ""
    group: str = ""
    prompts: tuple[str, ...] = ()
    details: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Framework:
    """One framework; ``items`` in the publisher's order. An item that others stand under only heads them."""

    key: str
    short: str
    title: str
    publisher: str
    version: str
    status: str
    jurisdiction: str
    source_url: str
    items: tuple[Item, ...]
    licence: str = ""
    binds: str = ""
    ids_are: str = ""
    note: str = ""
    _by_id: Mapping[str, Item] = field(default_factory=dict, repr=False, compare=False)

    @property
    def asked(self) -> tuple[Item, ...]:
        """The items that evidence can answer: those no other item stands under."""
        heads = {item.parent for item in self.items}
        return tuple(item for item in self.items if item.id not in heads)

    def item(self, item_id: str) -> Item | None:
        """The item of this identifier, or None."""
        return self._by_id.get(item_id)

    def count(self, kind: str) -> int:
        """How many items are of a kind, such as ``subcategory``."""
        return sum(item.kind == kind for item in self.items)


@cache
def frameworks() -> Mapping[str, Framework]:
    """Every framework by its key, in order of display; read once."""
    return MappingProxyType({framework.key: framework for framework in _read_all()})


def _read_all() -> Iterator[Framework]:
    for name in _NAMES:
        text = files(_PACKAGE).joinpath(f"{name}.toml").read_text(encoding="utf-8")
        yield read_framework(name.replace("_", "-"), tomllib.loads(text))


def read_framework(key: str, entry: Mapping[str, Any]) -> Framework:
    """One framework from its entry. Raises ValueError for an identifier given twice or a parent that is not there."""
    items = tuple(_item(each) for each in entry["item"])
    by_id = {item.id: item for item in items}
    if len(by_id) < len(items):
        twice = sorted({item.id for item in items if sum(other.id == item.id for other in items) > 1})
        raise ValueError(f"{key}.toml: each identifier stands once; these stand twice: {', '.join(twice)}.")
    lost = sorted({item.parent for item in items if item.parent and item.parent not in by_id})
    if lost:
        raise ValueError(f"{key}.toml: items stand under {', '.join(lost)}, which the file does not have.")
    fields = {name: text for name, text in entry.items() if name != "item"}
    return Framework(key=key, items=items, _by_id=MappingProxyType(by_id), **fields)


def _item(entry: Mapping[str, Any]) -> Item:
    details = tuple((label, entry[name]) for name, label in _DETAILS.items() if name in entry)
    return Item(
        id=entry["id"],
        kind=entry["kind"],
        title=entry["title"],
        verified=Verified(entry["verified"]),
        parent=entry.get("parent", ""),
        group=entry.get("group", ""),
        prompts=tuple(entry.get("prompts", ())),
        details=details,
    )
