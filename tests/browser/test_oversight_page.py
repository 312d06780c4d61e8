"""The oversight page of a deployment in a real browser: the breach first, what was agreed one tap away."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from attending.governance.models import OversightThreshold
from tests.browser.test_program_pages import LOOKS, calm
from tests.integration.house import House, begin_with_house


@pytest.fixture
def house(transactional_db: None, settings) -> House:
    """With a breached threshold and one that nobody has read yet."""
    settings.ATTENDING_DEMO = True
    house = begin_with_house()
    house.agree()
    house.agree(measure="brier", stop_low=None, warn_low=None, stop_high=0.2)
    house.measure(0.62)
    return house


@pytest.mark.parametrize(("device", "scheme"), LOOKS)
def test_it_is_calm(
    new_page: Callable[..., Page], sign_in: Callable, axe: Callable[..., None], house: House, device: str, scheme: str
) -> None:
    page = new_page(device, scheme)
    sign_in(page, house.owner.user)
    for address in ("", "agree/", "pause/"):
        page.goto(f"/governance/oversight/deployments/{house.deployment.pk}/{address}")
        calm(page, device, axe)


def test_the_breach_is_first_and_everything_agreed_one_tap_away(
    new_page: Callable[..., Page], sign_in: Callable, house: House
) -> None:
    page = new_page("phone")
    sign_in(page, house.owner.user)
    page.goto(f"/governance/oversight/deployments/{house.deployment.pk}/")
    told = re.compile(r"0\.62 \(95 % interval 0\.6 to 0\.64, n 400, .+\) is below the stop limit of 0\.7\.")
    expect(page.locator(".callout").first).to_contain_text(told)
    card = page.locator(".panel").filter(has=page.get_by_role("heading", name="Area under the ROC curve"))
    expect(card.get_by_text("Pause and recalibrate.")).to_be_hidden()
    card.get_by_text("Everything that was agreed").tap()
    expect(card.get_by_text("Pause and recalibrate.")).to_be_visible()


def test_a_threshold_is_agreed_with_its_errors_mended(
    page: Page, sign_in: Callable, axe: Callable[..., None], browser_problems: list[str], house: House
) -> None:
    sign_in(page, house.owner.user)
    page.goto(f"/governance/oversight/deployments/{house.deployment.pk}/agree/")
    page.get_by_label("Measure").select_option(label="Observed to expected events")
    page.get_by_label("Who may pause and must answer").select_option(label="Olga Owner")
    page.get_by_label("Deputy").select_option(label="Sue Safety")
    page.get_by_label("Agreed action").fill("Pause and recalibrate.")
    page.get_by_role("button", name="Agree this threshold").click()
    expect(page.get_by_role("alert")).to_contain_text("Set at least one stop limit")
    axe(page)
    browser_problems[:] = [each for each in browser_problems if "422" not in each]
    page.get_by_label("Stop above").fill("1.25")
    page.get_by_role("button", name="Agree this threshold").click()
    expect(page.get_by_text("The threshold is agreed.")).to_be_visible()
    assert OversightThreshold.objects.filter(measure="oe", stop_high=1.25).count() == 1
