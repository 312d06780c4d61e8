"""Who may sign, from which seat, and the reason if they may not."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from attending.decisions.models.proposals import ProposalState
from attending.decisions.models.signatures import VOTING, Meaning
from attending.decisions.rules.delegations import Entrusted, Voice
from attending.decisions.rules.options import Option
from attending.decisions.rules.refusals import (
    AlreadySigned,
    NotEligible,
    ProposalClosed,
    Recused,
)
from attending.program.models import Seat
from attending.program.rules import Refused

NO_SEAT: Final = ""
"""Where somebody signs from who signs in their discipline alone."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a person stands to a proposal. ``held`` are the seats they hold now that could bear on it.

    ``discipline`` is theirs where it has to sign and they are asked by name, and empty otherwise. ``entrusted`` are the
    delegations to them that stand now and are good for it; ``signs_for`` are the people who delegated anything to them.
    ``heard_by`` names who signed on their behalf, if somebody did.
    """

    state: ProposalState
    active: bool
    same_organisation: bool
    proposer: bool
    recused: bool
    signed_newest: bool
    held: frozenset[str]
    asked_in: tuple[str, ...]
    eligible: tuple[str, ...]
    protective_choice: str
    discipline: str = ""
    entrusted: tuple[Entrusted, ...] = ()
    heard_by: str = ""
    signs_for: frozenset[int] = frozenset()

    @property
    def by_name(self) -> bool:
        """Whether they were asked by name, in a seat or in their discipline."""
        return bool(self.asked_in or self.discipline)


def meaning_for(option: Option, standing: Standing) -> Meaning:
    """What this person's signature for the option means: its proposer is its author, unless it only protects."""
    if standing.proposer and option.key != standing.protective_choice:
        return Meaning.AUTHORSHIP
    return Meaning(option.meaning)


def seats_to_sign_from(
    standing: Standing, meaning: str = Meaning.APPROVAL, *, missing: Collection[str] = ()
) -> tuple[str, ...]:
    """The seats a person may sign from now: those ``missing`` first, then those they were asked in, then the eligible.

    An author signs from any seat they hold. Whoever is asked by name for their discipline, and has none of these seats,
    signs in the discipline: the one seat is then NO_SEAT.
    """
    wanted = dict.fromkeys((*standing.asked_in, *standing.eligible))
    if meaning == Meaning.AUTHORSHIP:
        wanted.update(dict.fromkeys(sorted(standing.held)))
    seats = tuple(sorted((seat for seat in wanted if seat in standing.held), key=lambda seat: seat not in missing))
    return seats or ((NO_SEAT,) if standing.discipline else ())


def voices(standing: Standing, meaning: str = Meaning.APPROVAL, *, missing: Collection[str] = ()) -> tuple[Voice, ...]:
    """Where this person may sign from now: first in their own name, then on behalf of others, seats ``missing`` first.

    A proposer signs in their own name only, and nobody writes or reviews on somebody else's behalf.
    """
    own = tuple(Voice(seat) for seat in seats_to_sign_from(standing, meaning, missing=missing))
    if standing.proposer or meaning not in VOTING:
        return own
    usable = [each.voice for each in standing.entrusted if each.usable]
    return (*own, *sorted(usable, key=lambda voice: voice.seat not in missing))


def may_accept_proof(standing: Standing, *, signed: bool) -> bool:
    """Whether this person may accept that a condition of the decision was met: they signed it, or could in a seat."""
    seated = bool({*standing.asked_in, *standing.eligible} & standing.held)
    return standing.active and standing.same_organisation and not standing.recused and (signed or seated)


def refusal(standing: Standing) -> Refused | None:
    """Why this person cannot sign now, whatever they choose, or None."""
    if standing.state != ProposalState.OPEN:
        return ProposalClosed(standing.state.label)
    if not standing.active or not standing.same_organisation:
        return NotEligible("Only active people of this organisation sign its decisions.")
    if standing.recused:
        return Recused()
    if standing.signed_newest:
        return AlreadySigned(standing.heard_by)
    if not voices(standing, Meaning.AUTHORSHIP if standing.proposer else Meaning.APPROVAL):
        return _no_seat(standing)
    return None


def _no_seat(standing: Standing) -> NotEligible:
    wanted = dict.fromkeys((*standing.asked_in, *standing.eligible))
    labels = ", ".join(Seat(seat).label for seat in wanted) or "the people who were asked"
    if standing.asked_in:
        return NotEligible(
            f"You were asked in a seat that you no longer hold ({labels}). Whoever holds it now has to be asked."
        )
    spent = next((each.why_not for each in standing.entrusted if each.asked), "")
    if spent:
        return NotEligible(spent)
    return NotEligible(f"You hold none of the seats that sign this decision: {labels}.")
