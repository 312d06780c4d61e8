"""From an overdue review to a signed one: the owner holds it, a nurse speaks by phone, another person signs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from attending.accounts.models import User
from attending.ledger.queries import verify
from attending.program.models import Deployment, Person
from attending.review.models import ReviewCycle
from tests.integration.house import House, begin_with_house
from tests.integration.review.logs import months_before, review

pytestmark = pytest.mark.usefixtures("transactional_db")

DUE = "The post-launch review is to be signed"


@pytest.fixture
def house(settings, tmp_path: Path) -> House:
    """A live deployment, measured, whose signed review is overdue by ten days."""
    settings.ATTENDING_DEMO = True
    found = begin_with_house()
    review(found, tmp_path, months_before(timezone.localdate(), 3))
    long_ago = timezone.now() - timedelta(days=110)
    Deployment.objects.filter(pk=found.deployment.pk).update(state_since=long_ago)
    return found


def user_of(person: Person) -> User:
    assert person.user is not None
    return person.user


def test_from_overdue_to_signed(
    house: House,
    new_page: Callable[..., Page],
    sign_in: Callable[..., None],
    axe: Callable[..., None],
) -> None:
    owner = new_page("tablet")
    sign_in(owner, user_of(house.owner))
    owner.goto("/")
    expect(owner.get_by_text(DUE).first).to_be_visible()
    owner.get_by_role("link", name="Hold the review").first.click()
    axe(owner)
    owner.get_by_role("button", name="Open the review").click()
    expect(owner.get_by_text("What the numbers speak for")).to_be_visible()
    expect(owner.get_by_text("Overdue")).to_be_visible()
    axe(owner)
    held = owner.url

    nurse = new_page("phone", "dark")
    sign_in(nurse, user_of(house.nurse))
    nurse.goto(held)
    nurse.get_by_label("What do you want to say?").fill("Alerts come after the handover.")
    nurse.get_by_role("button", name="Say it").click()
    expect(nurse.get_by_text("Alerts come after the handover.")).to_be_visible()
    axe(nurse)

    owner.goto(held)
    owner.get_by_role("link", name="Ask for the outcome").click()
    owner.get_by_label("Continue", exact=True).check()
    owner.get_by_label("Why").fill("It works as agreed; the alert moves before the handover.")
    axe(owner)
    owner.get_by_role("button", name="Seal the page and ask").click()
    expect(owner.get_by_text("may it go on?").first).to_be_visible()

    cmio = new_page("desktop")
    sign_in(cmio, user_of(house.cmio))
    cmio.goto("/")
    expect(cmio.get_by_text("may it go on?").first).to_be_visible()
    cmio.goto(owner.url)
    expect(cmio.get_by_text("Alerts come after the handover.").first).to_be_attached()
    cmio.locator("summary", has_text="Continue").first.click()
    cmio.get_by_text("It works as agreed, for every group that can be judged").first.click()
    cmio.get_by_role("button", name="Continue to sign: Continue").click()
    axe(cmio)
    cmio.get_by_role("button", name="Sign").first.click()
    expect(cmio.get_by_role("heading", name="Signed")).to_be_visible()
    assert ReviewCycle.objects.get().state == "decided"
    assert verify().ok

    owner.goto(held)
    expect(owner.get_by_text("Decided").first).to_be_visible()
    owner.get_by_role("link", name="Keep a lesson").click()
    owner.get_by_label("What was learned").fill("Alerts must come before the handover.")
    owner.get_by_label("What changes").fill("Scores are made at 6 and 18 o'clock.")
    owner.get_by_role("button", name="Keep this lesson").click()
    expect(owner.get_by_text("Scores are made at 6 and 18 o'clock.")).to_be_visible()
    axe(owner)
    owner.goto("/")
    expect(owner.get_by_text(DUE)).to_have_count(0)
