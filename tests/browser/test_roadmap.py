"""Executives move one use case on the roadmap, see what it costs, and sign the plan, in a real browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from attending.ledger.queries import verify
from attending.program.models import Person
from attending.strategy.jobs import perform
from attending.strategy.models import PlanningJob, PlanningState, Roadmap, RoadmapState
from tests.browser.conftest import DEVICES
from tests.integration.house import begin_with_house
from tests.integration.strategy.plans import World, build_world

pytestmark = pytest.mark.usefixtures("transactional_db")


@pytest.fixture
def world(settings, monkeypatch: pytest.MonkeyPatch) -> World:
    """What is asked of a process of its own is done by ``find_out``, so that the browser waits for no other program."""
    settings.ATTENDING_DEMO = True
    monkeypatch.setattr("attending.strategy.actions.planning_jobs.launch", lambda *_arguments: None)
    return build_world(begin_with_house())


def find_out() -> None:
    """Do every job that waits, as the process would."""
    for job in PlanningJob.objects.filter(state=PlanningState.WAITING):
        assert perform(job.pk)


def user_of(person: Person) -> object:
    assert person.user is not None
    return person.user


def sign(page: Page, person: Person, sign_in: Callable[..., None], axe: Callable[..., None]) -> None:
    """From My rounds to a signature."""
    sign_in(page, user_of(person))
    page.goto("/")
    page.get_by_role("link", name="Decide").first.click()
    axe(page)
    page.locator("summary", has_text="Adopt the plan").first.click()
    page.get_by_text("The trade-offs were shown and are right").first.click()
    page.get_by_role("button", name="Continue to sign: Adopt the plan").click()
    page.get_by_role("button", name="Sign").first.click()
    expect(page.get_by_role("heading", name="Signed")).to_be_visible()


def test_from_opening_a_roadmap_to_a_signed_plan_and_what_to_build_next(
    world: World,
    new_page: Callable[..., Page],
    sign_in: Callable[..., None],
    axe: Callable[..., None],
    browser_problems: list[str],
) -> None:
    page = new_page("desktop")
    sign_in(page, user_of(world.house.cmio))
    page.goto("/use-cases/next/")
    expect(page.get_by_text("There is no plan yet, so there is no answer yet")).to_be_visible()
    page.get_by_role("link", name="Make the plan").click()
    page.get_by_role("link", name="Open a roadmap").click()
    axe(page)
    page.get_by_label("Title").fill("Clinical AI")
    page.get_by_label("Panel whose values are used").select_option(label="Spring panel")
    page.get_by_label("Money, thousands a quarter").fill("100")
    page.get_by_label("Clinician hours a quarter").fill("100, 100, 100")
    page.get_by_role("button", name="Open it").click()
    expect(page.get_by_text("Clinician hours: 3 amounts for 4 quarters").first).to_be_visible()
    page.get_by_label("Clinician hours a quarter").fill("100")
    page.get_by_role("button", name="Open it").click()
    page.get_by_role("button", name="Make the plan").click()
    find_out()
    page.reload()
    expect(page.get_by_text("Proven best", exact=True)).to_be_visible()
    expect(page.get_by_text("without it, out: Falls, Sepsis on wards")).to_be_visible()
    axe(page)

    page.locator("tr", has_text="Letters").get_by_role("link", name="Move").first.click()
    page.get_by_label("Start it in").select_option(index=0)
    page.get_by_role("button", name="Show what it does").click()
    expect(page.get_by_text("over by 50 thousand").first).to_be_visible()
    expect(page.get_by_role("button", name="Keep this move")).to_have_count(0)
    axe(page)
    page.get_by_role("link", name="Take it out").click()
    expect(page.get_by_text("breaks nothing and costs")).to_be_visible()
    page.get_by_role("link", name="One quarter later").click()
    expect(page.get_by_role("heading", name="breaks nothing and costs")).to_be_visible()
    page.get_by_role("button", name="Keep this move").click()
    expect(page.get_by_text("Kept: Letters moved to")).to_be_visible()
    expect(page.get_by_text("from best").first).to_be_visible()
    find_out()
    page.reload()
    page.get_by_role("link", name="Put it to a decision").click()
    page.get_by_label("Why this plan").fill("The feed first; letters can wait a quarter.")
    page.get_by_role("button", name="Seal it and ask").click()
    expect(page.get_by_text("Adopt the roadmap Clinical AI?").first).to_be_visible()

    sign(new_page("phone", "dark"), world.chief_nurse, sign_in, axe)
    board = new_page("tablet")
    sign(board, world.member, sign_in, axe)
    assert Roadmap.objects.get().state == RoadmapState.DECIDED
    assert verify().ok

    phone = new_page("phone")
    sign_in(phone, user_of(world.house.nurse))
    phone.goto("/use-cases/next/")
    expect(phone.get_by_text("It is built for what later initiatives need")).to_be_visible()
    axe(phone)
    phone.goto(f"/use-cases/roadmap/{Roadmap.objects.get().pk}/")
    axe(phone)
    assert phone.evaluate("document.documentElement.scrollWidth") <= DEVICES["phone"]["viewport"]["width"]
    refused = [problem for problem in browser_problems if "422 (Unprocessable Entity)" in problem]
    assert len(refused) == 1, "the three amounts for four quarters"
    browser_problems.remove(refused[0])
