"""From the hazards of the map to a log that is rated, controlled, accepted and seen as a bow-tie, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from attending.ledger.queries import verify
from attending.program.models import Person
from attending.workflow.models import HazardLogVersion, LogState
from tests.integration.house import begin_with_house
from tests.integration.workflow.hazard_world import HazardWorld, build_world

pytestmark = pytest.mark.usefixtures("transactional_db")


@pytest.fixture
def world(settings) -> HazardWorld:
    settings.ATTENDING_DEMO = True
    return build_world(begin_with_house())


def user_of(person: Person) -> object:
    assert person.user is not None
    return person.user


def sign(page: Page, person: Person, sign_in: Callable[..., None]) -> None:
    """From My rounds to a signature."""
    sign_in(page, user_of(person))
    page.goto("/")
    page.get_by_role("link", name="Decide").first.click()
    page.locator("summary", has_text="Accept the risks that are left").first.click()
    page.get_by_text("What is left is outweighed by the benefit to patients").first.click()
    page.get_by_role("button", name="Continue to sign: Accept the risks that are left").click()
    page.get_by_role("button", name="Sign").first.click()
    expect(page.get_by_role("heading", name="Signed")).to_be_visible()


def rate(page: Page, phase: str, severity: str, likelihood: str, why: str) -> None:
    """Rate by the method that is offered first."""
    page.get_by_role("link", name=re.compile(f"Rate it.*{phase}")).click()
    page.get_by_text(severity).click()
    page.get_by_text(likelihood).click()
    page.get_by_label("Why").fill(why)
    page.get_by_role("button", name="Rate it").click()
    expect(page.get_by_text("The rating is kept with its reason.")).to_be_visible()


def test_from_the_hazards_of_the_map_to_an_accepted_log(
    world: HazardWorld, new_page: Callable[..., Page], sign_in: Callable[..., None], axe: Callable[..., None]
) -> None:
    house = world.house
    page = new_page("tablet")
    sign_in(page, user_of(house.operations))
    page.goto(f"/workflow/{house.use_case.key}/")
    page.get_by_role("navigation", name="Workflow of Sepsis alert").get_by_role("link", name="Hazards").click()
    page.get_by_role("button", name="Take over from the map").click()
    expect(page.get_by_text("2 taken over from the map.")).to_be_visible()
    expect(page.get_by_text("Look at the patient (Ward nurse) is counted on against 2 hazards")).to_be_visible()
    axe(page)

    for name in ("1. A patient with sepsis is not flagged", "2. The alert is answered late"):
        page.get_by_role("table").get_by_role("link", name=name).click()
        page.get_by_role("link", name="Name an owner").click()
        page.get_by_label("Owner").select_option(label="Nia Nurse")
        page.get_by_role("button", name="Name them").click()
        rate(page, "Before further controls", "Considerable: One patient", "Medium: Possible", "Twice in May.")
        rate(page, "After controls", "Considerable: One patient", "Low: Could happen", "With the control.")
        page.get_by_role("link", name="Hazards").first.click()

    page.get_by_role("table").get_by_role("link", name="1. A patient").click()
    page.get_by_role("link", name="Add a control").click()
    page.get_by_label("The control").fill("A second nurse looks")
    page.get_by_label("There by").fill((timezone.localdate() + timedelta(days=20)).isoformat())
    axe(page)
    page.get_by_role("button", name="Add it").click()
    page.get_by_role("link", name="Report it done").click()
    page.get_by_label("What proves it").fill("Roster of this month")
    page.get_by_role("button", name="Report it").click()
    expect(page.get_by_text("Done, to be confirmed by somebody else")).to_be_visible()
    axe(page)

    sign_in(page, user_of(house.safety))
    page.goto("/")
    page.get_by_role("link", name="See the proof").click()
    page.get_by_role("button", name="I have seen the proof, and it holds").click()
    expect(page.get_by_text("Done and confirmed", exact=True)).to_be_visible()
    page.get_by_role("link", name="See the bow-tie of this step").click()
    expect(page.get_by_role("region", name="Drawing:").locator("svg")).to_be_visible()
    expect(page.get_by_role("table").get_by_text("A second nurse looks").first).to_be_visible()
    axe(page)

    page.get_by_role("link", name="Hazards").first.click()
    page.get_by_role("link", name="Put it to be accepted").click()
    page.get_by_label("Why these risks can be accepted now").fill("The controls hold.")
    page.get_by_role("button", name="Seal it and ask").click()
    axe(page)
    sign(page, house.owner, sign_in)
    sign(page, house.sponsor, sign_in)
    assert HazardLogVersion.objects.get().state == LogState.ACCEPTED
    page.goto(f"/workflow/{house.use_case.key}/hazards/")
    expect(page.get_by_text("and nothing changed since")).to_be_visible()
    with page.expect_download() as paper:
        page.get_by_role("link", name="PDF").click()
    assert paper.value.suggested_filename == f"hazard-log-{house.use_case.key}-worked-on.pdf"
    assert verify().ok
