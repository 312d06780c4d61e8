"""A finding about a map."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Weight(StrEnum):
    """Must: a map with it is not signed. Should: it is said, and people decide."""

    MUST = "must"
    SHOULD = "should"


@dataclass(frozen=True, slots=True)
class Finding:
    """`rule` is the name of the check; `step` the key of the step that it is about, "" for a lane or the whole map;
    `words` say what is wrong, `mend` what to do.
    """

    rule: str
    weight: Weight
    step: str
    words: str
    mend: str


def must(rule: str, step: str, words: str, mend: str) -> Finding:
    """A finding that keeps a map from being signed."""
    return Finding(rule, Weight.MUST, step, words, mend)


def should(rule: str, step: str, words: str, mend: str) -> Finding:
    """A finding that people decide about."""
    return Finding(rule, Weight.SHOULD, step, words, mend)
