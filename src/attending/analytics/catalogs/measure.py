"""The catalog of measures, read from measures.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Literal, cast, get_args

Direction = Literal["higher", "lower", "target", "none"]
Tier = Literal["core", "supporting"]
Advice = Literal["recommended", "optional", "caution"]
Basis = Literal["abstract", "reported"]


@dataclass(frozen=True, slots=True)
class Measure:
    """What a measure is called, what it means and how it is read.

    `direction` says which way is better: "target" means nearer to `ideal`, "none" that it describes and does not judge.
    `null` is the value of a score without information or effect. `digits` is how many decimals are worth showing;
    `interval` names the method of the 95 % interval, `source` where the measure or its method is published.

    `van_calster` is the measure's tier in Van Calster et al. 2025, Lancet Digital Health 7:100916: "recommended" to
    report, "optional", or "caution"; None where the paper has none. `van_calster_basis` is where that was read: in the
    paper's "abstract", or as "reported" by another work from the paper's table 2, which is to be shown beside it.
    """

    id: str
    title: str
    short: str
    unit: str
    direction: Direction
    ideal: float | None
    null: float | None
    tier: Tier
    digits: int
    definition: str
    interval: str
    source: str
    van_calster: Advice | None = None
    van_calster_basis: Basis | None = None


@cache
def measures() -> Mapping[str, Measure]:
    """Every measure by id, in order of display; read once."""
    text = files("attending.analytics.catalogs").joinpath("measures.toml").read_text(encoding="utf-8")
    return MappingProxyType({name: _measure(name, entry) for name, entry in tomllib.loads(text).items()})


def _measure(name: str, entry: Mapping[str, Any]) -> Measure:
    if entry["direction"] not in get_args(Direction) or entry["tier"] not in get_args(Tier):
        raise ValueError(f"measures.toml: {name} has an unknown direction or tier; the file's head lists them.")
    if entry["direction"] == "target" and "ideal" not in entry:
        raise ValueError(f"measures.toml: {name} aims at a target, so it needs an ideal value.")
    advice = entry.get("van_calster")
    basis = entry.get("van_calster_basis")
    if (advice, basis) != (None, None) and (advice not in get_args(Advice) or basis not in get_args(Basis)):
        raise ValueError(f"measures.toml: {name} needs a van_calster tier and its basis; the file's head lists them.")
    return Measure(
        name,
        str(entry["title"]),
        str(entry["short"]),
        str(entry["unit"]),
        cast(Direction, entry["direction"]),
        float(entry["ideal"]) if "ideal" in entry else None,
        float(entry["null"]) if "null" in entry else None,
        cast(Tier, entry["tier"]),
        int(entry["digits"]),
        str(entry["definition"]),
        str(entry["interval"]),
        str(entry["source"]),
        cast(Advice | None, advice),
        cast(Basis | None, basis),
    )
