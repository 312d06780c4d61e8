"""A panel in a real browser: twelve judge in two rounds, one with an interest, and the ranking changes and says why."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from attending.program.models import Person
from attending.strategy.models import Panel, PanelCriterion, PanelItem
from tests.browser.conftest import DEVICES
from tests.integration.house import House, begin_with_house
from tests.integration.strategy.panels import judgeable, judges, score, weigh

pytestmark = pytest.mark.usefixtures("transactional_db")

TITLES = ("Beds", "Falls", "Sepsis")
USUAL = {"Sepsis": 6, "Falls": 6, "Beds": 3}
CRITERIA = 8


@pytest.fixture
def house(settings) -> House:
    settings.ATTENDING_DEMO = True
    return begin_with_house()


def user_of(person: Person) -> object:
    assert person.user is not None
    return person.user


def nothing_sticks_out(page: Page) -> None:
    device = next(each for each in DEVICES.values() if each["viewport"] == page.viewport_size)
    assert page.evaluate("document.documentElement.scrollWidth") <= device["viewport"]["width"]


def first_look(at: int) -> Callable[[PanelItem, PanelCriterion], int]:
    """Half of the panel thinks Falls safe, half does not; on the rest they agree."""

    def rule(item: PanelItem, criterion: PanelCriterion) -> int:
        if (item.use_case.title, criterion.key) == ("Falls", "safety"):
            return 9 if at % 2 else 1
        return USUAL[item.use_case.title] + (criterion.key == "burden" and item.use_case.title == "Falls")

    return rule


def test_twelve_judge_in_two_rounds_and_the_ranking_says_why_it_changed(
    house: House,
    new_page: Callable[..., Page],
    sign_in: Callable[..., None],
    axe: Callable[..., None],
    browser_problems: list[str],
) -> None:
    for title in TITLES:
        judgeable(house, title)
    people = [house.nurse, *judges(house, 11)]

    convener = new_page()
    sign_in(convener, user_of(house.cmio))
    convener.goto("/use-cases/panels/")
    axe(convener)
    convener.get_by_role("link", name="Prepare a panel").click()
    convener.get_by_label("Name of the panel").fill("Spring panel")
    convener.get_by_label("How many initiatives").fill("1")
    convener.get_by_label("Scores are due by").fill((timezone.localdate() + timedelta(days=9)).isoformat())
    convener.get_by_role("button", name="Go on").click()
    convener.get_by_role("link", name="Choose the use cases").click()
    expect(convener.get_by_role("region", name="Kept out by a gate")).to_contain_text("Sepsis alert")
    for title in TITLES:
        convener.get_by_label(title, exact=True).check()
    axe(convener)
    convener.get_by_role("button", name="Put these before the panel").click()
    convener.get_by_role("link", name="Name panelists").click()
    for person in people:
        convener.get_by_label(person.printed_name, exact=True).check()
    convener.get_by_role("button", name="Seat these people").click()
    convener.get_by_role("link", name="Say who should be in the room").click()
    convener.get_by_label("Discipline").select_option("allied_health")
    convener.get_by_role("button", name="Expect them").click()
    expect(convener.get_by_text("1 missing")).to_be_visible()
    convener.get_by_role("link", name="Begin scoring").click()
    convener.get_by_role("button", name="Begin").click()
    panel = Panel.objects.get()

    nurse = new_page("phone")
    sign_in(nurse, user_of(house.nurse))
    nurse.goto("/")
    nurse.get_by_role("link", name="Score").first.click()
    axe(nurse)
    nurse.get_by_role("link", name="Begin", exact=True).click()
    axe(nurse)
    nothing_sticks_out(nurse)
    equity = nurse.get_by_role("group", name="Equity")
    with nurse.expect_response(lambda answer: "/score/1/" in answer.url and answer.request.method == "POST"):
        equity.get_by_role("radio", name="3").check()
    expect(nurse.locator("#kept")).to_have_text("Kept: 1 of 8 scored. 1 of 24 in all.")
    nurse.reload()
    expect(equity.get_by_role("radio", name="3")).to_be_checked()
    for value in ("3", "6", "6"):
        for group in nurse.locator("fieldset.scale").all():
            group.get_by_role("radio", name=value).check()
        with nurse.expect_navigation():
            nurse.get_by_role("button", name="Save and go on").click()
    nurse.get_by_role("link", name="Say what matters most to you").click()
    axe(nurse)
    nothing_sticks_out(nurse)
    for field in nurse.get_by_role("spinbutton").all():
        field.fill("40")
    nurse.get_by_role("button", name="Keep these weights").click()
    expect(nurse.get_by_text("give the criterion that matters most 100")).to_be_visible()
    browser_problems[:] = [each for each in browser_problems if "422" not in each]
    nurse.get_by_label("Safety").fill("100")
    nurse.get_by_role("button", name="Keep these weights").click()
    nurse.get_by_role("link", name="Check them a second way").click()
    axe(nurse)
    nurse.get_by_label("Which improvement is worth most to you?").select_option("safety")
    nurse.get_by_label("Which is worth least?").select_option("evidence")
    for field in nurse.get_by_label(re.compile("The most valued against")).all():
        field.select_option("3")
    nurse.get_by_role("button", name="Compare").click()
    expect(nurse.get_by_text("Checked a second way")).to_be_visible()
    axe(nurse)
    nurse.get_by_role("link", name="Your scores").click()
    nurse.get_by_role("link", name="Hand in").click()
    nurse.get_by_role("button", name="Hand in").click()
    expect(nurse.get_by_text("Handed in. Thank you.")).to_be_visible()

    for at, person in enumerate(people[1:], start=1):
        weigh(person, panel, safety=90)
        score(person, panel, first_look(at))

    convener.goto("/")
    convener.get_by_role("link", name="See the panel").click()
    expect(convener.get_by_text("12 of 12 have handed in.")).to_be_visible()
    axe(convener)
    convener.get_by_role("link", name="Close the round").click()
    convener.get_by_role("button", name="Close it").click()
    convener.get_by_role("link", name="Where the panel disagrees").click()
    expect(convener.get_by_role("heading", name="Falls: safety")).to_be_visible()
    axe(convener)
    convener.get_by_role("link", name="Note what was said").click()
    convener.get_by_label("What was said").fill("At night nobody checks the answer.")
    convener.get_by_role("button", name="Note it").click()
    expect(convener.get_by_text("At night nobody checks the answer.")).to_be_visible()
    convener.get_by_role("link", name="Open the next round").click()
    convener.get_by_role("button", name="Open the round").click()

    owner = new_page("tablet")
    sign_in(owner, user_of(people[1]))
    owner.goto(f"/use-cases/panels/{panel.pk}/score/")
    owner.get_by_role("link", name="Falls").click()
    expect(owner.get_by_text("You scored 9 before the discussion.")).to_be_visible()
    expect(owner.locator("fieldset.scale")).to_have_count(1)
    axe(owner)
    nothing_sticks_out(owner)
    owner.get_by_role("link", name="I have an interest in this use case").click()
    owner.get_by_label("What is the interest?").fill("I am paid by the maker.")
    owner.get_by_role("button", name="Declare it").click()
    expect(owner.get_by_text("Left out", exact=True)).to_be_visible()
    axe(owner)

    for person in (people[0], *people[2:]):
        score(person, panel, lambda *_: 1)
    convener.goto(f"/use-cases/panels/{panel.pk}/close/")
    expect(convener.get_by_text("11 of 12 have handed in. Not yet: Judge 1.")).to_be_visible()
    convener.get_by_role("button", name="Close it").click()

    for device, scheme in (("phone", "light"), ("tablet", "dark"), ("desktop", "light")):
        leader = new_page(device, scheme)
        sign_in(leader, user_of(house.sponsor))
        leader.goto(f"/use-cases/panels/{panel.pk}/")
        leader.get_by_role("link", name="See the ranking").click()
        expect(leader.locator(".lede")).to_contain_text("We re-ran this meeting 10,000 times")
        winners = leader.locator("section.panel", has=leader.get_by_role("heading", name="Stable winners"))
        expect(winners).to_contain_text("Sepsis")
        changed = leader.locator("section.panel", has=leader.get_by_role("heading", name="What changed since round 1"))
        expect(changed).to_contain_text("Safety: median")
        expect(changed).to_contain_text("At night nobody checks the answer.")
        expect(changed).to_contain_text("1 panelist declared an interest since")
        expect(leader.get_by_text("Nobody was heard from: Allied health.").first).to_be_visible()
        axe(leader)
        nothing_sticks_out(leader)
    leader.get_by_label("What would have to change for").select_option(label="2. Falls")
    leader.get_by_role("button", name="Show").click()
    expect(leader.locator("#overtake")).to_contain_text("Falls")
    for each in leader.locator("main details").all():
        each.evaluate("part => part.open = true")
    axe(leader)
