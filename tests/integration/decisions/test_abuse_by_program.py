"""There is no interface but the pages: a program that calls their addresses itself gets no further than a person."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from attending.decisions import actions, queries
from attending.decisions.models import Condition, ConditionClosure, Proposal, Signature
from attending.program.models import SeatHolding
from tests.integration.decisions.test_pages import Visitor, fields
from tests.integration.decisions.world import DOCUMENT, SEATS, World, sign

pytestmark = [pytest.mark.usefixtures("demonstration"), pytest.mark.one_database]

REFUSED = {403, 404, 405, 422}
CALLS = ("form", "json")
LONG_AGO = "2020-01-01T00:00:00+00:00"


def call(world: World, who: str, name: str, pk: int, values: dict[str, str], body: str) -> int:
    """What an address of the decisions answers to a program that never saw a page."""
    address, client = reverse(f"decisions:{name}", args=[pk]), Client(headers={"host": "localhost"})
    client.force_login(world.people[who].user)
    content: dict[str, Any] = {"content_type": "application/json"} if body == "json" else {}
    return client.post(address, values, **content).status_code


def vote(world: World, who: str, proposal: Proposal, **changes: str) -> dict[str, str]:
    """Every field of a signature, and those that no form has, in the caller's own words."""
    return {
        "choice": "continue",
        "seat": str(SEATS[who]),
        "reason": "It is good",
        "dissent": "",
        "meaning": "approval",
        "packet_sha256": queries.newest_packet(proposal).sha256,
        "rendered_sha256": "0" * 64,
        "idempotency_key": "0" * 32,
        "signing_method": "demonstration",
        "signing_nonce": "made up",
        "printed_name": "Somebody else",
        "signed_at": LONG_AGO,
        "quorum": "1",
        **changes,
    }


@pytest.mark.parametrize("body", CALLS)
def test_a_vote_without_its_sheet_is_none(world: World, body: str) -> None:
    """As the author, once more, from a seat that ended, and on a packet that was sealed anew."""
    own, second, lapsed, changed = world.propose(proposed_by=world.owner), *(world.propose() for _ in range(3))
    sign(world, second, "owner", "continue")
    old = queries.newest_packet(changed).sha256
    actions.seal(changed, {**DOCUMENT, "asked": "Again?"})
    SeatHolding.objects.filter(person=world.nurse).update(ended_on=timezone.localdate())
    for who, proposal, changes in (
        ("owner", own, {}),
        ("owner", second, {}),
        ("nurse", lapsed, {}),
        ("cmio", changed, {"packet_sha256": old}),
        ("cmio", lapsed, {}),
    ):
        assert call(world, who, "sign", proposal.pk, vote(world, who, proposal, **changes), body) in REFUSED
    assert Signature.objects.count() == 1


@pytest.mark.parametrize("body", CALLS)
def test_nobody_closes_their_own_condition_by_a_program(world: World, body: str) -> None:
    sign(world, world.propose(quorum=1), "owner", "change")
    condition = Condition.objects.get()
    told = {"proof": "Report", "closed_by": str(world.cmio.pk), "at": LONG_AGO}
    assert call(world, "operations", "condition", condition.pk, told, body) in REFUSED
    assert not ConditionClosure.objects.exists()


def test_a_program_that_brings_no_token_is_refused(world: World) -> None:
    """A login alone signs nothing: what a page did not hand out is not taken."""
    proposal = world.propose()
    sheet = Visitor(world, "owner").choose(proposal, "continue", reason="Read").content.decode()
    client = Client(enforce_csrf_checks=True, headers={"host": "localhost"})
    client.force_login(world.owner.user)
    signed = {**fields(sheet), "signing_method": "demonstration"}
    assert client.post(reverse("decisions:sign", args=[proposal.pk]), signed).status_code == 403
    assert not Signature.objects.exists()


def test_a_seat_that_ended_while_the_sheet_was_read_signs_nothing(world: World) -> None:
    proposal, visitor = world.propose(), Visitor(world, "owner")
    sheet = visitor.choose(proposal, "continue", reason="Read").content.decode()
    SeatHolding.objects.filter(person=world.owner).update(ended_on=timezone.localdate())
    refused = visitor.sign(proposal, sheet)
    assert refused.status_code == 422
    assert "no longer hold" in refused.content.decode()
    assert not Signature.objects.exists()


def test_a_second_sheet_of_the_same_person_is_no_second_vote(world: World) -> None:
    proposal, visitor = world.propose(quorum=3), Visitor(world, "owner")
    first, second = (visitor.choose(proposal, "continue", reason=word).content.decode() for word in ("Read", "Again"))
    assert visitor.sign(proposal, first).status_code == 302
    refused = visitor.sign(proposal, second)
    assert refused.status_code == 422
    assert "signed this packet already" in refused.content.decode()
    assert Signature.objects.count() == 1


def test_a_time_or_a_name_that_a_form_brings_is_not_taken(world: World) -> None:
    proposal, visitor, before = world.propose(), Visitor(world, "owner"), timezone.now()
    sheet = visitor.choose(proposal, "continue", reason="Read", signed_at=LONG_AGO).content.decode()
    forged = {"signed_at": LONG_AGO, "decided_at": LONG_AGO, "printed_name": "Somebody else"}
    assert visitor.sign(proposal, sheet, **forged).status_code == 302
    signature = Signature.objects.get()
    assert before <= signature.signed_at <= timezone.now()
    assert signature.printed_name == world.owner.printed_name
