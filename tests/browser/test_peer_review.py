"""Sampled peer review in a real browser: two blinded reviewers, from opening the round to its closed results."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from attending.program.models import Person
from tests.browser.conftest import DEVICES
from tests.integration.house import House, begin_with_house
from tests.integration.review.drafts import frame, last_months

pytestmark = pytest.mark.usefixtures("transactional_db")

QUESTIONS = 4


@pytest.fixture
def house(settings) -> House:
    settings.ATTENDING_DEMO = True
    return begin_with_house()


def user_of(person: Person) -> object:
    assert person.user is not None
    return person.user


def answer(page: Page, *, wrong_dose: bool = False) -> None:
    """Every question with its first answer, which passes."""
    for group in page.locator("main fieldset").all()[:QUESTIONS]:
        group.get_by_role("radio").first.check()
    if wrong_dose:
        page.get_by_role("radio", name="Wrong patient, side, drug or dose").check()


def save(page: Page) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name="Save and next").click()


def nothing_sticks_out(page: Page, device: str) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= DEVICES[device]["viewport"]["width"]


def test_two_blinded_reviewers(
    house: House,
    new_page: Callable[..., Page],
    sign_in: Callable[..., None],
    axe: Callable[..., None],
    tmp_path: Path,
) -> None:
    listed = tmp_path / "notes.csv"
    lines = [f"{row.reference},{row.unit},{row.user}" for row in frame(12).rows]
    listed.write_text("\n".join(["reference,unit,user", *lines]))

    leader = new_page()
    sign_in(leader, user_of(house.owner))
    leader.goto(f"/reviews/peer/deployments/{house.deployment.pk}/")
    axe(leader)
    leader.get_by_role("link", name="Agree a rubric").click()
    axe(leader)
    leader.get_by_role("button", name="Agree this rubric").click()
    leader.get_by_role("link", name="Plan a round").click()
    axe(leader)
    first, last = last_months()
    leader.get_by_label("Name of the round").fill("Spring round")
    leader.get_by_label("First month").fill(f"{first:%Y-%m}")
    leader.get_by_label("Last month").fill(f"{last:%Y-%m}")
    leader.get_by_label("All documents of these months").set_input_files(listed)
    leader.get_by_label("Tolerable failure rate, %").fill("60")
    leader.get_by_label("Nia Nurse").check()
    leader.get_by_label("Sue Safety").check()
    leader.get_by_label("To be read by").fill((timezone.localdate() + timedelta(days=9)).isoformat())
    leader.get_by_role("button", name="Show the plan").click()
    expect(leader.get_by_text("is ruled out with")).to_be_visible()
    axe(leader)
    leader.get_by_role("button", name="Draw the sample and open the round").click()
    expect(leader.get_by_role("heading", name="How far the reviewers are")).to_be_visible()
    axe(leader)

    nurse = new_page("phone")
    sign_in(nurse, user_of(house.nurse))
    nurse.goto("/")
    nurse.get_by_role("link", name="Read").first.click()
    axe(nurse)
    nothing_sticks_out(nurse, "phone")
    nurse.get_by_role("link", name="Go on with document 1").click()
    with nurse.expect_response(lambda response: "/work/1/" in response.url and response.request.method == "POST"):
        nurse.get_by_role("radio", name="A detail is wrong").check()
    expect(nurse.locator("#kept")).to_contain_text("1 of 4 answered")
    axe(nurse)
    nothing_sticks_out(nurse, "phone")
    nurse.reload()
    expect(nurse.get_by_role("radio", name="A detail is wrong")).to_be_checked()
    documents = int(nurse.get_by_role("heading", level=1).inner_text().split()[-1])
    for number in range(1, documents + 1):
        answer(nurse, wrong_dose=number == 1)
        save(nurse)
    nurse.get_by_role("link", name=f"Hand in {documents} complete").click()
    axe(nurse)
    nurse.get_by_role("button", name="Hand in").click()
    expect(nurse.get_by_text("Handed in. Thank you.")).to_be_visible()

    safety = new_page("tablet")
    sign_in(safety, user_of(house.safety))
    safety.goto("/")
    safety.get_by_role("link", name="Read").first.click()
    expect(safety.locator("main")).not_to_contain_text("Nia Nurse")
    safety.get_by_role("link", name="Go on with document 1").click()
    expect(safety.get_by_role("radio", checked=True)).to_have_count(0)
    for _ in range(documents):
        answer(safety)
        save(safety)
    safety.get_by_role("link", name=f"Hand in {documents} complete").click()
    safety.get_by_role("button", name="Hand in").click()

    leader.goto("/")
    leader.get_by_role("link", name="See the round").first.click()
    leader.get_by_role("link", name="Close the round").click()
    leader.get_by_role("button", name="Close the round").click()
    expect(leader.get_by_text("The references of the documents are erased.").first).to_be_visible()
    expect(leader.get_by_role("heading", name="Cannot be told")).to_be_visible()
    expect(leader.get_by_text("Do the readers agree?")).to_be_visible()
    axe(leader)
    nurse.goto(leader.url)
    axe(nurse)
    nothing_sticks_out(nurse, "phone")
    leader.get_by_role("navigation", name="Breadcrumb").get_by_role("link", name="Peer review").click()
    expect(leader.get_by_role("img")).to_have_count(1)
    axe(leader)
