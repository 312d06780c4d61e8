"""How people stand to proposals, and what waits for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import OuterRef, Q, Subquery

from attending.decisions.models import Delegation, Packet, Proposal, ProposalState, Recusal, Signature
from attending.decisions.queries.delegations import good_for, received_by
from attending.decisions.rules.delegations import Entrusted, Voice
from attending.decisions.rules.eligibility import Standing, refusal, voices
from attending.program.models import Person, SeatHolding

JUDGED_BY: Final = (
    "organisation_id",
    "state",
    "proposed_by_id",
    "use_case_id",
    "kind",
    "answerable",
    "eligible_seats",
    "protective_choice",
    "disciplines",
)
"""What of a proposal decides how people stand to it."""


def standing(proposal: Proposal, person: Person) -> Standing:
    """How a person stands to a proposal now. Four queries."""
    return standings(person, [proposal])[proposal.pk]


def standings(person: Person, proposals: Sequence[Proposal]) -> dict[int, Standing]:
    """How a person stands to several proposals now, by the proposal's number. Four queries."""
    known = _Standings([person])
    known.read(proposals)
    return {each.pk: known.of(person, each) for each in proposals}


def standings_of(people: Collection[Person], proposals: Sequence[Proposal]) -> dict[tuple[int, int], Standing]:
    """How each of several people stands to each of several proposals now, by both numbers. Four queries."""
    known = _Standings(people)
    known.read(proposals)
    return {(person.pk, each.pk): known.of(person, each) for person in people for each in proposals}


@dataclass(frozen=True, slots=True)
class Asked:
    """An open proposal that asks a person, or whoever they sign for, by name; ``voice`` is where they sign from."""

    proposal: Proposal
    voice: Voice


def waiting_for(person: Person) -> list[Asked]:
    """The open proposals that ask by name, that this person may sign and has not signed. Six queries.

    They come without their options. Whoever is asked by name is looked for first: of hundreds that are open, few ask
    one person.
    """
    known = _Standings([person])
    names = {person.pk, *known.signs_for(person)}
    waiting = Proposal.objects.filter(organisation_id=person.organisation_id, state=ProposalState.OPEN)
    asking = [
        pk
        for pk, answerable in waiting.values_list("pk", "answerable")
        if any(each["person"] in names for each in answerable)
    ]
    if not asking:
        return []
    found = list(Proposal.objects.filter(pk__in=asking).select_related("use_case").defer("options"))
    known.read(found)
    asked = (_asked(each, known.of(person, each)) for each in found)
    return [each for each in asked if each is not None]


def _asked(proposal: Proposal, standing: Standing) -> Asked | None:
    if standing.proposer or refusal(standing) is not None:
        return None
    if standing.by_name:
        return Asked(proposal, voices(standing)[0])
    named = {each.voice for each in standing.entrusted if each.by_name}
    behalf = next((voice for voice in voices(standing) if voice in named), None)
    return Asked(proposal, behalf) if behalf is not None else None


class _Standings:
    """What is known of some people, and of those they may sign for; once ``read``, on some proposals."""

    def __init__(self, people: Collection[Person]) -> None:
        self.received: dict[int, list[Delegation]] = defaultdict(list)
        for delegation in received_by(people):
            self.received[delegation.delegate_id].append(delegation)
        delegators = [each.delegator_id for received in self.received.values() for each in received]
        self.known = [*(person.pk for person in people), *delegators]
        self.held: dict[int, list[tuple[str, int | None]]] = defaultdict(list)
        holdings = SeatHolding.objects.filter(person__in=self.known, ended_on=None)
        for holder, seat, on in holdings.values_list("person_id", "seat", "use_case_id"):
            self.held[holder].append((seat, on))

    def signs_for(self, person: Person) -> frozenset[int]:
        """Who delegated anything to one of the people."""
        return frozenset(each.delegator_id for each in self.received[person.pk])

    def read(self, proposals: Sequence[Proposal]) -> None:
        """Who of them was heard on these proposals, and who recused themselves. Two queries."""
        about = Q(proposal=proposals[0].pk) if len(proposals) == 1 else Q(proposal__in=[each.pk for each in proposals])
        recused = Recusal.objects.filter(about, person__in=self.known)
        self.recused = set(recused.values_list("proposal_id", "person_id"))
        self.heard = _heard(about, self.known)

    def of(self, person: Person, proposal: Proposal) -> Standing:
        """How one of the people stands to one of the proposals."""
        received = self.received[person.pk]
        asked = {each["person"]: tuple(each["seats"]) for each in proposal.answerable}
        heard = self.heard.get((proposal.pk, person.pk))
        return Standing(
            state=ProposalState(proposal.state),
            active=person.active,
            same_organisation=person.organisation_id == proposal.organisation_id,
            proposer=proposal.proposed_by_id == person.pk,
            recused=(proposal.pk, person.pk) in self.recused,
            signed_newest=heard is not None,
            held=self._seats(person.pk, proposal.use_case_id),
            asked_in=asked.get(person.pk, ()),
            eligible=tuple(proposal.eligible_seats),
            protective_choice=proposal.protective_choice,
            discipline=person.discipline if person.pk in asked and person.discipline in proposal.disciplines else "",
            entrusted=tuple(
                self._entrusted(each, proposal, asked.get(each.delegator_id, ()))
                for each in received
                if good_for(each, use_case_id=proposal.use_case_id, kind=proposal.kind)
            ),
            heard_by=heard or "",
            signs_for=self.signs_for(person),
        )

    def _seats(self, person: int, use_case_id: int | None) -> frozenset[str]:
        return frozenset(seat for seat, on in self.held[person] if on is None or on == use_case_id)

    def _entrusted(self, delegation: Delegation, proposal: Proposal, asked_in: tuple[str, ...]) -> Entrusted:
        place = (proposal.pk, delegation.delegator_id)
        return Entrusted(
            Voice(delegation.seat, delegation.pk, delegation.delegator_id, delegation.delegator.printed_name),
            held=delegation.seat in self._seats(delegation.delegator_id, proposal.use_case_id),
            asked=delegation.seat in asked_in or delegation.seat in proposal.eligible_seats,
            by_name=delegation.seat in asked_in,
            proposer=proposal.proposed_by_id == delegation.delegator_id,
            recused=place in self.recused,
            signed=place in self.heard,
        )


def _heard(about: Q, people: Sequence[int]) -> dict[tuple[int, int], str]:
    """Whoever of these people was heard on a newest packet, by proposal and person; in their name by whom, or empty."""
    newest = Packet.objects.filter(proposal=OuterRef("proposal")).order_by("-version").values("pk")[:1]
    rows = Signature.objects.filter(
        about,
        Q(signer__in=people) | Q(on_behalf_of__delegator__in=people),
        packet=Subquery(newest),
    ).values_list("proposal_id", "signer_id", "on_behalf_of__delegator_id", "printed_name")
    heard: dict[tuple[int, int], str] = {}
    for proposal, signer, delegator, name in rows:
        heard[proposal, signer] = ""
        if delegator is not None:
            heard[proposal, delegator] = name
    return heard
