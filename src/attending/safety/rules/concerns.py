"""When a concern has to be answered, how it stands, and how its receipt is written. Pure."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from attending.policies.model import ConcernRule
from attending.program.models import Seat
from attending.program.models.deployments import IN_USE, State
from attending.safety.models import Concern, ConcernAnswer, Outcome

CODE_WITHIN: Final = timedelta(days=7)
"""How long staff may see an AI before its clinical owner is asked for a code on their unit."""
COUNTED_OVER: Final = timedelta(days=90)
"""Over which time concerns are counted in lists and findings."""
ON_THE_UNIT: Final = timedelta(days=365)
"""How long an answer stands on the unit's page."""

OLDEST_PAPER: Final = timedelta(days=30)
"""How old a concern on paper may be when it is typed in."""

MOST_WORDS: Final = 500
MOST_ANSWER: Final = 1_000

SHOWN: Final = IN_USE
"""What may be chosen on a unit: an AI that staff see there."""
ANSWERERS: Final = (Seat.CLINICAL_OWNER, Seat.OPERATIONAL_OWNER, Seat.SAFETY_OFFICER)
"""Who answers for a known AI, the first that somebody holds; else the chief medical information officer."""
UNKNOWN_ANSWERERS: Final = (Seat.SAFETY_OFFICER,)
"""Who answers where nobody knows which AI it was: the safety officers of what is in use on the unit."""

_ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH: Final = 8


class ConcernState(StrEnum):
    """How a concern stands."""

    WAITING = "waiting"
    OVERDUE = "overdue"
    LOOKED_AT = "being looked at"
    LATE_FOLLOW_UP = "follow-up is late"
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True)
class Standing:
    """``due_at`` is when an answer, or what came of it, is owed; None once it is answered for good.

    ``in_time`` says whether the first answer came within the clock; None while there is none and it is not late.
    """

    state: ConcernState
    due_at: datetime | None
    in_time: bool | None

    @property
    def open(self) -> bool:
        return self.state is not ConcernState.ANSWERED

    @property
    def late(self) -> bool:
        return self.state in {ConcernState.OVERDUE, ConcernState.LATE_FOLLOW_UP}


def standing(concern: Concern, answers: Sequence[ConcernAnswer], now: datetime, clock: ConcernRule) -> Standing:
    """How a concern stands at a time, by the clock of the policy in force; ``answers`` are its own, oldest first."""
    due = concern.raised_at + timedelta(hours=clock.answer_within_hours)
    if not answers:
        late = now > due
        return Standing(ConcernState.OVERDUE if late else ConcernState.WAITING, due, False if late else None)
    in_time = answers[0].answered_at <= due
    newest = answers[-1]
    if newest.outcome != Outcome.LOOKING:
        return Standing(ConcernState.ANSWERED, None, in_time)
    follow_up = newest.answered_at + timedelta(days=clock.follow_up_within_days)
    late = now > follow_up
    return Standing(ConcernState.LATE_FOLLOW_UP if late else ConcernState.LOOKED_AT, follow_up, in_time)


@dataclass(frozen=True, slots=True)
class Tally:
    """Concerns of one place over a time: how many, how many still open, late, and first answered within the clock.

    ``judged`` counts those whose clock has run out or was stopped: the denominator of ``in_time``.
    """

    raised: int = 0
    open: int = 0
    late: int = 0
    in_time: int = 0
    judged: int = 0


def tally(standings: Iterable[Standing]) -> Tally:
    """Count how concerns stand."""
    found = list(standings)
    return Tally(
        raised=len(found),
        open=sum(each.open for each in found),
        late=sum(each.late for each in found),
        in_time=sum(each.in_time is True for each in found),
        judged=sum(each.in_time is not None for each in found),
    )


def new_receipt() -> str:
    """Eight letters and digits that are not mistaken for one another, about 39 bits: nobody guesses one."""
    letters = "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))
    return f"{letters[:4]}-{letters[4:]}"


def as_receipt(written: str) -> str:
    """A receipt as it was typed, in the form it is kept; empty where it cannot be one."""
    letters = re.sub(r"[\s-]", "", written).upper()
    whole = len(letters) == _LENGTH and all(each in _ALPHABET for each in letters)
    return f"{letters[:4]}-{letters[4:]}" if whole else ""


def is_shown(state: str) -> bool:
    """Whether staff on the unit see what a deployment in this state says."""
    return State(state) in SHOWN
