"""Pass a gate as people do: exceptions for what is missing, the question, and every signature that the policy asks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Protocol

from django.utils import timezone

from attending.decisions.models import Proposal
from attending.governance.actions.gate_exceptions import ask_exceptions
from attending.governance.actions.gates import ask_gate
from attending.governance.models import Approval, Gate
from attending.governance.queries import gates as queries
from attending.governance.queries.gates import Subject
from attending.governance.rules.gates import GRANT, Outcome
from attending.program.actions import people
from attending.program.models import Person, Seat, SeatHolding
from tests.integration.signing import sign


class People(Protocol):
    """Whoever signs: a house of ``tests.integration.house``."""

    administrator: Person
    cmio: Person
    sponsor: Person
    owner: Person
    operations: Person
    safety: Person


def seats_of_house(house: People) -> dict[str, Person]:
    """Who signs from which seat at a gate of the strictest tier; the administrator sits in for compliance."""
    return {
        Seat.CLINICAL_OWNER: house.owner,
        Seat.CMIO: house.cmio,
        Seat.SAFETY_OFFICER: house.safety,
        Seat.COMPLIANCE_OFFICER: house.administrator,
    }


def pass_gate(house: People, subject: Subject, target: str, *, outcome: str = Outcome.APPROVE) -> Approval:
    """The approval that the signatures of the house give; a seat that nobody holds is lent for the signing."""
    lent = lend_seats(house, subject, target)
    except_missing(house, subject, target)
    gate = ask_gate(house.operations, subject, target, "It is ready.")
    sign_gate(house, gate, outcome)
    for holding in lent:
        people.vacate_seat(house.administrator, holding, reason="Lent for the signing.")
    return Approval.objects.get(gate=gate)


def lend_seats(house: People, subject: Subject, target: str) -> list[SeatHolding]:
    """Seat somebody of the house in each seat that the policy asks and nobody holds."""
    lent = []
    for seat in queries.rule_of(subject, target).seats:
        use_case = queries.use_case_of(subject)
        held = SeatHolding.objects.filter(seat=seat, ended_on=None, use_case__in=[use_case.pk])
        if not held.exists() and not SeatHolding.objects.filter(seat=seat, ended_on=None, use_case=None).exists():
            person = seats_of_house(house)[seat]
            lent.append(people.seat_person(house.administrator, person, Seat(seat)))
    return lent


def except_missing(house: People, subject: Subject, target: str, *, days: int = 90) -> Proposal | None:
    """Have exceptions granted for every required item that lacks something."""
    today = timezone.localdate()
    missing = queries.standing_of(subject, queries.rule_of(subject, target), today).blocking
    if not missing:
        return None
    items = [line.item for line in missing]
    until = today + timedelta(days=days)
    asked = ask_exceptions(house.sponsor, subject, items, reason="It was in use before.", until=until)
    for person, seat in ((house.owner, Seat.CLINICAL_OWNER), (house.cmio, Seat.CMIO)):
        sign(asked[0].proposal, person, seat, GRANT)
    return asked[0].proposal


def sign_gate(house: People, gate: Gate, outcome: str, *, by: Mapping[str, Person] | None = None) -> None:
    """Sign from each seat that the policy asks, and from further ones until the quorum is reached."""
    assert gate.proposal is not None
    rule = queries.rule_of(gate.deployment or gate.use_case, gate.target)
    signers = {seat: (by or seats_of_house(house))[seat] for seat in rule.seats}
    further = {Seat.EXECUTIVE_SPONSOR: house.sponsor, Seat.CMIO: house.cmio, Seat.SAFETY_OFFICER: house.safety}
    for seat, person in further.items():
        if len(signers) < rule.quorum and person not in signers.values():
            signers[seat] = person
    for seat, person in signers.items():
        sign(gate.proposal, person, Seat(seat), outcome)
