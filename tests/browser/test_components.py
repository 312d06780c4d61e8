"""The component gallery in a real browser: readable, reachable and calm on every device in both schemes."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DEVICES

pytestmark = [pytest.mark.urls("tests.unit.ui.gallery_urls"), pytest.mark.usefixtures("transactional_db")]

SMALL_TARGETS = """() => {
  const controls = "button, summary, select, input:not([type=hidden]), nav a, .button";
  const target = each => each.matches("[type=checkbox], [type=radio]") ? each.closest("label") : each;
  return [...document.querySelectorAll(controls)]
    .filter(each => each.checkVisibility({ visibilityProperty: true }))
    .map(each => [each.outerHTML.slice(0, 90), target(each).getBoundingClientRect()])
    .filter(([, box]) => box.width > 0 && Math.round(box.height) < 44)
    .map(([html]) => html);
}"""


@pytest.mark.parametrize(
    ("device", "scheme"), [("phone", "light"), ("phone", "dark"), ("tablet", "light"), ("desktop", "dark")]
)
def test_no_violation_and_nothing_sticks_out(new_page: Callable[..., Page], axe: Callable[..., None], device, scheme):
    page = new_page(device, scheme)
    page.goto("/gallery/")
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= DEVICES[device]["viewport"]["width"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_high_contrast_has_no_violation(new_page: Callable[..., Page], axe: Callable[..., None], scheme):
    page = new_page("desktop", scheme, forced_colors="active")
    page.goto("/gallery/")
    axe(page)


def test_targets_are_large_enough_for_a_thumb(new_page: Callable[..., Page]):
    page = new_page("phone")
    page.goto("/gallery/")
    assert page.evaluate(SMALL_TARGETS) == []


def test_the_first_tab_stop_skips_to_the_content(page: Page):
    page.goto("/gallery/?blank=yes")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_focus_is_seen(page: Page):
    page.goto("/gallery/")
    page.get_by_role("link", name="Download packet").focus()
    page.keyboard.press("Tab")
    style = "getComputedStyle(document.activeElement)"
    assert page.evaluate(f"{style}.outlineWidth") == "3px"
    assert page.evaluate(f"{style}.outlineStyle") == "solid"


def test_the_error_summary_takes_the_focus_and_leads_to_the_control(page: Page):
    page.goto("/gallery/")
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    summary.get_by_role("link", name="Stop limit").click()
    expect(page.get_by_label("Stop limit")).to_be_focused()


def test_typing_filters_the_table_without_leaving_the_page(page: Page):
    page.goto("/gallery/?blank=yes&page=3&sort=-patients")
    page.get_by_label("Search use cases").press_sequentially("sepsis")
    expect(page.get_by_text("1 to 12 of 16 use cases")).to_be_visible()
    expect(page.get_by_label("Search use cases")).to_be_focused()
    page.get_by_label("Stage", exact=True).select_option(label="Readiness")
    expect(page).to_have_url(re.compile(r"/gallery/\?blank=yes&sort=-patients&q=sepsis&stage=readiness$"))


def test_tables_work_without_scripts(new_page: Callable[..., Page]):
    page = new_page("desktop", java_script_enabled=False)
    page.goto("/gallery/")
    page.get_by_label("Search use cases").fill("fall risk")
    page.get_by_role("button", name="Filter").click()
    page.get_by_role("link", name="Patients").click()
    expect(page.get_by_role("columnheader", name="Patients")).to_have_attribute("aria-sort", "ascending")
    page.get_by_role("link", name="Clear filters").click()
    page.get_by_role("link", name="Next").click()
    expect(page.get_by_text("13 to 24 of 128 use cases")).to_be_visible()


def test_a_table_stays_a_table_for_a_screen_reader_on_a_phone(new_page: Callable[..., Page]):
    page = new_page("phone")
    page.goto("/gallery/")
    table = page.get_by_role("table", name="Use cases by stage")
    assert table.get_by_role("row").count() == 13
    assert table.get_by_role("rowheader").count() == 12
    assert table.get_by_role("columnheader").count() == 6


def test_a_form_is_sent_once(page: Page):
    page.goto("/gallery/")
    sent = []
    page.route("**/gallery/", lambda route: (sent.append(route.request.method), route.fulfill(status=204)))
    form = page.locator("form.form[method=post]")
    for _ in range(3):
        form.evaluate("form => form.requestSubmit()")
    page.wait_for_timeout(300)
    assert sent == ["POST"]


def test_on_paper_the_numbers_behind_a_chart_are_open(page: Page):
    page.goto("/gallery/")
    details = page.locator("main details").first
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    expect(details).to_have_attribute("open", "")
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    expect(details).not_to_have_attribute("open", "")
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="Filter")).to_be_hidden()
