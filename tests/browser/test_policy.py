"""The policy and a risk tier in a real browser: what follows shows at once, and so does what is wrong."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from attending.governance.models import TierAssessment
from tests.browser.test_program_pages import LOOKS, calm
from tests.integration.governance.policy_world import LATER, PolicyWorld, build_world
from tests.integration.house import begin_with_house


@pytest.fixture
def world(transactional_db: None, settings) -> PolicyWorld:
    settings.ATTENDING_DEMO = True
    return build_world(begin_with_house())


@pytest.mark.parametrize(("device", "scheme"), LOOKS)
def test_the_pages_are_calm(
    new_page: Callable[..., Page],
    sign_in: Callable,
    axe: Callable[..., None],
    world: PolicyWorld,
    device: str,
    scheme: str,
) -> None:
    world.adopted()
    world.drafted(
        LATER.replace("harbour-1", "harbour-2").replace("expires_after_days = 90", "expires_after_days = 300")
    )
    page = new_page(device, scheme)
    sign_in(page, world.house.cmio.user)
    for address in (
        "policy/",
        "policy/versions/1/",
        "policy/draft/",
        "policy/draft/offer/",
        "use-cases/sepsis-alert/tier/",
    ):
        page.goto(f"/governance/{address}")
        calm(page, device, axe)


def test_the_tier_shows_while_the_questions_are_answered(
    page: Page, sign_in: Callable, axe: Callable[..., None], world: PolicyWorld
) -> None:
    sign_in(page, world.house.owner.user)
    page.goto("/governance/use-cases/sepsis-alert/tier/")
    answer = page.get_by_role("status")
    expect(answer).to_contain_text("7 of 7 questions still open")
    for still_open, text in zip(
        (6, 5, 4, 3, 2, 1),
        (
            "It steers what is done next",
            "Critical: life or a vital function is at stake",
            "A person decides every time, and then acts",
            "Patients of several units or sites",
            "With effort, or some harm stays",
            "It stays in the organisation's own systems",
        ),
        strict=True,
    ):
        page.get_by_label(text).check()
        expect(answer).to_contain_text(f"{still_open} of 7 questions still open")
    page.get_by_role("group", name="Does it write").get_by_label("No", exact=True).check()
    expect(answer).to_contain_text("It steers or gives care where life is at stake.")
    expect(answer).to_contain_text("Full review: 4 people, 2 of them clinicians")
    axe(page)
    page.get_by_role("button", name="Keep this tier").click()
    expect(page.get_by_text("The risk tier is kept.")).to_be_visible()
    assert TierAssessment.objects.get().tier == "high"


def test_what_is_wrong_shows_while_the_policy_is_written(page: Page, sign_in: Callable, world: PolicyWorld) -> None:
    sign_in(page, world.house.cmio.user)
    page.goto("/governance/policy/")
    page.get_by_role("button", name="Write a new version").click()
    said = page.get_by_role("region", name="What is said of this text")
    expect(said).to_contain_text("It says the same as policy 2026.2")
    text = page.get_by_label("The policy as text")
    text.fill(LATER.replace("quorum = 3", "quorum = 0"))
    expect(said).to_contain_text("expected a whole number from 1 to 30")
    text.fill(LATER)
    expect(said).to_contain_text("Reviewed every: 90 days, before 100 days.")
    page.get_by_role("button", name="Save the draft").click()
    page.get_by_role("link", name="Offer it").click()
    page.get_by_label("What changes, and why").fill("Tier 3 is reviewed more often.")
    page.get_by_role("button", name="Offer it and go on to the packet").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Adopt policy harbour-1 in place of 2026.2?")
