"""An impact evaluation in a real browser, from declaring it to reading its result on a phone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from attending.program.models import Person
from tests.browser.conftest import DEVICES
from tests.integration.house import House, begin_with_house
from tests.integration.review.impact_data import promised, series

pytestmark = pytest.mark.usefixtures("transactional_db")


@pytest.fixture
def house(settings) -> House:
    settings.ATTENDING_DEMO = True
    return begin_with_house()


def user_of(person: Person) -> object:
    assert person.user is not None
    return person.user


def test_from_declaring_to_the_result(
    house: House,
    new_page: Callable[..., Page],
    sign_in: Callable[..., None],
    axe: Callable[..., None],
    browser_problems: list[str],
    tmp_path: Path,
) -> None:
    promised(house)
    page = new_page("desktop")
    sign_in(page, user_of(house.owner))
    page.goto(f"/reviews/impact/use-cases/{house.use_case.pk}/")
    page.get_by_role("link", name="Declare how we will know").click()
    axe(page)
    page.get_by_label("A mean, such as minutes").check()
    page.get_by_label("Units, and from when each had it").fill("4 West, 2025-01")
    page.get_by_label("Staggered adoption").check()
    page.get_by_label("Promised by").fill("2025-Q4")
    page.get_by_label("Why like this").fill("The unit where sepsis is seen first.")
    page.get_by_label("Smallest effect worth having").fill("8")
    page.get_by_label("How much a unit's value varies").fill("2")
    page.get_by_role("button", name="Show the plan").click()
    expect(page.get_by_text("What fits is: interrupted time series").first).to_be_visible()
    page.get_by_label("Interrupted time series").check()
    page.get_by_role("button", name="Show the plan").click()
    expect(page.get_by_text("An effect of 8 minutes is shown with a chance of")).to_be_visible()
    axe(page)
    page.get_by_role("button", name="Change it").click()
    expect(page.get_by_label("Smallest effect worth having")).to_have_value("8")
    page.get_by_role("button", name="Show the plan").click()
    page.get_by_role("button", name="Declare it").click()
    expect(page.get_by_text("No data yet")).to_be_visible()
    address = page.url

    bad, good = tmp_path / "bad.csv", tmp_path / "times.csv"
    bad.write_bytes(series().replace(b"2024-03", b"2024-3"))
    good.write_bytes(series())
    steward = new_page("phone", "dark")
    sign_in(steward, user_of(house.platform))
    steward.goto(address)
    steward.get_by_role("link", name="Hand over data").click()
    steward.get_by_label("Aggregates").set_input_files(bad)
    steward.get_by_role("button", name="Compute the result").click()
    expect(steward.get_by_text("a month such as 2026-04")).to_be_visible()
    axe(steward)
    steward.get_by_label("Aggregates").set_input_files(good)
    steward.get_by_role("button", name="Compute the result").click()
    expect(steward.get_by_role("heading", level=1)).to_contain_text("lower than would have been expected without it")
    expect(steward.get_by_text("Beside what was promised")).to_be_visible()
    for details in steward.locator("main details").all():
        details.evaluate("each => each.open = true")
    axe(steward)
    assert steward.evaluate("document.documentElement.scrollWidth") <= DEVICES["phone"]["viewport"]["width"]

    page.goto(f"/use-cases/case/{house.use_case.key}/")
    page.locator("summary", has_text="Met, or does not apply").click()
    page.get_by_role("link", name="Did it help?").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("lower than would have been expected without it")
    refused = [problem for problem in browser_problems if "422 (Unprocessable Entity)" in problem]
    assert len(refused) == 2, "the design that does not fit, and the file with a wrong month"
    for problem in refused:
        browser_problems.remove(problem)
