"""A nurse leader draws the work as it is today, on a tablet and from nothing: with the finger, then with keys alone."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from attending.maps.reading import read
from attending.workflow.models import MapDraft
from tests.integration.house import House, begin_with_house

pytestmark = pytest.mark.usefixtures("transactional_db")

FIVE_MINUTES = 300


@pytest.fixture
def house(settings) -> House:
    settings.ATTENDING_DEMO = True
    return begin_with_house()


def add_role(page: Page, name: str, discipline: str) -> None:
    page.locator("[data-add=lane]").get_by_label("Role").fill(name)
    page.locator("[data-add=lane]").get_by_label("Discipline").select_option(discipline)
    page.get_by_role("button", name="Add the role").tap()
    told(page, f"{name} takes part.")


def add_step(page: Page, name: str, lane: str, **choices: str) -> None:
    form = page.locator("[data-add=step]")
    form.get_by_label("What happens").fill(name)
    form.get_by_label("Who does it").select_option(label=lane)
    if "kind" in choices:
        form.get_by_label("Kind of step").select_option(choices["kind"])
    if "after" in choices:
        form.get_by_label("It comes after").select_option(label=choices["after"])
    form.get_by_role("button", name="Add the step").tap()
    expect(step(page, name)).to_be_visible()


def step(page: Page, name: str) -> Locator:
    return page.locator(f"[data-drawing] [data-step][aria-label*=': {name}, ']")


def told(page: Page, words: str) -> None:
    expect(page.locator("[data-said]")).to_contain_text(words)


def drag(page: Page, what: Locator, role: str) -> None:
    """With the finger: press, go down to the middle of a role, let go."""
    what.scroll_into_view_if_needed()
    box = what.bounding_box()
    lane = page.locator(f"[data-drawing] > svg g[data-lane='{role}']:not([data-step])").bounding_box()
    assert box is not None
    assert lane is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    session = page.context.new_cdp_session(page)
    for at in range(11):
        down = y + (lane["y"] + lane["height"] / 2 - y) * at / 10
        kind = "touchStart" if at == 0 else "touchMove"
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": down}]})
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def test_a_nurse_leader_draws_the_work_of_today_on_a_tablet(
    house: House, new_page: Callable[..., Page], sign_in: Callable[..., None], axe: Callable[..., None]
) -> None:
    page = new_page("tablet")
    sign_in(page, house.nurse.user)
    begun = time.monotonic()
    page.goto(f"/workflow/{house.use_case.key}/")
    page.get_by_role("link", name="Open a map").first.tap()
    page.get_by_role("button", name="Open it").tap()

    expect(page.get_by_role("heading", name="Who takes part?")).to_be_visible()
    expect(page.locator("[data-add=step]")).to_be_hidden()
    axe(page)
    add_role(page, "Triage nurse", "nursing")
    add_role(page, "Physician", "medicine")
    expect(page.get_by_role("heading", name="What happens first?")).to_be_visible()
    add_step(page, "Patient arrives", "Triage nurse")
    expect(page.get_by_role("heading", name="What happens next?")).to_be_visible()
    add_step(page, "Take vital signs", "Triage nurse")
    add_step(page, "Does the patient look ill?", "Triage nurse", kind="decision")
    add_step(page, "See the patient", "Triage nurse")
    add_step(page, "Sent to a ward", "Physician", kind="end")
    add_step(page, "Waits", "Triage nurse", kind="end", after="Does the patient look ill?")

    drag(page, step(page, "See the patient"), "physician")
    told(page, "“See the patient” is now with Physician")
    step(page, "Does the patient look ill?").tap()
    expect(page.get_by_role("heading", name="Does the patient look ill?")).to_be_visible()
    page.get_by_label("When, on to See the patient").fill("Looks ill")
    page.get_by_label("When, on to See the patient").blur()
    told(page, "The way on to See the patient is changed.")
    page.get_by_label("Whenever nothing else holds, on to Waits").check()
    told(page, "The way on to Waits is changed.")
    step(page, "Take vital signs").tap()
    page.get_by_label("Minutes of work").fill("5")
    page.get_by_label("Minutes of work").blur()
    told(page, "“Take vital signs” is changed.")
    page.get_by_role("button", name="Connect to another step").tap()
    step(page, "See the patient").tap()
    told(page, "“Take vital signs” now leads to “See the patient”")
    page.get_by_role("button", name="Undo").tap()
    told(page, "Undone.")
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 820
    page.get_by_role("button", name="Save").first.tap()
    expect(page.get_by_text("The map is saved.")).to_be_visible()
    assert time.monotonic() - begun < FIVE_MINUTES

    drawn = read(MapDraft.objects.get().text)
    assert [each.name for each in drawn.lanes] == ["Triage nurse", "Physician"]
    assert drawn.disciplines == ("nursing", "medicine")
    by_name = {each.name: each for each in drawn.steps}
    assert by_name["Patient arrives"].kind == "start"
    assert by_name["See the patient"].lane == "physician"
    assert by_name["Take vital signs"].minutes == 5
    ways = {drawn.step_of[flow.to].name: flow for flow in by_name["Does the patient look ill?"].flows}
    assert ways["See the patient"].when == "Looks ill"
    assert ways["Waits"].otherwise
    assert [flow.to for flow in by_name["Take vital signs"].flows] == [by_name["Does the patient look ill?"].key]


def test_the_same_by_keyboard_alone_and_nothing_is_lost_on_leaving(
    house: House, new_page: Callable[..., Page], sign_in: Callable[..., None], axe: Callable[..., None]
) -> None:
    page = new_page("desktop", "dark")
    sign_in(page, house.nurse.user)
    page.goto(f"/workflow/{house.use_case.key}/maps/open/")
    page.get_by_role("button", name="Open it").press("Enter")
    for name, discipline in (("Nurse", "nursing"), ("Physician", "medicine")):
        page.locator("[data-add=lane]").get_by_label("Role").fill(name)
        page.locator("[data-add=lane]").get_by_label("Discipline").select_option(discipline)
        page.locator("[data-add=lane]").get_by_label("Role").press("Enter")
        told(page, f"{name} takes part.")
    for name in ("Patient arrives", "Take vital signs", "See the patient"):
        page.locator("#add-step-name").fill(name)
        page.locator("#add-step-name").press("Enter")
        expect(step(page, name)).to_be_visible()
    step(page, "Patient arrives").focus()
    page.keyboard.press("ArrowRight")
    expect(step(page, "Take vital signs")).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Alt+ArrowDown")
    told(page, "“See the patient” is now with Physician")
    expect(step(page, "See the patient")).to_be_focused()
    page.keyboard.press("Alt+ArrowDown")
    told(page, "It is in the lowest role.")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="See the patient")).to_be_focused()
    step(page, "Take vital signs").focus()
    page.keyboard.press("Delete")
    told(page, "“Take vital signs” is deleted.")
    expect(step(page, "Take vital signs")).to_have_count(0)
    page.keyboard.press("Control+z")
    expect(step(page, "Take vital signs")).to_be_visible()

    page.get_by_role("heading", name="The map as text").click()
    text = page.get_by_label("The map as text")
    text.fill(text.input_value().replace("Take vital signs", "Measure everything"))
    expect(step(page, "Measure everything")).to_be_visible()
    text.fill(text.input_value().replace("lane: physician", "lane: nobody"))
    told(page, "The text cannot be read")
    expect(page.locator("[data-findings]")).to_contain_text("nobody")
    axe(page)
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.evaluate("location.assign('/')")
    page.wait_for_timeout(300)
    assert asked == ["beforeunload"]
    assert "lane: nobody" in text.input_value()
