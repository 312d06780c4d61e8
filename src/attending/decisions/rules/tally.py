"""Counting votes: when a proposal is decided, and what is missing until then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Vote:
    """One person's choice on the newest packet; ``author`` when they proposed it and so cannot approve it."""

    signer: int
    choice: str
    clinical: bool
    author: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was decided, and the number of distinct people it needed."""

    choice: str
    quorum: int


@dataclass(frozen=True, slots=True)
class Needed:
    """How many more distinct people, and how many more clinicians among them, an option needs."""

    people: int
    clinicians: int


def needed(votes: Sequence[Vote], choice: str, *, quorum: int, clinical_quorum: int, protective_choice: str) -> Needed:
    """What is missing until ``choice`` is decided; both 0 when it is. An author counts, but one other must approve."""
    people = {vote.signer for vote in votes if vote.choice == choice}
    approving = {vote.signer for vote in votes if vote.choice == choice and not vote.author}
    if choice and choice == protective_choice:
        return Needed(max(0, 1 - len(approving)), 0)
    clinicians = {vote.signer for vote in votes if vote.choice == choice and vote.clinical}
    missing_clinicians = max(0, clinical_quorum - len(clinicians))
    return Needed(max(0, quorum - len(people), 1 - len(approving), missing_clinicians), missing_clinicians)


def outcome(
    votes: Sequence[Vote], last: str, *, quorum: int, clinical_quorum: int, protective_choice: str
) -> Outcome | None:
    """What the vote just cast for ``last`` decides, or None while more people must sign."""
    missing = needed(votes, last, quorum=quorum, clinical_quorum=clinical_quorum, protective_choice=protective_choice)
    if missing.people or missing.clinicians:
        return None
    return Outcome(last, 1 if last == protective_choice else quorum)
