"""A site's walkthrough changes the map: asked on rounds, walked on a phone, replied to with the changed version."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from attending.ledger.queries import verify
from attending.maps.reading import read
from attending.workflow.models import CareMap, MapVersion, StepReply
from tests.integration.house import begin_with_house
from tests.integration.workflow.world import Ward, build_ward

REFUSED = "Failed to load resource: the server responded with a status of 422 (Unprocessable Entity)"

pytestmark = pytest.mark.usefixtures("transactional_db")


@pytest.fixture
def ward(settings) -> Ward:
    settings.ATTENDING_DEMO = True
    return build_ward(begin_with_house())


def walk_on_the_phone(page: Page, axe: Callable[..., None]) -> None:
    page.goto("/")
    page.get_by_role("link", name="Walk through it").tap()
    expect(page.get_by_role("heading", name="Look at the patient")).to_be_visible()
    page.get_by_text("It goes differently here").tap()
    page.get_by_role("button", name="Save and go on").tap()
    expect(page.get_by_role("alert").or_(page.locator(".error-summary"))).to_contain_text("Say what is different here")
    axe(page)
    page.get_by_label("What is different here").fill("The porter calls, the nurse is at the next bed.")
    page.get_by_role("button", name="Save and go on").tap()
    expect(page.get_by_role("heading", name="Treat the patient")).to_be_visible()
    page.get_by_text("That is how it goes here").tap()
    page.get_by_role("button", name="Save and go on").tap()
    expect(page.get_by_role("heading", name="Every step has an answer")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_role("button", name="Hand it in").tap()
    expect(page.get_by_role("heading", name="Handed in")).to_be_visible()
    axe(page)


def change_and_reply(page: Page, ward: Ward, care_map: CareMap, axe: Callable[..., None]) -> None:
    page.goto("/")
    page.get_by_role("link", name="Reply").click()
    expect(page.get_by_text("The porter calls")).to_have_count(2)
    axe(page)
    page.goto(f"/workflow/maps/{care_map.pk}/edit/")
    page.locator("[data-drawing] [data-step=look]").click()
    form = page.locator("[data-form=step]")
    form.get_by_label("What happens").fill("Nurse or porter sees the patient")
    form.get_by_label("What happens").blur()
    expect(page.locator("[data-said]")).to_contain_text("is changed.")
    page.get_by_role("button", name="Save").first.click()
    page.get_by_role("link", name="Back to the map").click()
    page.get_by_role("link", name="Keep a version to walk through").click()
    page.get_by_label("What it is for, or what changed").fill("As the night nurse said")
    page.get_by_role("button", name="Keep it").click()
    page.goto(f"/workflow/{ward.house.use_case.key}/walkthrough/#owed")
    page.get_by_role("link", name="Reply").first.click()
    axe(page)
    page.get_by_label("Changed", exact=True).check()
    page.get_by_label("Version that holds the change").select_option(index=1)
    page.get_by_label("Reply", exact=True).fill("You are right, both may.")
    page.get_by_role("button", name="Reply").click()
    expect(page.get_by_text("Nothing waits for a reply.")).to_be_visible()


def test_a_sites_walkthrough_changes_the_map(
    ward: Ward,
    new_page: Callable[..., Page],
    sign_in: Callable[..., None],
    axe: Callable[..., None],
    browser_problems: list[str],
) -> None:
    care_map = ward.drawn()
    ward.asked(ward.kept(care_map), shift="night")
    phone = new_page("phone")
    sign_in(phone, ward.bedside.user)
    walk_on_the_phone(phone, axe)
    browser_problems.remove(REFUSED)

    desktop = new_page("desktop")
    sign_in(desktop, ward.house.nurse.user)
    change_and_reply(desktop, ward, care_map, axe)

    phone.goto(f"/workflow/{ward.house.use_case.key}/walkthrough/changed/")
    expect(phone.get_by_text("You are right, both may.")).to_be_visible()
    axe(phone)
    phone.get_by_role("link", name="version 2").tap()
    expect(phone.get_by_role("heading", name="As it is to be, every site: version 2")).to_be_visible()
    axe(phone)
    changed = MapVersion.objects.get(number=2)
    assert StepReply.objects.get().changed_in == changed
    assert read(changed.text).step_of["look"].name == "Nurse or porter sees the patient"
    assert verify().ok
