"""A question that several disciplines answer: each signs, by somebody else than its author, with or without a seat."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from attending.decisions import actions
from attending.decisions.models import Decision, Meaning
from attending.decisions.rules.refusals import InvalidProposal, NotEligible
from attending.decisions.worklist import Waiting
from attending.program.actions.people import add_person
from attending.program.models import Discipline, Person, Seat, SeatHolding
from tests.integration.decisions.world import World, sign


def test_each_discipline_signs_and_then_it_is_decided(world: World) -> None:
    proposal = world.by_discipline(quorum=2)
    assert sign(world, proposal, "owner", "continue").decision is None
    result = sign(world, proposal, "bedside", "continue")
    assert result.signature.seat == ""
    assert result.signature.discipline == "nursing"
    assert "for the discipline of Nursing, decide: Continue" in result.signature.statement
    assert result.decision is not None
    assert result.decision.outcome == "continue"


def test_enough_people_without_a_discipline_decide_nothing(world: World) -> None:
    proposal = world.by_discipline(eligible_seats=[Seat.CMIO, Seat.OPERATIONAL_OWNER])
    for who in ("owner", "cmio", "operations"):
        assert sign(world, proposal, who, "continue").decision is None
    assert sign(world, proposal, "bedside", "continue").decision is not None


def test_the_authors_own_discipline_needs_somebody_else_of_it(world: World) -> None:
    proposal = world.by_discipline(proposed_by=world.nurse)
    assert sign(world, proposal, "nurse", "continue", meaning=Meaning.AUTHORSHIP).decision is None
    assert sign(world, proposal, "owner", "continue").decision is None
    assert sign(world, proposal, "bedside", "continue").decision is not None


def test_one_of_them_alone_protects(world: World) -> None:
    decision = sign(world, world.by_discipline(), "bedside", "pause").decision
    assert decision is not None
    assert decision.outcome == "pause"


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"disciplines": ["astrology"]}, "no discipline astrology"),
        ({"disciplines": ["nursing", "nursing"]}, "named once"),
        ({"disciplines": ["nursing", "medicine"], "quorum": 1, "clinical_quorum": 0}, "one person of the quorum"),
        ({"disciplines": ["pharmacy"]}, "Nobody but the proposer is asked for Pharmacy"),
    ],
)
def test_disciplines_that_cannot_sign_are_refused(world: World, changes: dict[str, Any], why: str) -> None:
    with pytest.raises(InvalidProposal, match=why):
        world.by_discipline(**changes)


def test_an_author_who_is_the_only_one_of_their_discipline_is_refused(world: World) -> None:
    with pytest.raises(InvalidProposal, match="nobody approves what they proposed"):
        world.by_discipline(proposed_by=world.owner)


def test_somebody_of_the_discipline_who_was_not_asked_does_not_sign(world: World) -> None:
    proposal = world.by_discipline()
    with pytest.raises(NotEligible):
        sign(world, proposal, "nurse", "continue", seat="")


def test_who_has_a_seat_to_sign_from_signs_from_it(world: World) -> None:
    proposal = world.by_discipline()
    with pytest.raises(NotEligible):
        sign(world, proposal, "owner", "continue", seat="")
    SeatHolding.objects.filter(person=world.owner).update(ended_on="2026-12-31")
    assert sign(world, proposal, "owner", "continue", seat="").signature.seat == ""


def test_without_a_seat_one_steps_aside_too(world: World) -> None:
    proposal = world.by_discipline()
    actions.recuse(proposal, acting=world.bedside, reason="I drew it")
    with pytest.raises(Exception, match="recused yourself"):
        sign(world, proposal, "bedside", "continue")


def test_it_waits_for_them_on_their_rounds(world: World) -> None:
    world.by_discipline()
    (item,) = Waiting().for_person(world.bedside)
    assert item.why == "You were asked by name to sign for nursing."


def test_the_page_says_which_discipline_is_missing_and_signs_without_a_seat(world: World, settings: Any) -> None:
    settings.ATTENDING_DEMO = True
    proposal = world.by_discipline()
    sign(world, proposal, "owner", "continue")
    client = Client()
    assert world.bedside.user is not None
    client.force_login(world.bedside.user)
    page = client.get(reverse("decisions:proposal", args=[proposal.pk])).content.decode()
    assert "Each of these disciplines signs" in page
    assert f"{world.owner.printed_name}: Continue" in page
    assert f"Asked: {world.bedside.printed_name}" in page
    assert "Your signature decides." in page
    assert "one at least for each of nursing and medicine" in page
    choice = {"choice": "continue", "packet_sha256": proposal.packets.get().sha256, "seat": "", "reason": "It is so"}
    sheet = client.post(reverse("decisions:sign", args=[proposal.pk]), choice)
    assert sheet.status_code == 200
    assert "for the discipline of Nursing" in sheet.content.decode()
    assert not Decision.objects.exists()


def test_a_new_person_of_the_discipline_can_be_asked(world: World) -> None:
    """The discipline that counts is the one at signing: who is asked is of it, whatever else they are."""
    administrator = Person.objects.get(organisation=world.organisation, printed_name="Founder")
    SeatHolding.objects.create(person=administrator, seat=Seat.ADMINISTRATOR, started_on="2026-01-01")
    pharmacist = add_person(administrator, printed_name="Phil Pharmacist", discipline=Discipline.PHARMACY)
    proposal = world.by_discipline(disciplines=["pharmacy"], answerable=[pharmacist])
    assert proposal.answerable == [{"person": pharmacist.pk, "seats": []}]
