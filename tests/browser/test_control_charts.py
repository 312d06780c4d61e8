"""A control chart in a real browser: agreed before it judges, a drift found by it, and its signal answered."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from playwright.sync_api import Page, expect

from attending.program.models import Person
from attending.review.actions.record import record_review
from attending.review.compute import run_review
from attending.review.rules.chart_data import calendar
from attending.sources import ColumnMapping
from tests.browser.conftest import DEVICES
from tests.integration.house import House, begin_with_house
from tests.integration.review.logs import write_parquet

pytestmark = pytest.mark.usefixtures("transactional_db")

MONTHS = calendar("2025-01", "2026-01")
DRIFTS = MONTHS[9]
MAPPING = ColumnMapping("risk", "died", "at", key=("id",))


@pytest.fixture
def house(settings) -> House:
    settings.ATTENDING_DEMO = True
    return begin_with_house()


def recorded(house: House, folder: Path, months: tuple[str, ...]) -> None:
    """A review of a calibrated score, whose outcomes have four times the odds from one month on."""
    made = []
    for month in months:
        random = Random(month)
        for number in range(150):
            risk = 0.02 + 0.5 * random.random() ** 2
            odds = risk / (1 - risk) * (4.0 if month >= DRIFTS else 1.0)
            died = random.random() < odds / (1 + odds)
            made.append(
                [f"{month}-{number}", f"{risk:.4f}", str(int(died)), f"{month}-{1 + number % 28:02d}", "female"]
            )
    log = write_parquet(folder / f"log-{len(months)}.parquet", made)
    record_review(house.platform, house.deployment, run_review(log, MAPPING))


def user_of(person: Person) -> object:
    assert person.user is not None
    return person.user


def test_from_agreeing_a_chart_to_answering_its_signal(
    house: House,
    new_page: Callable[..., Page],
    sign_in: Callable[..., None],
    axe: Callable[..., None],
    tmp_path: Path,
) -> None:
    recorded(house, tmp_path, MONTHS[:9])
    page = new_page("desktop")
    sign_in(page, user_of(house.owner))
    page.goto(f"/reviews/deployments/{house.deployment.pk}/")
    page.get_by_role("link", name="Control charts").first.click()
    expect(page.get_by_text("No control chart is agreed").first).to_be_visible()
    axe(page)
    page.get_by_role("link", name="Agree a chart").click()
    page.get_by_label("Which measure?").select_option("oe")
    page.get_by_role("button", name="Go on").click()
    axe(page)
    page.get_by_label("By how much").fill("2")
    page.get_by_role("button", name="Show what it can see").click()
    expect(page.get_by_text("3 later months are judged once the chart is agreed")).to_be_visible()
    axe(page)
    page.get_by_label("Why this chart").fill("Deaths follow its advice.")
    page.get_by_role("button", name="Agree this chart").click()
    expect(page.get_by_role("heading", name="no signal in 3 months")).to_be_visible()
    axe(page)

    recorded(house, tmp_path, MONTHS[:12])
    phone = new_page("phone", "dark")
    sign_in(phone, user_of(house.owner))
    phone.goto("/")
    expect(phone.get_by_text("A control chart signals: O:E").first).to_be_visible()
    axe(phone)
    phone.get_by_role("link", name="Answer the signal").first.click()
    expect(phone.get_by_text("This signal waits for an answer")).to_be_visible()
    for details in phone.locator("main details").all():
        details.evaluate("each => each.open = true")
    axe(phone)
    assert phone.evaluate("document.documentElement.scrollWidth") <= DEVICES["phone"]["viewport"]["width"]
    phone.get_by_role("link", name="Answer the signal").first.click()
    phone.get_by_label("What does it come from?").fill("A new ward sends sicker patients.")
    phone.get_by_label("What was done?").fill("The score was recalibrated.")
    axe(phone)
    phone.get_by_role("button", name="Keep this answer").click()
    expect(phone.get_by_text("Signal, answered")).to_be_visible()
    phone.goto("/")
    expect(phone.get_by_text("A control chart signals: O:E")).to_have_count(0)
