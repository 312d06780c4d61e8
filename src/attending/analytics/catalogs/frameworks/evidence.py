"""Kinds of evidence, and which items of which framework each is relevant to: one record answers many."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from attending.analytics.catalogs.frameworks.catalog import Framework, frameworks


class Scope(StrEnum):
    """What a record of this kind speaks for."""

    ORGANISATION = "organisation"
    USE_CASE = "use_case"


@dataclass(frozen=True, slots=True)
class EvidenceKind:
    """One kind of evidence.

    ``items`` are the evidence items that the rooms answer for and that are of this kind; where there is none, or more
    is kept in other systems, ``elsewhere`` says that people may record where. ``supports`` is by framework: the
    identifiers it is relevant to.
    """

    key: str
    title: str
    scope: Scope
    elsewhere: bool
    items: tuple[str, ...]
    supports: Mapping[str, frozenset[str]]


@cache
def evidence_kinds() -> Mapping[str, EvidenceKind]:
    """Every kind by its key, in order of display; read once."""
    text = files("attending.analytics.catalogs.frameworks").joinpath("evidence.toml").read_text(encoding="utf-8")
    return MappingProxyType({key: read_kind(key, entry, frameworks()) for key, entry in tomllib.loads(text).items()})


@cache
def kinds_for(framework: str) -> Mapping[str, tuple[EvidenceKind, ...]]:
    """For each identifier of a framework that some kind is relevant to: those kinds."""
    found: dict[str, list[EvidenceKind]] = {}
    for kind in evidence_kinds().values():
        for item_id in kind.supports.get(framework, ()):
            found.setdefault(item_id, []).append(kind)
    return MappingProxyType({item_id: tuple(kinds) for item_id, kinds in found.items()})


def read_kind(key: str, entry: Mapping[str, Any], known: Mapping[str, Framework]) -> EvidenceKind:
    """One kind from its entry; an identifier that ends in ``*`` stands for all that begin so.

    Raises ValueError for a framework or an identifier that is not known, and for a kind that nothing could hold.
    """
    items, elsewhere = tuple(entry.get("items", ())), bool(entry.get("elsewhere", False))
    if not items and not elsewhere:
        raise ValueError(
            f"evidence.toml: no room answers for {key} and it is not kept elsewhere; nobody could give it."
        )
    supports: dict[str, frozenset[str]] = {}
    for name, patterns in entry["supports"].items():
        if name not in known:
            raise ValueError(f"evidence.toml: {key} is relevant to {name}, which is no framework here.")
        supports[name] = frozenset().union(*(_matching(key, pattern, known[name]) for pattern in patterns))
    return EvidenceKind(key, entry["title"], Scope(entry["scope"]), elsewhere, items, MappingProxyType(supports))


def _matching(key: str, pattern: str, framework: Framework) -> frozenset[str]:
    asked = [item.id for item in framework.asked]
    found = frozenset(
        item_id for item_id in asked if item_id == pattern or (pattern[-1] == "*" and item_id.startswith(pattern[:-1]))
    )
    if not found:
        raise ValueError(f"evidence.toml: {key} is relevant to {pattern}, which {framework.short} does not ask.")
    return found
