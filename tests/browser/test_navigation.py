"""The way around, by thumb and by mouse: nothing clipped, the rest one press away, and the way back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_components import SMALL_TARGETS
from tests.integration.house import House, begin_with_house

CUT = """() => [...document.querySelectorAll("nav a, nav summary")].filter(each => {
  const box = each.getBoundingClientRect();
  return each.checkVisibility() && (box.left < 0 || box.right > innerWidth || each.scrollWidth > each.clientWidth + 1);
}).map(each => each.textContent.trim())"""


@pytest.fixture
def house(transactional_db: None, settings) -> House:
    settings.ATTENDING_DEMO = True
    return begin_with_house()


@pytest.fixture
def visit(house: House, new_page: Callable[..., Page], sign_in: Callable[..., None]) -> Callable[..., Page]:
    def open_at(width: int, height: int, **options: object) -> Page:
        page = new_page(**options)
        page.set_viewport_size({"width": width, "height": height})
        sign_in(page, house.cmio.user)
        page.goto("/governance/policy/")
        return page

    return open_at


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_thumb_reaches_every_place(visit: Callable[..., Page], axe: Callable[..., None], scheme: str) -> None:
    page = visit(390, 844, device="phone", scheme=scheme)
    bar = page.get_by_role("navigation", name="Main")
    assert bar.get_by_role("link").all_inner_texts() == ["My rounds", "Use cases", "Committee", "Safety"]
    assert page.evaluate(CUT) == []
    more = bar.locator("summary")
    more.tap()
    expect(bar.get_by_role("link", name="Strategy")).to_be_visible()
    expect(bar.get_by_role("link", name="Policy")).to_have_attribute("aria-current", "page")
    axe(page)
    assert page.evaluate(CUT) == []
    assert page.evaluate(SMALL_TARGETS) == []
    page.keyboard.press("Escape")
    expect(bar.get_by_role("link", name="Strategy")).to_be_hidden()
    expect(more).to_be_focused()
    more.press("Enter")
    bar.get_by_role("link", name="Inventory").tap()
    expect(page.get_by_role("navigation", name="Inventory")).to_be_visible()


def test_no_place_is_cut_at_any_width(visit: Callable[..., Page]) -> None:
    page = visit(1440, 900)
    bar = page.get_by_role("navigation", name="Main")
    bar.get_by_role("link", name="Committee").click()
    section = page.get_by_role("navigation", name="Committee").get_by_role("link")
    assert section.all_inner_texts() == ["Decisions", "Meetings", "Gates", "Approvals", "Reviewers", "Measured"]
    for width, height in ((1440, 900), (1000, 800), (820, 1180), (660, 900), (844, 390), (320, 568)):
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate(CUT) == [], width
        expect(bar.get_by_text("More")).to_be_visible(visible=width == 320)
