"""An owner on leave lets somebody sign, who finds it on their rounds and signs on the owner's behalf."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from attending.decisions.models import Delegation, Signature
from tests.integration.decisions.world import World, build

pytestmark = pytest.mark.usefixtures("transactional_db")
OPTIONS: list[dict[str, Any]] = [
    {
        "key": "approve",
        "label": "Approve",
        "effect": "The alert goes live on 4 West.",
        "seats": ["clinical_owner", "nursing_lead"],
    },
    {"key": "decline", "label": "Decline", "effect": "It does not go live."},
]


@pytest.fixture
def world(settings: Any) -> World:
    settings.ATTENDING_DEMO = True
    return build()


def test_from_a_delegation_to_a_signature_on_somebodys_behalf(
    world: World, new_page: Callable[..., Page], sign_in: Callable[..., None], axe: Callable[..., None]
) -> None:
    proposal = world.propose(options=OPTIONS, protective_choice="", question="May the sepsis alert go live?")
    page = new_page("desktop")
    sign_in(page, world.owner.user)
    page.goto("/decisions/delegations/")
    page.get_by_role("link", name="Let somebody sign for you").click()
    page.get_by_label("Who signs for you").select_option(label=world.platform.printed_name)
    page.get_by_label("Last day").fill(page.get_by_label("First day").input_value())
    page.get_by_label("Why").fill("On leave")
    axe(page)
    page.get_by_role("button", name="Delegate").click()
    expect(page.get_by_text("Stands now")).to_be_visible()
    axe(page)

    phone = new_page("phone", "dark")
    sign_in(phone, world.platform.user)
    phone.goto("/")
    expect(phone.get_by_text(f"You sign on behalf of {world.owner.printed_name}").first).to_be_visible()
    phone.goto(f"/decisions/{proposal.pk}/")
    expect(phone.get_by_text("Each of these seats signs")).to_be_visible()
    axe(phone)
    phone.locator("summary", has_text="Approve").first.tap()
    phone.get_by_role("button", name="Continue to sign: Approve").tap()
    expect(phone.get_by_text(f"on behalf of {world.owner.printed_name}, in the seat").first).to_be_visible()
    axe(phone)
    phone.get_by_role("button", name="Sign").first.tap()
    expect(phone.get_by_role("heading", name="Signed")).to_be_visible()
    assert Signature.objects.get(proposal=proposal).on_behalf_of == Delegation.objects.get()
