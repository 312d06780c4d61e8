"""The review page in a real browser: readable on every device, in both schemes, and within its weight."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Literal

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from attending.program.models import Person
from attending.review.presenters.printed import draw
from tests.browser.conftest import DEVICES
from tests.integration.house import House, begin_with_house
from tests.integration.review.logs import months_before, review, rows, write

pytestmark = pytest.mark.usefixtures("transactional_db")

WEIGHT = """() => performance.getEntries()
  .filter(each => each.entryType === "navigation" || each.entryType === "resource")
  .reduce((sum, each) => sum + each.decodedBodySize, 0)"""
WIDER = """regions => regions.filter(each => each.scrollWidth > each.clientWidth).map(each => ({
  focusable: each.tabIndex === 0,
  hint: getComputedStyle(each).backgroundImage.includes("gradient"),
  caption: each.querySelector("caption")?.getBoundingClientRect().width ?? 0,
}))"""
SMALL_TARGETS = """() => [...document.querySelectorAll("main button, main summary, main .button")]
  .filter(each => each.checkVisibility({ visibilityProperty: true }))
  .filter(each => Math.round(each.getBoundingClientRect().height) < 44)
  .map(each => each.outerHTML.slice(0, 90))"""


@pytest.fixture
def house(settings) -> House:
    settings.ATTENDING_DEMO = True
    return begin_with_house()


@pytest.fixture
def reviewed(house: House, tmp_path: Path) -> House:
    """A deployment with two reviews; the second passes a stop limit."""
    months = months_before(timezone.localdate(), 4)
    house.agree(stop_low=0.7, warn_low=0.75)
    review(house, tmp_path, months[:3])
    draw(review(house, tmp_path, months, sharp=False))
    return house


def address(house: House) -> str:
    return f"/reviews/deployments/{house.deployment.pk}/"


def user_of(person: Person) -> object:
    assert person.user is not None
    return person.user


@pytest.mark.parametrize(
    ("device", "schemes"), [("phone", ("light", "dark")), ("tablet", ("light",)), ("desktop", ("dark",))]
)
def test_no_violation_and_nothing_sticks_out(
    reviewed: House,
    new_page: Callable[..., Page],
    sign_in: Callable[..., None],
    axe: Callable[..., None],
    device: str,
    schemes: tuple[Literal["light", "dark"], ...],
) -> None:
    page = new_page(device)
    sign_in(page, user_of(reviewed.owner))
    page.goto(address(reviewed))
    for details in page.locator("main details").all():
        details.evaluate("each => each.open = true")
    for scheme in schemes:
        page.emulate_media(color_scheme=scheme)
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= DEVICES[device]["viewport"]["width"]
        assert page.evaluate(SMALL_TARGETS) == []


def test_the_page_weighs_less_than_300_kilobytes(reviewed: House, page: Page, sign_in: Callable[..., None]) -> None:
    sign_in(page, user_of(reviewed.owner))
    page.goto(address(reviewed), wait_until="networkidle")
    assert 50_000 < page.evaluate(WEIGHT) < 300_000


def test_shelves_are_closed_and_open_by_key_by_address_and_on_paper(
    reviewed: House, new_page: Callable[..., Page], sign_in: Callable[..., None]
) -> None:
    page = new_page("phone")
    sign_in(page, user_of(reviewed.owner))
    page.goto(address(reviewed))
    assert page.evaluate("document.documentElement.scrollHeight") < 7_500
    expect(page.locator("#calibration")).to_be_hidden()
    summary = page.locator("summary", has_text="Are its risks right?")
    expect(summary).to_contain_text("O:E")
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#calibration figure").first).to_be_visible()
    page.get_by_role("link", name="What it rests on").click()
    expect(page.locator("#basis")).to_be_visible()
    page.goto("about:blank")
    page.goto(f"{address(reviewed)}#drift")
    expect(page.locator("#drift")).to_be_in_viewport()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert page.locator("main details:not([open])").count() == 0
    expect(page.locator("#groups figure").first).to_be_visible()
    expect(summary).to_be_visible()


def test_on_a_phone_wide_tables_show_that_they_scroll_and_lists_become_cards(
    reviewed: House, new_page: Callable[..., Page], sign_in: Callable[..., None]
) -> None:
    page = new_page("phone")
    sign_in(page, user_of(reviewed.owner))
    page.goto(f"{address(reviewed)}#history")
    for details in page.locator("main details").all():
        details.evaluate("each => each.open = true")
    assert page.locator("#history .scroll").evaluate_all(WIDER) == []
    expect(page.locator("#history thead").first).to_have_css("position", "absolute")
    wide = page.locator("#numbers .scroll").evaluate_all(WIDER)
    assert wide
    assert all(each["focusable"] and each["hint"] and each["caption"] <= 390 for each in wide)


def test_from_the_list_to_what_is_asked(reviewed: House, page: Page, sign_in: Callable[..., None]) -> None:
    sign_in(page, user_of(reviewed.owner))
    page.goto("/reviews/")
    page.get_by_role("link", name="Sepsis alert").click()
    first = page.locator("main section, main figure").first
    expect(first).to_contain_text("passed its stop limit")
    page.get_by_role("link", name="Decide").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Continue, change or pause?")


def test_a_file_is_looked_at_and_recorded(
    house: House,
    new_page: Callable[..., Page],
    sign_in: Callable[..., None],
    axe: Callable[..., None],
    tmp_path: Path,
) -> None:
    content = rows(("2026-03", "2026-04"))
    content[2][1] = "1.7"
    log = write(tmp_path / "march.csv", content)
    page = new_page("phone")
    sign_in(page, user_of(house.platform))
    page.goto(address(house))
    page.get_by_role("link", name="Review a file").click()
    axe(page)
    page.get_by_label("Prediction log").set_input_files(log)
    page.get_by_label("Column of the score").fill("risk")
    page.get_by_label("Column of the outcome").fill("died")
    page.get_by_label("Column of the time").fill("at")
    page.get_by_role("button", name="Read the file").click()
    expect(page.get_by_text("Nothing is recorded yet")).to_be_visible()
    expect(page.get_by_role("cell", name="1.7")).to_be_visible()
    axe(page)
    page.get_by_role("button", name="Record this review").click()
    expect(page.get_by_text("The review is recorded")).to_be_visible()
    expect(page.get_by_text("This is the first review")).to_be_visible()
