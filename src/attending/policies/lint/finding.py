"""A finding about a policy."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Weight(StrEnum):
    """Must: a policy with it is not offered. Should: it is said, and people decide."""

    MUST = "must"
    SHOULD = "should"


@dataclass(frozen=True, slots=True)
class Finding:
    """``rule`` is the name of the check; ``key`` the place in the text, such as ``tiers.low.gates.pilot``; ``words``
    say what is wrong, ``mend`` what to do.
    """

    rule: str
    weight: Weight
    key: str
    words: str
    mend: str


def must(rule: str, key: str, words: str, mend: str) -> Finding:
    """A finding that keeps a policy from being offered."""
    return Finding(rule, Weight.MUST, key, words, mend)


def should(rule: str, key: str, words: str, mend: str) -> Finding:
    """A finding that people decide about."""
    return Finding(rule, Weight.SHOULD, key, words, mend)
