"""How incidents are judged, read from incidents.toml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Final

from attending.analytics.catalogs.safety.concerns import Choice, choices, entries

DEATH: Final = "death"
MILD: Final = "mild"
UNKNOWN: Final = "unknown"


@dataclass(frozen=True, slots=True)
class HarmLevel:
    """A level of harm; ``rank`` is higher the worse it is, and 0 where nobody knows."""

    key: str
    label: str
    means: str
    rank: int


@dataclass(frozen=True, slots=True)
class HarmScale:
    """The scale, its levels by key from the worst down, and how far it was held against its source."""

    title: str
    source: str
    verified: bool
    verification: str
    levels: Mapping[str, HarmLevel]


@cache
def harm_scale() -> HarmScale:
    """The scale by which harm is judged; read once."""
    entry = entries("incidents.toml")["harm"]
    levels = {key: HarmLevel(key, **level) for key, level in entry.pop("levels").items()}
    return HarmScale(**entry, levels=MappingProxyType(levels))


@cache
def factors() -> Mapping[str, Choice]:
    """What may have contributed, by key; read once."""
    return choices(entries("incidents.toml")["factor"])
