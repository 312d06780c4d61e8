"""When somebody may sign for somebody else."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from attending.decisions.rules.refusals import InvalidDelegation, NotEligible
from attending.program.models import Seat

LONGEST: Final = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Voice:
    """Where a signature is made from: a seat, or NO_SEAT; ``delegation`` is what it rests on, None in one's own name.

    ``delegator`` and ``delegator_name`` say on whose behalf; empty in one's own name.
    """

    seat: str
    delegation: int | None = None
    delegator: int | None = None
    delegator_name: str = ""


@dataclass(frozen=True, slots=True)
class Entrusted:
    """A delegation that stands now and is good for one proposal, and how its delegator stands to that proposal.

    ``asked`` says whether the seat may sign it, ``by_name`` whether the delegator was asked in it. ``signed`` counts
    who signed on the delegator's behalf too.
    """

    voice: Voice
    held: bool
    asked: bool
    by_name: bool
    proposer: bool
    recused: bool
    signed: bool

    @property
    def usable(self) -> bool:
        """Whether its delegate may sign now."""
        return self.asked and not self.why_not

    @property
    def why_not(self) -> str:
        """Why nobody signs on the delegator's behalf, in words; empty where somebody may."""
        name = self.voice.delegator_name
        if self.proposer:
            return f"{name} proposed this, and nobody approves on behalf of the proposer."
        if self.recused:
            return f"{name} has stepped aside from this decision, and so nobody signs on their behalf."
        if self.signed:
            return f"{name} has been heard on this packet already, and counts once."
        if not self.held:
            return f"{name} no longer holds the seat of {Seat(self.voice.seat).label}, so the delegation has ended."
        return ""


def check_period(first_day: date, last_day: date, *, today: date) -> None:
    """Raise InvalidDelegation unless a delegation may be good from one day to the other, both included."""
    if first_day < today:
        raise InvalidDelegation(f"It begins today, {today.isoformat()}, or later: nobody is given a say for days past.")
    if last_day < first_day:
        raise InvalidDelegation("Its last day is its first or a later one.")
    if (last_day - first_day).days >= LONGEST.days:
        latest = first_day + LONGEST - timedelta(days=1)
        raise InvalidDelegation(
            f"A delegation lasts at most {LONGEST.days} days, so until {latest.isoformat()}. For longer, have somebody "
            "else take the seat."
        )


def check_to(*, seat: str, holds: Collection[str], same_person: bool, same_organisation: bool, can_sign: bool) -> None:
    """Raise a Refused unless the holder of ``holds`` may delegate ``seat`` to this person."""
    if seat not in holds:
        raise NotEligible(
            f"You delegate a seat that you hold now, and {Seat(seat).label} is none there. What was delegated to you "
            "is not passed on: whoever holds the seat names somebody else."
        )
    if same_person:
        raise InvalidDelegation("Name somebody else than yourself.")
    if not same_organisation or not can_sign:
        raise InvalidDelegation("Name an active person of this organisation who has a login; nobody else can sign.")
