"""Readiness in a real browser: a site is asked, two people see it differently, and the gap becomes a capability."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from attending.program.models import Person
from tests.browser.conftest import DEVICES
from tests.integration.house import House, begin_with_house
from tests.integration.strategy.readiness_world import two_items

pytestmark = pytest.mark.usefixtures("transactional_db")


@pytest.fixture
def house(settings) -> House:
    settings.ATTENDING_DEMO = True
    return begin_with_house()


def user_of(person: Person) -> object:
    assert person.user is not None
    return person.user


def kept(page: Page, name: str) -> None:
    """Choose a grade, and wait until it is kept without a button."""
    with page.expect_response(lambda response: response.request.method == "POST"):
        page.get_by_role("radio", name=name).check()
    expect(page.locator("#kept")).to_contain_text("Kept at")


def test_two_seats_see_a_site_differently(
    house: House,
    new_page: Callable[..., Page],
    sign_in: Callable[..., None],
    axe: Callable[..., None],
    browser_problems: list[str],
) -> None:
    two_items(house)
    leader = new_page()
    sign_in(leader, user_of(house.cmio))
    leader.goto("/use-cases/case/sepsis-alert/")
    leader.get_by_role("link", name="Ask a site").click()
    axe(leader)
    leader.get_by_label("Site", exact=True).select_option("Main")
    for seat in ("executive sponsor", "clinical owner", "operational owner", "safety officer"):
        leader.get_by_label(seat).uncheck()
    leader.get_by_role("button", name="Ask them").click()
    leader.get_by_role("link", name="See").first.click()
    expect(leader.get_by_text("Each on their own")).to_be_visible()

    nurse = new_page("phone")
    sign_in(nurse, user_of(house.nurse))
    nurse.goto("/")
    nurse.get_by_role("link", name="Grade").first.click()
    nurse.get_by_role("link", name="Begin").click()
    kept(nurse, "1: Acts 1.")
    nurse.get_by_label("Note on: Somebody acts.").fill("Not at night.")
    axe(nurse)
    assert nurse.evaluate("document.documentElement.scrollWidth") <= DEVICES["phone"]["viewport"]["width"]
    nurse.get_by_role("button", name="Save and go on").click()
    expect(nurse.get_by_role("heading", name="Adoption")).to_be_visible()
    nurse.goto(nurse.url.replace("adoption", "wanted"))
    kept(nurse, "5: people here ask for it")
    nurse.get_by_role("button", name="Save and go on").click()
    nurse.get_by_role("link", name="Hand in").click()
    expect(nurse.get_by_role("link", name="Everybody is trained.")).to_be_visible()
    nurse.get_by_role("button", name="Hand in").click()
    expect(nurse.get_by_role("alert")).to_contain_text("1 of 2 items are blank")
    browser_problems.clear()  # the refusal of what is half blank comes with a status of 422
    nurse.get_by_label("I cannot say what I left blank").check()
    axe(nurse)
    nurse.get_by_role("button", name="Hand in").click()
    expect(nurse.get_by_text("Handed in. Thank you.")).to_be_visible()

    platform = new_page("tablet", "dark")
    sign_in(platform, user_of(house.platform))
    platform.goto("/")
    platform.get_by_role("link", name="Grade").first.click()
    platform.get_by_role("link", name="Begin").click()
    expect(platform.get_by_role("radio", checked=True)).to_have_count(0)
    kept(platform, "4: Acts 4.")
    platform.get_by_role("button", name="Save and go on").click()
    kept(platform, "3: Trained 3.")
    platform.get_by_role("link", name="All your answers").click()
    platform.get_by_role("link", name="Hand in").click()
    platform.get_by_role("button", name="Hand in").click()
    expect(platform.get_by_text("says 4.").first).to_be_visible()

    leader.goto("/")
    leader.get_by_role("link", name="See and close").click()
    leader.get_by_role("link", name="Close").click()
    leader.get_by_role("button", name="Close").click()
    told = "The nursing lead (nursing) says 1, the platform owner (information technology) says 4."
    expect(leader.get_by_text(told).first).to_be_visible()
    leader.get_by_role("link", name="Turn the gap into a capability").click()
    leader.get_by_label("Or a new one: its name").fill("Night cover")
    leader.get_by_label("What it is").fill("A nurse who answers every alert at night.")
    leader.get_by_role("button", name="It needs this").click()
    axe(leader)
    leader.get_by_role("link", name="Readiness", exact=True).first.click()
    expect(leader.get_by_text("0 of 1 sites are ready.")).to_be_visible()
    nurse.goto("/use-cases/readiness/")
    axe(nurse)
    leader.goto("/use-cases/case/sepsis-alert/#capabilities")
    expect(leader.get_by_text("Main: Somebody acts.")).to_be_visible()
