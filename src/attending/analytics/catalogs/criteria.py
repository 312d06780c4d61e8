"""The catalog of criteria by which a panel judges use cases, read from criteria.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class AnchoredCriterion:
    """What is judged from 1 to 9, with what earns a 1, a 5 and a 9. Higher is always better."""

    key: str
    label: str
    question: str
    anchor_1: str
    anchor_5: str
    anchor_9: str

    def __post_init__(self) -> None:
        missing = [field.name for field in fields(self) if not getattr(self, field.name).strip()]
        if missing:
            raise ValueError(f"The criterion {self.key or self.label!r} has no {missing[0]}; write it.")


@cache
def default_criteria() -> Mapping[str, AnchoredCriterion]:
    """Every criterion by key, in order of display; read once."""
    text = files("attending.analytics.catalogs").joinpath("criteria.toml").read_text(encoding="utf-8")
    return MappingProxyType({key: AnchoredCriterion(key, **entry) for key, entry in tomllib.loads(text).items()})
