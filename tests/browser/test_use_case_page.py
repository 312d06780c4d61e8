"""The page of a use case in a real browser: what is asked first, who answers, what clinicians said."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from attending.program.actions import capabilities, people, use_cases
from attending.program.models import SeatHolding
from attending.program.models.capabilities import CapabilityKind, CapabilityState, Relation
from attending.program.models.use_cases import Question
from tests.browser.test_program_pages import LOOKS, calm
from tests.integration.house import House, begin_with_house

ADDRESS = "/use-cases/case/sepsis-alert/"


@pytest.fixture
def house(transactional_db: None, settings) -> House:
    """With a breach, an empty seat, an answer and a capability."""
    settings.ATTENDING_DEMO = True
    house = begin_with_house()
    house.agree()
    house.measure(0.62)
    holding = SeatHolding.objects.get(person=house.platform, ended_on=None)
    people.vacate_seat(house.administrator, holding, reason="Left")
    use_cases.answer_question(house.owner, house.use_case, Question.PROBLEM, "Late antibiotics, on every ward.")
    feed = capabilities.name_capability(
        house.cmio,
        name="Daily prediction log",
        kind=CapabilityKind.DATA_FEED,
        state=CapabilityState.AVAILABLE,
        description="Every score.",
    )
    capabilities.link_capability(house.cmio, house.use_case, feed, Relation.NEEDS)
    return house


@pytest.mark.parametrize(("device", "scheme"), LOOKS)
def test_it_is_calm(
    new_page: Callable[..., Page], sign_in: Callable, axe: Callable[..., None], house: House, device: str, scheme: str
) -> None:
    page = new_page(device, scheme)
    sign_in(page, house.owner.user)
    page.goto(ADDRESS)
    calm(page, device, axe)


def test_what_is_asked_and_who_is_missing_stand_on_the_first_screen(
    page: Page, sign_in: Callable, house: House
) -> None:
    sign_in(page, house.owner.user)
    page.goto(ADDRESS)
    expect(page.get_by_role("link", name="Read and decide")).to_be_in_viewport()
    expect(page.get_by_role("heading", name="Nobody is platform owner")).to_be_in_viewport()
    boxes = [
        page.get_by_role("heading", name=name).bounding_box() for name in ("Where it stands", "Who answers for it")
    ]
    assert all(boxes)
    assert boxes[0]["x"] < boxes[1]["x"], "two columns on a wide screen"


def test_a_nurse_speaks_and_the_owner_answers(
    new_page: Callable[..., Page],
    sign_in: Callable,
    axe: Callable[..., None],
    browser_problems: list[str],
    house: House,
) -> None:
    nurse = new_page("phone")
    sign_in(nurse, house.nurse.user)
    nurse.goto(ADDRESS)
    nurse.get_by_role("link", name="Give clinical input").tap()
    nurse.get_by_role("button", name="Give this input").tap()
    expect(nurse.get_by_role("alert")).to_be_focused()
    axe(nurse)
    browser_problems[:] = [each for each in browser_problems if "422" not in each]
    nurse.get_by_label("Workflow reality").check()
    nurse.get_by_label("What should the owners know?").fill("At night nobody reads the list.")
    nurse.get_by_role("button", name="Give this input").tap()
    expect(nurse.get_by_text("Your input is on record.")).to_be_visible()

    owner = new_page()
    sign_in(owner, house.owner.user)
    owner.goto("/")
    card = owner.locator(".callout").filter(has_text="Nursing spoke about workflow reality")
    card.get_by_role("link", name="Answer").click()
    expect(owner.get_by_text("At night nobody reads the list.")).to_be_visible()
    owner.get_by_label("Answer").fill("The alert now pages the charge nurse.")
    owner.get_by_label("Changed", exact=True).check()
    owner.get_by_role("button", name="Answer").click()
    expect(owner.get_by_text("The alert now pages the charge nurse.")).to_be_visible()

    nurse.reload()
    expect(nurse.locator("#input").get_by_text("Changed", exact=True)).to_be_visible()


def test_the_strategic_questions_unfold(page: Page, sign_in: Callable, house: House) -> None:
    sign_in(page, house.nurse.user)
    page.goto(ADDRESS)
    answer = page.get_by_text("Late antibiotics, on every ward.")
    expect(answer).to_be_hidden()
    page.get_by_text("Which enterprise problem does it solve?", exact=True).click()
    expect(answer).to_be_visible()
