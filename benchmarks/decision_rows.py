"""A health system with many decisions, as rows: what the pages are measured on.

The record is appended by the product itself, entry by entry, and verifies; the tables are filled in bulk, with the
guards off as in a migration and put back after it. Every decision has its proposal, packet, two signatures and five
entries.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import connection, models, transaction
from django.utils import timezone

from attending.accounts.models import User
from attending.decisions.models import Condition, ConditionClosure, Decision, Packet, Proposal, Signature
from attending.decisions.rules.options import read_options
from attending.decisions.rules.packets import canonical, sha256
from attending.ledger import guards
from attending.ledger.actions import Done, append_all, checkpoint
from attending.program.models import (
    AiModel,
    Deployment,
    Discipline,
    ModelVersion,
    Organisation,
    Person,
    Seat,
    SeatHolding,
    Site,
    Unit,
    UseCase,
)
from attending.program.models.people import CORE_SEATS

PEOPLE = 200
UNITS = 100
BATCH = 2_000
ENTRIES_EACH = 5
OPTIONS = [
    each.as_document()
    for each in read_options(
        [
            {"key": "approve", "label": "Approve", "effect": "It goes on.", "seats": ["clinical_owner", "cmio"]},
            {"key": "conditions", "label": "Approve with conditions", "effect": "On.", "conditions_required": True},
            {"key": "decline", "label": "Decline", "effect": "It does not go on.", "reason_required": True},
        ]
    )
]


@dataclass(frozen=True)
class Size:
    """How much there is; ``waiting`` of the decisions are still open."""

    use_cases: int
    decisions: int
    entries: int
    waiting: int


@dataclass(frozen=True)
class Place:
    """What stands before any decision: people, in their seats on use cases with deployments."""

    organisation: Organisation
    people: Sequence[Person]
    use_cases: Sequence[UseCase]

    @property
    def cmio(self) -> Person:
        return self.people[0]

    def owner(self, use_case: UseCase) -> Person:
        """The clinical owner; the CMIO owns none."""
        return self.people[1 + use_case.pk % (PEOPLE - 4)]


def build(size: Size) -> Place:
    """Fill an empty, migrated database."""
    with transaction.atomic():
        guards.remove(connection)
        place = _place(size)
        for first in range(0, size.decisions, BATCH):
            numbers = range(first, min(first + BATCH, size.decisions))
            _decide(place, numbers, waiting_from=size.decisions - size.waiting)
        for count in _portions(size.entries - size.decisions * ENTRIES_EACH):
            done = [Done("measures.recorded", f"deployment:{1 + at % 97}", "system", {"n": at}) for at in range(count)]
            append_all(done)
        guards.install(connection)
    checkpoint(reason="The benchmark was built")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return place


def _portions(total: int) -> Iterator[int]:
    while total > 0:
        yield min(total, BATCH * ENTRIES_EACH)
        total -= BATCH * ENTRIES_EACH


def _write(rows: Sequence[Any]) -> Any:
    model: type[models.Model] = type(rows[0])
    return model._default_manager.bulk_create(rows, batch_size=500)


def _place(size: Size) -> Place:
    organisation = Organisation.objects.create(name="Benchmark Health", synthetic=True)
    site = Site.objects.create(organisation=organisation, name="Main")
    units = _write([Unit(site=site, name=f"Unit {at}") for at in range(UNITS)])
    model = AiModel.objects.create(organisation=organisation, name="Model", maker="In-house", intended_use="Alert")
    version = ModelVersion.objects.create(ai_model=model, version="1", released_on=date(2026, 1, 1))
    users = _write([User(username=f"user{at}", printed_name=f"Person {at:03}") for at in range(PEOPLE)])
    _write([Authenticator(user=user, type=Authenticator.Type.TOTP, data={}) for user in users])
    disciplines = [Discipline.MEDICINE, Discipline.NURSING, Discipline.OPERATIONS, Discipline.TECHNOLOGY]
    people = _write(
        [
            Person(organisation=organisation, user=user, printed_name=user.printed_name, discipline=disciplines[at % 4])
            for at, user in enumerate(users)
        ]
    )
    today = timezone.localdate()
    use_cases = _write(
        [
            UseCase(
                organisation=organisation,
                key=f"use-case-{at}",
                title=f"Use case {at:05}",
                kind="predictive",
                problem="Late recognition",
                proposed_by=people[at % PEOPLE],
                proposed_on=today,
                synthetic=True,
            )
            for at in range(size.use_cases)
        ]
    )
    place = Place(organisation, people, use_cases)
    held = [SeatHolding(person=people[0], seat=Seat.CMIO, started_on=today)]
    for use_case in use_cases:
        first = place.people.index(place.owner(use_case))
        holders = {Seat.CLINICAL_OWNER: people[first], Seat.EXECUTIVE_SPONSOR: people[first + 1]}
        holders |= {Seat.OPERATIONAL_OWNER: people[first + 2], Seat.PLATFORM_OWNER: people[first + 3]}
        held += [SeatHolding(person=holders[s], seat=s, use_case=use_case, started_on=today) for s in CORE_SEATS]
    _write(held)
    _write(
        [
            Deployment(
                use_case=each, unit=units[at % UNITS], model_version=version, state="silent", state_since=timezone.now()
            )
            for at, each in enumerate(use_cases[::5])
        ]
    )
    return place


def _decide(place: Place, numbers: Sequence[int], *, waiting_from: int) -> None:
    """Proposals with all that belongs to them; those from ``waiting_from`` on have nothing but their packet yet."""
    proposals = _write([_proposal(place, at, open_=at >= waiting_from) for at in numbers])
    done = [each for proposal in proposals for each in _entries(place, proposal)]
    entries = append_all(done)
    packets, signatures, decisions = [], [], []
    for at, proposal in enumerate(proposals):
        own = entries[at * ENTRIES_EACH : (at + 1) * ENTRIES_EACH]
        document = canonical({"title": proposal.question, "asked": "Approve?", "sections": [], "data": {"at": at}})
        packets.append(
            Packet(proposal=proposal, version=1, document=document, sha256=sha256(document), sealed_at=own[1].at)
        )
    _write(packets)
    for at, (proposal, packet) in enumerate(zip(proposals, packets, strict=True)):
        own = entries[at * ENTRIES_EACH : (at + 1) * ENTRIES_EACH]
        if proposal.state == "open":
            continue
        signers = (place.owner(proposal.use_case), "clinical_owner"), (place.cmio, "cmio")
        for (person, seat), entry in zip(signers, own[2:4], strict=True):
            signatures.append(_signature(proposal, packet, person, seat, entry.seq, entry.at))
        decisions.append(_decision(proposal, packet, own[4].seq, own[4].at))
    if decisions:
        _write(signatures)
        _write(decisions)
        _conditions(place, decisions)


def _proposal(place: Place, at: int, *, open_: bool) -> Proposal:
    use_case = place.use_cases[at % len(place.use_cases)]
    asked = place.owner(use_case)
    return Proposal(
        organisation=place.organisation,
        use_case=use_case,
        kind="benchmark.question",
        subject=f"usecase:{use_case.pk}",
        subject_label=use_case.title,
        question=f"Question {at:06}?",
        options=OPTIONS,
        proposed_by=place.people[-1],
        proposed_at=timezone.now() - timedelta(hours=at % 8760),
        quorum=2,
        clinical_quorum=1,
        answerable=[{"person": asked.pk, "seats": ["clinical_owner"]}],
        eligible_seats=["clinical_owner", "cmio"],
        policy_version="benchmark",
        due_at=timezone.now() + timedelta(days=3),
        if_nothing="Nothing changes.",
        key=f"benchmark:{at}",
        state="open" if open_ else "decided",
    )


def _entries(place: Place, proposal: Proposal) -> list[Done]:
    """The five entries of a decision; for one that is open the same number, so that each has its place."""
    about = f"proposal:{proposal.pk}"
    owner, cmio = f"person:{place.owner(proposal.use_case).pk}", f"person:{place.cmio.pk}"
    verbs = (("proposal.made", "system"), ("packet.sealed", "system"), ("decision.signed", owner))
    return [Done(verb, about, by, {}) for verb, by in (*verbs, ("decision.signed", cmio), ("decision.made", "system"))]


def _signature(proposal: Proposal, packet: Packet, person: Person, seat: str, seq: int, at: datetime) -> Signature:
    return Signature(
        proposal=proposal,
        packet=packet,
        signer=person,
        choice="conditions" if proposal.pk % 10 == 0 else "approve",
        meaning="approval",
        statement="I decide.",
        printed_name=person.printed_name,
        seat=seat,
        discipline=person.discipline,
        clinical=Discipline(person.discipline).clinical,
        rendered="What was on the screen. " * 40,
        rendered_sha256=hashlib.sha256(b"").hexdigest(),
        intent="{}",
        authentication={"components": ["password", "totp"]},
        idempotency_key=f"{seq:032x}",
        signed_at=at,
        ledger_seq=seq,
    )


def _decision(proposal: Proposal, packet: Packet, seq: int, at: datetime) -> Decision:
    return Decision(
        proposal=proposal,
        packet=packet,
        outcome="conditions" if proposal.pk % 10 == 0 else "approve",
        quorum=2,
        decided_at=at,
        effective_at=at,
        policy_version="benchmark",
        ledger_seq=seq,
    )


def _conditions(place: Place, decisions: Sequence[Decision]) -> None:
    """A condition for one decision of ten; one of fifty of them is still open, and overdue."""
    due = timezone.localdate() - timedelta(days=1)
    conditions = _write(
        [
            Condition(decision=each, text="Recalibrate", owner=place.owner(each.proposal.use_case), due_on=due)
            for each in decisions
            if each.outcome == "conditions"
        ]
    )
    closed = [each for each in conditions if each.pk % 50]
    at = timezone.now()
    _write(
        [
            ConditionClosure(condition=each, closed_by=place.cmio, proof="Report", at=at, ledger_seq=-each.pk)
            for each in closed
        ]
    )
