"""The policy in force: how many people sign what."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class SigningRule:
    """How many distinct people must sign, and how many of them clinicians."""

    quorum: int
    clinical_quorum: int
    answer_within_hours: int


@dataclass(frozen=True, slots=True)
class Policy:
    version: str
    pause: SigningRule
    resume: SigningRule
    breach: SigningRule


@cache
def policy() -> Policy:
    """The default policy, read once."""
    text = resources.files("attending.analytics.catalogs").joinpath("policy.toml").read_text("utf-8")
    data = tomllib.loads(text)

    def rule(name: str) -> SigningRule:
        entry = data[name]
        return SigningRule(entry["quorum"], entry["clinical_quorum"], entry.get("answer_within_hours", 0))

    return Policy(str(data["version"]), rule("pause"), rule("resume"), rule("breach"))
