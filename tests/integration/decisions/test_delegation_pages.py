"""Delegations at the pages: give one, sign under it, see it everywhere, end it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from attending.decisions.models import Decision, Delegation, DelegationEnd, Signature
from attending.decisions.presenters.screens import visible_text
from attending.program.models import Discipline
from tests.integration.decisions.test_pages import Visitor, fields, signed
from tests.integration.decisions.world import World, sign

pytestmark = [pytest.mark.one_database, pytest.mark.usefixtures("demonstration")]


def text_of(html: str) -> str:
    """What is read on a page, in one line."""
    return " ".join(visible_text(html).split())


def give(visitor: Visitor, world: World, **changes: Any) -> Any:
    """Fill in the form and send it."""
    today = timezone.localdate()
    data = {
        "seat": f"clinical_owner:{world.use_case.pk}",
        "delegate": world.platform.pk,
        "first_day": today.isoformat(),
        "last_day": (today + timedelta(days=13)).isoformat(),
        "reason": "On leave",
    }
    return visitor.client.post(reverse("decisions:delegate"), {**data, **changes})


def test_a_seat_is_delegated_and_shows_on_both_sides(world: World) -> None:
    owner = Visitor(world, "owner")
    form = owner.get("delegate")
    assert "Clinical owner of Sepsis alert" in form
    assert "Post-launch reviews" in form
    assert world.owner.printed_name not in form.split('name="delegate"')[1].split("</select>")[0]
    assert give(owner, world, kinds=["review.outcome"])["Location"] == reverse("decisions:delegations")
    delegation = Delegation.objects.get()
    assert (delegation.use_case, delegation.kinds) == (world.use_case, ["review.outcome"])
    given = text_of(owner.get("delegations"))
    assert "Stands now" in given
    assert "Sepsis alert: Post-launch reviews" in given
    assert world.owner.printed_name in text_of(Visitor(world, "platform").get("delegations"))
    assert "Everybody's delegations" in text_of(Visitor(world, "cmio").get("delegations"))
    nurse = text_of(Visitor(world, "nurse").get("delegations"))
    assert "Everybody's delegations" not in nurse
    assert world.platform.printed_name not in nurse


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"last_day": "2020-01-01"}, "Its last day is its first or a later one."),
        ({"first_day": "2020-01-01"}, "It begins today"),
        ({"last_day": (timezone.localdate() + timedelta(days=200)).isoformat()}, "at most 90 days"),
        ({"reason": ""}, "Why"),
        ({"seat": "cmio:"}, "From your seat"),
        ({"kinds": ["astrology"]}, "For which questions"),
    ],
)
def test_a_wrong_delegation_is_refused_with_what_to_change(world: World, changes: dict[str, Any], why: str) -> None:
    response = give(Visitor(world, "owner"), world, **changes)
    assert response.status_code == 422
    assert why in response.content.decode()
    assert not Delegation.objects.exists()


def test_a_seat_on_several_use_cases_is_delegated_on_all_of_them_at_once(world: World) -> None:
    world.also_owns("owner")
    owner = Visitor(world, "owner")
    assert "Clinical owner, on all 2 use cases" in owner.get("delegate")
    give(owner, world, seat="clinical_owner:")
    assert Delegation.objects.get().use_case is None


def test_who_holds_no_seat_has_nothing_to_delegate(world: World) -> None:
    world.add("bedside", Discipline.NURSING)
    visitor = Visitor(world, "bedside")
    assert "nothing to delegate" in visitor.get("delegations")
    assert give(visitor, world).status_code == 422


def test_a_delegate_signs_on_the_page_and_every_paper_names_both(world: World) -> None:
    world.delegate("owner", "platform")
    proposal = world.propose(quorum=1, clinical_quorum=0)
    visitor = Visitor(world, "platform")
    assert f"You sign on behalf of {world.owner.printed_name}." in visitor.get("proposal", proposal.pk)
    signature = signed(world, "platform", proposal, "continue", reason="Read")
    both = f"I, {world.platform.printed_name}, on behalf of {world.owner.printed_name}, in the seat of Clinical owner,"
    assert signature.statement.startswith(both)
    assert f"On behalf of\n{world.owner.printed_name}" in signature.rendered
    receipt = text_of(visitor.get("receipt", signature.pk))
    assert f"On behalf of {world.owner.printed_name}" in receipt
    assert f"Delegation {signature.on_behalf_of_id}," in receipt
    page = text_of(visitor.get("proposal", proposal.pk))
    assert f"{world.platform.printed_name}, on behalf of {world.owner.printed_name}, Clinical owner" in page
    assert Decision.objects.get().outcome == "continue"


def test_who_has_a_seat_too_chooses_in_whose_name(world: World) -> None:
    delegation = world.delegate("owner", "cmio")
    proposal = world.propose()
    visitor = Visitor(world, "cmio")
    page = visitor.get("proposal", proposal.pk)
    assert f"Clinical owner, on behalf of {world.owner.printed_name}" in page
    sheet = visitor.choose(proposal, "continue", seat=f"clinical_owner:{delegation.pk}", reason="Read")
    assert sheet.status_code == 200
    assert visitor.sign(proposal, sheet.content.decode()).status_code == 302
    assert Signature.objects.get().on_behalf_of == delegation


def test_a_sheet_sent_again_in_somebody_elses_name_is_refused(world: World) -> None:
    delegation = world.delegate("owner", "cmio")
    proposal = world.propose()
    visitor = Visitor(world, "cmio")
    sheet = visitor.choose(proposal, "continue", reason="Read").content.decode()
    assert fields(sheet)["seat"] == "cmio"
    response = visitor.sign(proposal, sheet, seat=f"clinical_owner:{delegation.pk}")
    assert response.status_code == 422
    assert not Signature.objects.exists()


def test_the_page_says_who_may_sign_for_whom_the_seats_wait(world: World) -> None:
    world.delegate("owner", "platform")
    options = [{"key": "go", "label": "Go", "effect": "On.", "seats": ["clinical_owner", "nursing_lead"]}]
    proposal = world.propose(options=options, protective_choice="")
    page = text_of(Visitor(world, "cmio").get("proposal", proposal.pk))
    assert f"Waits for {world.owner.printed_name} (or {world.platform.printed_name} on their behalf)" in page
    sign(world, proposal, "nurse", "go")
    assert f"{world.nurse.printed_name}: Go" in text_of(Visitor(world, "cmio").get("proposal", proposal.pk))


def test_the_delegator_reads_who_signed_for_them(world: World) -> None:
    delegation = world.delegate("owner", "platform")
    proposal = world.propose()
    sign(world, proposal, "platform", "continue", seat="clinical_owner", on_behalf_of=delegation.pk)
    page = Visitor(world, "owner").get("proposal", proposal.pk)
    assert f"{world.platform.printed_name} has signed this packet on your behalf" in page


def test_it_is_ended_by_either_and_seen_by_nobody_else(world: World) -> None:
    delegation = world.delegate("owner", "platform")
    assert Visitor(world, "nurse").client.get(f"/decisions/delegations/{delegation.pk}/end/").status_code == 404
    visitor = Visitor(world, "platform")
    assert "signs on behalf of" in visitor.get("end-delegation", delegation.pk)
    url = reverse("decisions:end-delegation", args=[delegation.pk])
    assert visitor.client.post(url, {"reason": ""}).status_code == 422
    assert visitor.client.post(url, {"reason": "Handed back"}).status_code == 302
    assert DelegationEnd.objects.get().person == world.platform
    assert "ended already" in visitor.client.post(url, {"reason": "Again"}).content.decode()
    assert "Handed back" in visitor.get("delegations")


def test_everybodys_delegations_are_downloaded_by_who_oversees(world: World) -> None:
    world.delegate("owner", "platform")
    response = Visitor(world, "cmio").client.get(reverse("decisions:delegations"), {"all-export": "csv"})
    assert response["Content-Type"].startswith("text/csv")
    assert world.platform.printed_name in response.content.decode()
    nobody = Visitor(world, "nurse").client.get(reverse("decisions:delegations"), {"all-export": "csv"})
    assert not nobody["Content-Type"].startswith("text/csv")
