"""What people on a unit may tap, read from concerns.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final

FOLDER: Final = "attending.analytics.catalogs.safety"


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to choose: its words, and a line that explains them."""

    key: str
    label: str
    means: str = ""


def entries(name: str) -> Mapping[str, Any]:
    """The content of one of the files beside this module."""
    return tomllib.loads(files(FOLDER).joinpath(name).read_text(encoding="utf-8"))


def choices(table: Mapping[str, Any]) -> Mapping[str, Choice]:
    """The choices of a table by their keys, in its order."""
    return MappingProxyType({key: Choice(key, **entry) for key, entry in table.items()})


@cache
def happened() -> Mapping[str, Choice]:
    """What may have happened, by key, in the order of the buttons; read once."""
    return choices(entries("concerns.toml")["happened"])


@cache
def roles() -> Mapping[str, Choice]:
    """Who may speak, by key; read once."""
    return choices(entries("concerns.toml")["role"])
