"""Which tier an AI is of: by the answers to the policy's questions, the highest tier of the rules that fire."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

from attending.policies.model import TIERS, Policy, TierCase


@dataclass(frozen=True, slots=True)
class Tiering:
    """The tier, the rule that decided it with its text, and every rule that fired, the deciding one first."""

    tier: str
    case: str
    text: str
    fired: tuple[TierCase, ...]


def fires(case: TierCase, answers: Mapping[str, str]) -> bool:
    """Whether every question that a rule names has one of the answers it lists."""
    return all(answers.get(question) in listed for question, listed in case.when.items())


def tier_of(policy: Policy, answers: Mapping[str, str]) -> Tiering:
    """The tier of an AI about which every question was answered.

    Raises ValueError that names what is missing or unknown, or says that no rule fires.
    """
    problems = [
        f"{question.text} Choose one of: {'; '.join(question.answers.values())}."
        for question in policy.questions
        if answers.get(question.key) not in question.answers
    ]
    unknown = sorted(set(answers) - {question.key for question in policy.questions})
    problems += [f"The policy asks no question {key!r}." for key in unknown]
    if problems:
        raise ValueError(" ".join(problems))
    fired = [case for case in policy.cases if fires(case, answers)]
    if not fired:
        raise ValueError(f"No rule of policy {policy.version} fires for these answers. Have the policy mended.")
    fired.sort(key=lambda case: -TIERS.index(case.tier))
    first = fired[0]
    return Tiering(first.tier, first.key, first.text, tuple(fired))


def questions_hash(policy: Policy) -> str:
    """The SHA-256, in hexadecimal, of what is asked and how a tier follows from it: another one makes answers stale."""
    asked = [[question.key, question.text, list(question.answers.items())] for question in policy.questions]
    ruled = [[case.tier, sorted((key, sorted(of)) for key, of in case.when.items())] for case in policy.cases]
    return hashlib.sha256(json.dumps([asked, ruled], ensure_ascii=False).encode()).hexdigest()
