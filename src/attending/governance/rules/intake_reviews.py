"""How the intake reviews of a use case stand. Pure: the newest request of each seat in, a standing out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from attending.governance.models.intake_reviews import ReviewVerdict
from attending.program.models import Seat

HOLDS_FOR = timedelta(days=365)
"""After a year a reviewer is asked again."""


class ReviewStanding(StrEnum):
    """Where one review stands, the most pressing first."""

    OBJECTION = "objection"
    OVERDUE = "overdue"
    WAITING = "waiting"
    TAKEN = "taken"
    OLD_VERSION = "a new version since"
    OLD = "more than a year ago"
    CONDITIONS = "conditions"
    CLEAR = "clear"


@dataclass(frozen=True, slots=True)
class Review:
    """The newest request of one seat: whether it is held, what was answered and when, and whether a newer version of
    the model came since.
    """

    seat: Seat
    due_on: date
    taken: bool
    verdict: str
    answered_at: datetime | None
    newer_version: bool = False


def standing(review: Review, now: datetime, today: date) -> ReviewStanding:
    """Where a review stands now."""
    if not review.verdict or review.answered_at is None:
        if review.due_on < today:
            return ReviewStanding.OVERDUE
        return ReviewStanding.TAKEN if review.taken else ReviewStanding.WAITING
    if review.verdict == ReviewVerdict.OBJECTION:
        return ReviewStanding.OBJECTION
    if review.newer_version:
        return ReviewStanding.OLD_VERSION
    if now - review.answered_at > HOLDS_FOR:
        return ReviewStanding.OLD
    return ReviewStanding.CONDITIONS if review.verdict == ReviewVerdict.CONDITIONS else ReviewStanding.CLEAR


STALE = frozenset({ReviewStanding.OLD_VERSION, ReviewStanding.OLD})
HOLDS = frozenset({ReviewStanding.CLEAR, ReviewStanding.CONDITIONS})
"""What lets a gate go on; the gate's approval takes the conditions over."""


@dataclass(frozen=True, slots=True)
class Summed:
    """How the reviews of a use case stand together, with a sentence; ``clear`` counts those on conditions too."""

    asked: int
    clear: int
    stale: bool
    sentence: str

    @property
    def met(self) -> bool:
        """Whether every seat that was asked is clear."""
        return 0 < self.asked == self.clear


def summed(found: Sequence[tuple[Seat, ReviewStanding]]) -> Summed:
    """All reviews of a use case together: each seat's standing, the newest of each."""
    clear = sum(state in HOLDS for _, state in found)
    conditional = [short(seat) for seat, state in found if state is ReviewStanding.CONDITIONS]
    open_ones = [(seat, state) for seat, state in found if state not in HOLDS]
    stale = bool(open_ones) and all(state in STALE for _, state in open_ones)
    if not found:
        return Summed(0, 0, False, "No reviewer was asked yet.")
    told = "; ".join(f"{short(seat)}: {_WORDS[state]}" for seat, state in open_ones)
    on = f", {len(conditional)} of them on conditions ({', '.join(conditional)})" if conditional else ""
    sentence = f"{clear} of {len(found)} clear{on}.{f' {told}.' if told else ''}"
    return Summed(len(found), clear, stale, sentence)


def short(seat: str) -> str:
    """The reviewer's subject in a word: ``Privacy``."""
    return Seat(seat).label.removesuffix(" reviewer")


_WORDS = {
    ReviewStanding.OBJECTION: "objects",
    ReviewStanding.OVERDUE: "overdue",
    ReviewStanding.WAITING: "nobody has taken it yet",
    ReviewStanding.TAKEN: "being reviewed",
    ReviewStanding.OLD_VERSION: "answered for an earlier version of the model",
    ReviewStanding.OLD: "answered more than a year ago",
}
