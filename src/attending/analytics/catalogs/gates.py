"""The gates of eligibility, read from gates.toml: what must be true before a use case is judged at all."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Literal, get_args

Unmet = Literal["before", "out"]


@dataclass(frozen=True, slots=True)
class Gate:
    """One gate.

    ``unmet`` says what follows where it is not met: "before", the use case may be judged once it is, or "out".
    ``before`` ends the sentence "Not before ...". A ``derived`` gate is read from records; any other is answered by
    people in the seats of ``answered_by``.
    """

    key: str
    title: str
    question: str
    why: str
    unmet: Unmet
    before: str
    derived: bool
    answered_by: tuple[str, ...]
    source: str


@cache
def gates() -> Mapping[str, Gate]:
    """Every gate by its key, in order of display; read once."""
    text = files("attending.analytics.catalogs").joinpath("gates.toml").read_text(encoding="utf-8")
    return MappingProxyType({key: read_gate(key, entry) for key, entry in tomllib.loads(text).items()})


def read_gate(key: str, entry: Mapping[str, Any]) -> Gate:
    """One gate from its entry. Raises ValueError where nobody could answer it, or nothing would follow."""
    if entry["unmet"] not in get_args(Unmet):
        raise ValueError(
            f"gates.toml: {key} is unmet as {entry['unmet']!r}; write one of {', '.join(get_args(Unmet))}."
        )
    answered_by = tuple(entry.get("answered_by", ()))
    if entry["derived"] == bool(answered_by):
        raise ValueError(f"gates.toml: {key} is either derived or answered by seats, and not both or neither.")
    return Gate(key=key, **{**entry, "answered_by": answered_by})
