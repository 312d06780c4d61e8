"""A service-line chief picks a threshold and a team; the gate refuses what no shift can carry, then passes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from attending.workflow.actions.maps import open_map
from attending.workflow.actions.offering import freeze
from attending.workflow.models import MapKind, WorkflowContract
from tests.integration.house import begin_with_house
from tests.integration.workflow import reality
from tests.integration.workflow.contract_world import TEXT, World, build

pytestmark = pytest.mark.usefixtures("transactional_db")


@pytest.fixture
def world(settings) -> World:
    """A signed map and a study in which an alert takes an hour."""
    settings.ATTENDING_DEMO = True
    world = build(begin_with_house())
    world.sign_map()
    world.study(minutes=60.0)
    return world


def test_from_a_threshold_nobody_can_carry_to_a_contract_put_to_the_unit(
    world: World, new_page: Callable[..., Page], sign_in: Callable[..., None], axe: Callable[..., None]
) -> None:
    page = new_page("tablet")
    sign_in(page, world.house.owner.user)
    page.goto(f"/workflow/{world.house.use_case.key}/workload/")
    page.get_by_role("link", name="4 West").click()
    expect(page.get_by_role("heading", name="Which threshold is best for this team")).to_be_visible()
    axe(page)

    slider = page.get_by_role("slider", name="Threshold")
    slider.focus()
    slider.press("Home")
    expect(page.get_by_role("heading", name="More work comes than this team has time for")).to_be_visible()
    axe(page)
    page.get_by_role("button", name="Make this point the contract").click()
    expect(page.get_by_role("heading", name="It cannot be put to the unit yet")).to_be_visible()
    expect(page.get_by_text("Shift night:")).to_be_visible()
    expect(page.get_by_role("link", name="Put it to the unit")).to_have_count(0)
    axe(page)

    page.get_by_role("link", name="The workload of this unit").click()
    page.get_by_role("slider", name="Threshold").press("End")
    page.get_by_role("button", name="One person more in shift night").click()
    expect(page.get_by_text("with 3 on day and 2 on night")).to_be_visible()
    expect(page.get_by_role("heading", name="More work comes")).to_have_count(0)
    assert "people_night=2" in page.url
    page.get_by_role("button", name="Make this point the contract").click()
    expect(page.get_by_role("heading", name="with 3 on day and 2 on night")).to_be_visible()
    page.get_by_role("link", name="Put it to the unit").click()
    page.get_by_label("Why this threshold with this team").fill("Two by night, as the ward asked.")
    page.get_by_role("button", name="Seal it and ask").click()
    expect(page.get_by_role("heading", name="Sign the workflow contract of 4 West for Sepsis alert?")).to_be_visible()
    axe(page)
    assert WorkflowContract.objects.get().state == "proposed"


def test_it_answers_without_script(world: World, new_page: Callable[..., Page], sign_in: Callable[..., None]) -> None:
    page = new_page("phone", java_script_enabled=False)
    sign_in(page, world.house.cmio.user)
    page.goto(f"/workflow/workload/{world.house.deployment.pk}/")
    page.get_by_role("button", name="One person fewer in shift day").click()
    expect(page.get_by_text("with 2 on day and 1 on night")).to_be_visible()


def test_a_log_is_held_against_the_map_of_today(
    world: World,
    tmp_path: Path,
    new_page: Callable[..., Page],
    sign_in: Callable[..., None],
    axe: Callable[..., None],
) -> None:
    house = world.house
    freeze(house.owner, open_map(house.owner, house.use_case, MapKind.AS_IS, text=TEXT), why="To check")
    log = tmp_path / "ward.csv"
    log.write_text(reality.text())
    page = new_page("phone")
    sign_in(page, house.owner.user)
    page.goto(f"/workflow/{house.use_case.key}/reality/")
    axe(page)
    page.get_by_role("link", name="Hold a map against a log").click()
    page.get_by_label("Log of events").set_input_files(log)
    for label, value in (("the case", "stay"), ("the activity", "event"), ("the time", "at"), ("the site", "ward")):
        page.get_by_label(f"Column of {label}").fill(value)
    axe(page)
    page.get_by_role("button", name="Read the log").click()
    expect(page.get_by_text("40 cases").first).to_be_visible()
    expect(page.get_by_role("heading", name="Looked at within 30 minutes")).to_be_visible()
    page.get_by_text("By site").first.click()
    axe(page)
    page.goto(f"/workflow/workload/{house.deployment.pk}/study/")
    axe(page)
