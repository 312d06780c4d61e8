"""A health system with somebody in each of the 17 seats, and the ways in which an author might approve their own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from typing import Any

from django.db import Error, transaction
from django.utils import timezone

from attending.decisions import actions, queries
from attending.decisions.models import Delegation, Meaning, Packet, Proposal, Signature
from attending.program.models import Discipline, Person, Seat, SeatHolding
from attending.program.models.people import USE_CASE_SEATS
from attending.program.rules import Refused
from tests.integration.decisions.test_database_rules import SEQ
from tests.integration.decisions.world import SCREEN, SEATS, World, build, evidence_for

_numbers = count(SEQ)


@dataclass(frozen=True)
class Seated:
    """Everybody by the seat they hold."""

    world: World
    holder: dict[Seat, Person]

    def asked_by(self, seat: Seat, **changes: Any) -> Proposal:
        """Something that the holder of a seat proposes, and that one person in any seat could approve."""
        values = {
            "proposed_by": self.holder[seat],
            "answerable": list(self.holder.values()),
            "eligible_seats": list(Seat),
            "quorum": 1,
            "clinical_quorum": 0,
            "protective_choice": "",
        }
        return self.world.propose(**{**values, **changes})

    @contextmanager
    def seated_too(self, person: Person, seat: Seat) -> Iterator[None]:
        """``person`` sits in a second seat, too, instead of its holder; afterwards it is as before."""
        holding = SeatHolding.objects.filter(seat=seat, ended_on=None)
        holding.update(person=person)
        yield
        holding.update(person=self.holder[seat])

    def delegated(self, giver: Person, receiver: Person, seat: Seat) -> Delegation:
        """A delegation of a seat for an hour, as a row that the database takes."""
        now = timezone.now()
        return Delegation.objects.create(
            delegator=giver,
            delegate=receiver,
            seat=seat,
            starts_at=now,
            ends_at=now + timedelta(hours=1),
            reason="On leave",
            given_at=now,
            ledger_seq=next(_numbers),
        )


def seat_everybody() -> Seated:
    """The world of the other tests, with a physician in each seat that is still empty."""
    world = build()
    holder = {seat: world.people[name] for name, seat in SEATS.items()}
    for seat in Seat:
        if seat not in holder:
            holder[seat] = world.add(str(seat), Discipline.MEDICINE, seat, on_use_case=seat in USE_CASE_SEATS)
    return Seated(world, {seat: holder[seat] for seat in Seat})


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside is rolled back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def approves(
    proposal: Proposal, packet: Packet, person: Person, seat: Seat, delegation: Delegation | None = None
) -> bool:
    """Whether the action takes this approval, which nobody prepared."""
    with transaction.atomic():
        try:
            actions.sign(
                proposal,
                acting=person,
                seat=seat,
                choice="continue",
                reason="",
                conditions=[],
                meaning=Meaning.RESPONSIBILITY,
                packet_sha256=packet.sha256,
                rendered=SCREEN,
                evidence=evidence_for(person, {}),
                intent={},
                idempotency_key=f"matrix-{next(_numbers)}",
                on_behalf_of=delegation.pk if delegation else None,
            )
        except Refused as refusal:
            refused = type(refusal)
        else:
            refused = None
        transaction.set_rollback(True)
    return refused is None


def is_written(
    proposal: Proposal,
    packet: Packet,
    person: Person,
    seat: Seat,
    delegation: Delegation | None = None,
    meaning: str = Meaning.RESPONSIBILITY,
) -> bool:
    """Whether the database takes a row that says so, past every action; undone where it does."""
    number = next(_numbers)
    row = Signature(
        proposal=proposal,
        packet=packet,
        signer=person,
        on_behalf_of=delegation,
        choice="continue",
        meaning=meaning,
        statement="I decide.",
        printed_name=person.printed_name,
        seat=seat,
        discipline=person.discipline,
        clinical=Discipline(person.discipline).clinical,
        rendered=SCREEN,
        rendered_sha256="0" * 64,
        intent="{}",
        authentication={},
        idempotency_key=f"matrix-{number}",
        signed_at=timezone.now(),
        ledger_seq=number,
    )
    try:
        with undone():
            row.save(force_insert=True)
    except Error:
        return False
    return True


def newest(proposal: Proposal) -> Packet:
    """The packet that is signed."""
    return queries.newest_packet(proposal)
