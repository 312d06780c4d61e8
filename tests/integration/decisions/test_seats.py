"""Seats that have to sign: each by a person of its own, held by the actions and by the database."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from attending.decisions.models import Decision, Meaning, Proposal, Signature
from attending.decisions.rules.refusals import InvalidProposal, NotEligible
from attending.program.models import Discipline, Person, Seat, SeatHolding
from tests.integration.decisions.test_database_rules import decision_row, refused, signature_row
from tests.integration.decisions.world import World, sign

OPTIONS: list[dict[str, Any]] = [
    {"key": "approve", "label": "Approve", "effect": "It goes live.", "seats": ["clinical_owner", "nursing_lead"]},
    {"key": "decline", "label": "Decline", "effect": "It does not go live."},
]


def ask(world: World, **changes: Any) -> Proposal:
    return world.propose(**{"options": OPTIONS, "protective_choice": "", "eligible_seats": ["cmio"], **changes})


def test_an_option_is_decided_once_each_of_its_seats_has_signed(world: World) -> None:
    proposal = ask(world)
    assert set(proposal.eligible_seats) == {"cmio", "clinical_owner", "nursing_lead"}
    for who in ("owner", "cmio"):
        assert sign(world, proposal, who, "approve").decision is None
    decision = sign(world, proposal, "nurse", "approve").decision
    assert decision is not None
    assert decision.outcome == "approve"


def test_an_option_without_seats_takes_its_quorum_alone(world: World) -> None:
    proposal = ask(world)
    sign(world, proposal, "cmio", "decline")
    assert sign(world, proposal, "owner", "decline").decision is not None


def test_who_holds_two_of_the_seats_speaks_for_one(world: World) -> None:
    world.add("both", Discipline.NURSING, Seat.SAFETY_OFFICER)
    SeatHolding.objects.create(person=world.both, seat=Seat.COMMITTEE_MEMBER, started_on="2026-01-05")
    world.add("member", Discipline.MEDICINE, Seat.COMMITTEE_MEMBER, on_use_case=False)
    options = [{**OPTIONS[0], "seats": ["safety_officer", "committee_member"]}]
    proposal = ask(world, options=options)
    assert sign(world, proposal, "both", "approve", seat=Seat.COMMITTEE_MEMBER).decision is None
    assert sign(world, proposal, "member", "approve", seat=Seat.COMMITTEE_MEMBER).decision is None
    refused(Decision, decision_row(proposal, "approve", 2), "a seat that has to sign has not approved")
    proposal = ask(world, options=options)
    assert sign(world, proposal, "both", "approve", seat=Seat.SAFETY_OFFICER).decision is None
    assert sign(world, proposal, "member", "approve", seat=Seat.COMMITTEE_MEMBER).decision is not None


@pytest.mark.parametrize(
    ("seats", "changes", "why"),
    [
        (["janitor"], {}, "a seat that there is not: janitor"),
        (["cmio", "cmio"], {}, "once"),
        (["cmio", "nursing_lead"], {"quorum": 1, "clinical_quorum": 0}, "its quorum is at least 2, not 1"),
        (["safety_officer"], {}, "from the seat Safety officer, and nobody but the proposer could"),
        (["cmio"], {"protective_choice": "approve"}, "it asks for no seats"),
    ],
)
def test_seats_that_cannot_sign_are_refused(world: World, seats: list[str], changes: Any, why: str) -> None:
    with pytest.raises(InvalidProposal, match=why):
        ask(world, options=[{**OPTIONS[0], "seats": seats}], **changes)
    assert not Proposal.objects.exists()


def test_a_proposer_who_alone_holds_a_seat_is_refused_and_the_seat_is_named(world: World) -> None:
    with pytest.raises(InvalidProposal, match="seat Nursing lead, and nobody but the proposer"):
        ask(world, proposed_by=world.nurse)
    Person.objects.filter(pk=world.nurse.pk).update(active=False)
    with pytest.raises(InvalidProposal, match="Nursing lead"):
        ask(world)


def test_one_person_in_both_seats_is_refused_because_one_speaks_for_one(world: World) -> None:
    SeatHolding.objects.filter(seat=Seat.NURSING_LEAD).update(person=world.owner)
    with pytest.raises(InvalidProposal, match="too few people hold these seats: name somebody else for Nursing lead"):
        ask(world)


def test_an_author_does_not_speak_for_a_seat(world: World) -> None:
    world.add("member", Discipline.MEDICINE, Seat.COMMITTEE_MEMBER, on_use_case=False)
    world.add("author", Discipline.MEDICINE, Seat.COMMITTEE_MEMBER, on_use_case=False)
    seat = {"seat": Seat.COMMITTEE_MEMBER}
    options = [{**OPTIONS[0], "seats": ["committee_member"]}]
    proposal = ask(world, options=options, proposed_by=world.author)
    assert sign(world, proposal, "author", "approve", meaning=Meaning.AUTHORSHIP, **seat).decision is None
    assert sign(world, proposal, "cmio", "approve").decision is None
    refused(Decision, decision_row(proposal, "approve", 2), "a seat that has to sign has not approved")
    assert sign(world, proposal, "member", "approve", **seat).decision is not None


def test_whoever_takes_the_seat_later_signs_from_it(world: World) -> None:
    proposal = ask(world)
    SeatHolding.objects.filter(person=world.nurse).update(ended_on=timezone.localdate())
    world.add("relief", Discipline.NURSING, Seat.NURSING_LEAD)
    with pytest.raises(NotEligible):
        sign(world, proposal, "nurse", "approve")
    sign(world, proposal, "owner", "approve")
    assert sign(world, proposal, "relief", "approve", seat=Seat.NURSING_LEAD).decision is not None


def test_the_database_holds_the_seats(world: World) -> None:
    proposal = ask(world)
    Signature.objects.create(**signature_row(world, proposal, "owner", "approve"))
    Signature.objects.create(**signature_row(world, proposal, "cmio", "approve"))
    refused(Decision, decision_row(proposal, "approve", 2), "a seat that has to sign has not approved")
    Signature.objects.create(**signature_row(world, proposal, "nurse", "approve"))
    Decision.objects.create(**decision_row(proposal, "approve", 2))
    row = {field.attname: getattr(proposal, field.attname) for field in Proposal._meta.concrete_fields}
    for seats in (["janitor"], ["safety_officer"]):
        other = {**row, "id": None, "key": "other", "options": [{**OPTIONS[0], "seats": seats}]}
        refused(Proposal, other, "a seat that has to sign is one of those that may")


@pytest.mark.one_database
def test_the_page_says_who_must_still_sign(world: World, settings: Any) -> None:
    settings.ATTENDING_DEMO = True
    world.add("author", Discipline.OPERATIONS, Seat.COMMITTEE_MEMBER, on_use_case=False)
    proposal = ask(world, proposed_by=world.author)
    sign(world, proposal, "owner", "approve")
    client = Client()
    assert world.cmio.user is not None
    client.force_login(world.cmio.user)
    page = client.get(reverse("decisions:proposal", args=[proposal.pk])).content.decode()
    assert "Each of these seats signs" in page
    assert f"{world.owner.printed_name}: Approve" in page
    assert f"Waits for {world.nurse.printed_name}" in page
    assert "1 more person must sign, from the seat of nursing lead" in page
    assert "one of them from each seat that has to sign" in page
