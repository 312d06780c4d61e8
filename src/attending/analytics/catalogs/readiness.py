"""What readiness is assessed by until an organisation adapts it, read from readiness.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final, Literal, get_args

Barrier = Literal["strategic", "architectural", "workflow", "governance", "adoption"]

OWN: Final = "Attending's own"
"""The source of an item that stands on no published demand."""


@dataclass(frozen=True, slots=True)
class Item:
    """A statement that is true of a site that is ready. ``grades`` says what 0 to 4 mean here."""

    key: str
    barrier: Barrier
    statement: str
    grades: tuple[str, str, str, str, str]
    source: str


@cache
def items() -> tuple[Item, ...]:
    """Every item in its order; read once. Raises ValueError where the file says something that cannot be graded."""
    text = files("attending.analytics.catalogs").joinpath("readiness.toml").read_text(encoding="utf-8")
    return tuple(read_item(key, entry) for key, entry in tomllib.loads(text).items())


def read_item(key: str, entry: Mapping[str, Any]) -> Item:
    """One item from its entry. Raises ValueError where it could not be graded."""
    if entry["barrier"] not in get_args(Barrier):
        raise ValueError(f"readiness.toml: {key} is under {entry['barrier']!r}, which is no kind of barrier.")
    grades = tuple(entry["grades"])
    if len(grades) != 5:
        raise ValueError(f"readiness.toml: {key} has {len(grades)} grades; write five, for 0 to 4.")
    return Item(key, entry["barrier"], entry["statement"], grades, entry.get("source", OWN))
