"""A CHAI card made of this organisation's own records: what is not recorded is said to be not available. Pure."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from attending.cards.chai import FieldKind, MetricResult, ModelCard, fields

NOT_AVAILABLE: Final = "Not available"
OVERALL: Final = "overall"
FEWEST: Final = 11
"""A result on fewer rows is withheld: it could tell of single patients."""

_NOTHING: Final = (MetricResult(NOT_AVAILABLE, "null"),)
_LEVEL: Final = 95


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One result measured here; ``unit`` is empty for a probability or a ratio."""

    title: str
    group: str
    value: float
    low: float | None
    high: float | None
    n: int
    unit: str
    overall: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """What the records say of one version of an AI; empty where they say nothing."""

    organisation: str
    name: str
    maker: str
    version: str
    released_on: date | None
    intended_use: str
    problems: Sequence[str]
    places: Sequence[str]
    measured: Sequence[Measured]
    period: str
    source: str


def own_card(told: Recorded) -> ModelCard:
    """The card, with every field that the format asks for; optional fields without a record are left out."""
    texts = {
        each.path: NOT_AVAILABLE for each in fields().values() if each.kind is FieldKind.TEXT and not each.optional
    }
    texts |= {
        "BasicInfo/ModelName": told.name,
        "BasicInfo/ModelDeveloper": told.maker or NOT_AVAILABLE,
        "ReleaseInfo/ReleaseDate": told.released_on.isoformat() if told.released_on else NOT_AVAILABLE,
        "ReleaseInfo/ReleaseVersion": told.version,
        "ModelSummary/Summary": _summary(told),
        "UsesAndDirections/IntendedUseAndWorkflow": told.intended_use.strip() or NOT_AVAILABLE,
        "Bibliography": "",
    }
    groups = {
        "UsefulnessUsabilityEfficacy": [each for each in told.measured if each.overall],
        "FairnessEquity": [each for each in told.measured if not each.overall],
        "SafetyReliability": [],
    }
    results = {}
    for name, measured in groups.items():
        results[f"KeyMetrics/{name}/Results"] = tuple(_result(each) for each in measured) or _NOTHING
        if measured:
            texts[f"KeyMetrics/{name}/TestType"] = f"Measured locally by {told.organisation}"
            texts[f"KeyMetrics/{name}/TestingDataDescription"] = (
                f"{told.source}, {told.period}. Each result says its n; groups of fewer than {FEWEST} are withheld."
            )
    return ModelCard(texts, {"ModelSummary/Keywords": ()}, results)


def _summary(told: Recorded) -> str:
    parts = [
        f"Made by {told.organisation} from its own records, not by the developer.",
        *(f"Problem it is to solve: {problem}" for problem in told.problems),
        f"Deployed on: {'; '.join(told.places)}." if told.places else "Not deployed.",
    ]
    return "\n\n".join(parts)


def _result(measured: Measured) -> MetricResult:
    label = measured.title if measured.overall else f"{measured.title}, {measured.group}"
    value: dict[str, object] = {"kind": "single", "value": measured.value}
    if measured.low is not None and measured.high is not None:
        value = {
            "kind": "estimate_ci",
            "estimate": measured.value,
            "lower": measured.low,
            "upper": measured.high,
            "level": _LEVEL,
        }
    if measured.unit:
        value["unit"] = measured.unit
    return MetricResult(label, json.dumps({**value, "n": measured.n}, separators=(",", ":")))
