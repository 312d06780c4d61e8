"""The policy in force: how many people sign what, and how often an AI is reviewed."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from importlib import resources
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class SigningRule:
    """How many distinct people must sign, and how many of them clinicians."""

    quorum: int
    clinical_quorum: int
    answer_within_hours: int


@dataclass(frozen=True, slots=True)
class Policy:
    """``review_every`` is by risk tier: high, moderate, low, and the empty tier of what nobody has assessed."""

    version: str
    pause: SigningRule
    resume: SigningRule
    breach: SigningRule
    review: SigningRule
    retire: SigningRule
    roadmap: SigningRule
    workflow_map: SigningRule
    workflow_contract: SigningRule
    residual_risk: SigningRule
    review_every: Mapping[str, timedelta]


@cache
def policy() -> Policy:
    """The default policy, read once."""
    text = resources.files("attending.analytics.catalogs").joinpath("policy.toml").read_text("utf-8")
    data = tomllib.loads(text)

    def rule(name: str) -> SigningRule:
        entry = data[name]
        return SigningRule(entry["quorum"], entry["clinical_quorum"], entry.get("answer_within_hours", 0))

    days = data["review_every_days"]
    every = {("" if tier == "not_assessed" else tier): timedelta(days=number) for tier, number in days.items()}
    return Policy(
        str(data["version"]),
        rule("pause"),
        rule("resume"),
        rule("breach"),
        rule("review"),
        rule("retire"),
        rule("roadmap"),
        rule("workflow_map"),
        rule("workflow_contract"),
        rule("residual_risk"),
        MappingProxyType(every),
    )
