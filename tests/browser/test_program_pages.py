"""The portfolio, lists, forms, people and my rounds in a real browser: readable, reachable, calm."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from attending.program.actions import clinical_input, use_cases
from attending.program.models.clinical_input import About
from tests.browser.conftest import DEVICES
from tests.browser.test_components import SMALL_TARGETS
from tests.integration.governance.agreed import longer_ago
from tests.integration.house import House, begin_with_house

LOOKS = [("phone", "light"), ("desktop", "dark")]
FOR_EVERYBODY = (
    "/",
    "/use-cases/",
    "/use-cases/portfolio/",
    "/use-cases/library/",
    "/use-cases/propose/",
    "/use-cases/case/sepsis-alert/input/",
    "/use-cases/case/sepsis-alert/value/",
    "/governance/oversight/",
    "/governance/gates/",
)
FOR_ADMINISTRATORS = ("/program/people/", "/program/people/add/", "/program/places/", "/program/places/sites/add/")


@pytest.fixture
def house(transactional_db: None, settings) -> House:
    """With a priority, a breach, and input that waits."""
    settings.ATTENDING_DEMO = True
    house = begin_with_house()
    use_cases.set_priority(house.cmio, title="Recognise sepsis early", statement="Within the hour.")
    clinical_input.give_input(house.nurse, house.use_case, About.WORKFLOW, "Nobody reads it at night.")
    house.agree()
    house.measure(0.62)
    return house


def calm(page: Page, device: str, axe: Callable[..., None]) -> None:
    """No violation, nothing sticks out, and every control is large enough for a thumb."""
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= DEVICES[device]["viewport"]["width"], page.url
    if device == "phone":
        assert page.evaluate(SMALL_TARGETS) == [], page.url


@pytest.mark.parametrize(("device", "scheme"), LOOKS)
def test_pages_are_calm(
    new_page: Callable[..., Page], sign_in: Callable, axe: Callable[..., None], house: House, device: str, scheme: str
) -> None:
    for person, addresses in ((house.owner, FOR_EVERYBODY), (house.administrator, FOR_ADMINISTRATORS)):
        page = new_page(device, scheme)
        sign_in(page, person.user)
        for address in addresses:
            page.goto(address)
            calm(page, device, axe)


def test_my_rounds_on_a_phone_leads_to_the_decision_with_one_button(
    new_page: Callable[..., Page], sign_in: Callable, house: House
) -> None:
    page = new_page("phone")
    sign_in(page, house.owner.user)
    page.goto("/")
    card = page.locator(".callout").first
    expect(card).to_contain_text("Continue, change or pause?")
    expect(card).to_contain_text("By when:")
    expect(card).to_contain_text("If you do nothing:")
    expect(card.locator(".button")).to_have_count(1)
    button = card.locator(".button").bounding_box()
    navigation = page.get_by_role("navigation", name="Main").bounding_box()
    assert button is not None
    assert navigation is not None
    assert button["y"] + button["height"] <= navigation["y"], "the button is seen without scrolling"
    card.locator(".button").tap()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_what_is_overdue_is_marked_in_words(
    new_page: Callable[..., Page], sign_in: Callable, axe: Callable[..., None], house: House
) -> None:
    longer_ago(timedelta(days=1))
    page = new_page("phone", "dark")
    sign_in(page, house.nurse.user)
    page.goto("/governance/oversight/")
    expect(page.get_by_text("Overdue since")).to_be_visible()
    axe(page)


def test_the_portfolio_leads_from_a_mistake_to_where_it_is_mended(
    new_page: Callable[..., Page], sign_in: Callable, house: House
) -> None:
    page = new_page()
    sign_in(page, house.owner.user)
    page.goto("/use-cases/portfolio/")
    mistake = page.locator("section").filter(
        has=page.get_by_role("heading", name="Local optimisation without enterprise leverage", level=3)
    )
    mistake.get_by_role("link", name="Sepsis alert").last.click()
    expect(page.get_by_role("heading", name="Capabilities")).to_be_in_viewport()


def test_the_menu_under_the_name_changes_seats_in_a_demonstration(
    new_page: Callable[..., Page], sign_in: Callable, axe: Callable[..., None], house: House
) -> None:
    page = new_page("phone")
    sign_in(page, house.nurse.user)
    page.goto("/")
    page.locator(".who summary").tap()
    axe(page)
    page.get_by_role("link", name="Change seat").tap()
    expect(page.get_by_role("heading", name="Whose work do you want to see?")).to_be_visible()
