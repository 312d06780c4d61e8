"""Counting votes: when a proposal is decided, and what is missing until then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from attending.program.models.people import CLINICAL_DISCIPLINES


@dataclass(frozen=True, slots=True)
class Vote:
    """One person's choice on the newest packet; ``author`` when they proposed it and so cannot approve it.

    ``discipline`` is the one they signed in, ``seat`` where they signed from.
    """

    signer: int
    choice: str
    clinical: bool
    author: bool = False
    discipline: str = ""
    seat: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was decided, and the number of distinct people it needed."""

    choice: str
    quorum: int


@dataclass(frozen=True, slots=True)
class Needed:
    """How many more distinct people an option needs; how many clinicians, which disciplines and seats, among them."""

    people: int
    clinicians: int
    disciplines: tuple[str, ...] = ()
    seats: tuple[str, ...] = ()


def needed(
    votes: Sequence[Vote],
    choice: str,
    *,
    quorum: int,
    clinical_quorum: int,
    protective_choice: str,
    disciplines: Sequence[str] = (),
    seats: Sequence[str] = (),
) -> Needed:
    """What is missing until ``choice`` is decided; nothing when it is. ``seats`` are those of the option.

    An author counts, but one other must approve; for a discipline or a seat only an approval speaks, never its author's
    name. ``people`` is the fewest who could do: one may speak for a seat and a discipline at once.
    """
    people = {vote.signer for vote in votes if vote.choice == choice}
    approving = {vote.signer for vote in votes if vote.choice == choice and not vote.author}
    if choice and choice == protective_choice:
        return Needed(max(0, 1 - len(approving)), 0)
    clinicians = {vote.signer for vote in votes if vote.choice == choice and vote.clinical}
    missing_clinicians = max(0, clinical_quorum - len(clinicians))
    spoken = {vote.discipline for vote in votes if vote.choice == choice and not vote.author}
    unheard = tuple(each for each in disciplines if each not in spoken)
    others = missing_clinicians - sum(each in CLINICAL_DISCIPLINES for each in unheard)
    filled = {vote.seat for vote in votes if vote.choice == choice and not vote.author}
    empty = tuple(each for each in seats if each not in filled)
    missing = max(0, quorum - len(people), 1 - len(approving), len(unheard) + max(0, others), len(empty))
    return Needed(missing, missing_clinicians, unheard, empty)


def outcome(
    votes: Sequence[Vote],
    last: str,
    *,
    quorum: int,
    clinical_quorum: int,
    protective_choice: str,
    disciplines: Sequence[str] = (),
    seats: Sequence[str] = (),
) -> Outcome | None:
    """What the vote just cast for ``last`` decides, or None while more people must sign."""
    missing = needed(
        votes,
        last,
        quorum=quorum,
        clinical_quorum=clinical_quorum,
        protective_choice=protective_choice,
        disciplines=disciplines,
        seats=seats,
    )
    if missing.people:
        return None
    return Outcome(last, 1 if last == protective_choice else quorum)
