"""A front-line nurse proposes a use case; somebody without an account brings one, and reads the answer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from attending.program.actions import use_cases
from attending.program.models import UseCase
from tests.browser.test_program_pages import LOOKS, calm
from tests.integration.house import House, begin_with_house, thesis
from tests.integration.strategy.proposing import drafted, kept, opened_link, sent, table

SEPSIS = "At night the first abnormal vital signs of sepsis are seen by one nurse who has twelve patients on two wards."


@pytest.fixture
def house(transactional_db: None, settings) -> House:
    """With a priority and a use case about sepsis at night."""
    settings.ATTENDING_DEMO = True
    house = begin_with_house()
    priority = use_cases.set_priority(house.cmio, title="Recognise sepsis early", statement="Within the hour.")
    use_cases.propose_use_case(house.cmio, thesis("Sepsis watch at night", problem=SEPSIS), priority=priority)
    return house


def go_on(page: Page, **written: str) -> None:
    for label, text in written.items():
        page.get_by_label(label.replace("_", " ")).fill(text)
    page.get_by_role("button", name="Continue").click()


def test_a_nurse_proposes_saves_comes_back_sees_an_overlap_and_sends(
    new_page: Callable[..., Page],
    sign_in: Callable,
    axe: Callable[..., None],
    browser_problems: list[str],
    house: House,
) -> None:
    page = new_page("phone")
    sign_in(page, house.nurse.user)
    page.goto("/use-cases/")
    page.get_by_role("link", name="Propose a use case").tap()
    page.get_by_role("button", name="Begin").tap()
    expect(page.get_by_text("1 of 7")).to_be_visible()
    page.get_by_role("button", name="Continue").tap()
    expect(page.get_by_role("alert")).to_be_focused()
    axe(page)
    browser_problems[:] = [each for each in browser_problems if "422" not in each]
    go_on(page, Which_problem_is_it="Vital signs of sepsis are seen late at night, when one nurse has twelve patients.")
    page.get_by_label("How could it be solved without AI?").fill("A second round at two o'clock.")
    page.get_by_role("button", name="Save and come back later").tap()
    expect(page.get_by_text("Your drafts")).to_be_visible()

    page.goto("/")
    card = page.locator(".callout").filter(has_text="You began to propose a use case")
    card.get_by_role("link", name="Go on with it").tap()
    page.locator(".callout").get_by_role("link", name="The burden").tap()
    go_on(page, Whose_burden_does_it_lift="Patients who wait.", Whose_burden_does_it_add="The night nurse.")
    page.locator(".callout").get_by_role("link", name="The sort of AI").tap()
    page.get_by_label("Predictive model").check()
    page.get_by_role("button", name="Continue").tap()
    page.locator(".callout").get_by_role("link", name="The title").tap()
    go_on(page, What_is_it_called="See sepsis sooner")
    page.get_by_role("link", name="Change Enterprise priority", exact=True).tap()
    page.get_by_label("Recognise sepsis early").check()
    page.get_by_role("button", name="Continue").tap()

    like = page.locator(".callout").filter(has_text="Is it there already?")
    expect(like).to_contain_text("Sepsis watch at night")
    expect(like).to_contain_text("Both answer to the same enterprise priority.")
    expect(like.get_by_role("link", name="Give input to that one instead")).to_be_visible()
    calm(page, "phone", axe)
    page.get_by_role("button", name="Send").tap()
    expect(page.get_by_role("heading", name="See sepsis sooner", level=1)).to_be_visible()
    expect(page.get_by_text("Proposed by Nia Nurse")).to_be_visible()
    assert UseCase.objects.get(title="See sepsis sooner").priority is not None


def test_somebody_without_an_account_brings_a_problem_and_reads_the_answer(
    new_page: Callable[..., Page], sign_in: Callable, axe: Callable[..., None], house: House
) -> None:
    _, secret = opened_link(house)
    page = new_page("phone", "dark")
    page.goto(f"/use-cases/bring/link/{secret}/")
    calm(page, "phone", axe)
    page.get_by_role("button", name="Begin").tap()
    own = page.get_by_label("Your own address").input_value()
    calm(page, "phone", axe)
    page.get_by_role("link", name="Start with the problem").tap()
    go_on(page, Which_problem_is_it="The interpreter's line takes forty minutes at night.")
    go_on(page, How_could_it_be_solved="A second interpreter on call.")
    go_on(page, Whose_burden_does_it_lift="Women who are not understood.", Whose_burden_does_it_add="Midwives.")
    page.get_by_label("Drafted replies").check()
    page.get_by_role("button", name="Continue").tap()
    go_on(page, What_is_it_called="An interpreter at night")
    go_on(page)
    page.get_by_label("Your profession").select_option("Nursing")
    go_on(page, Your_name="Nora Night", Where_you_work="Ward 5, nights")
    page.get_by_role("button", name="Send").tap()
    expect(page.get_by_text("The answer will stand here.")).to_be_visible()
    assert page.get_by_role("navigation", name="Main").count() == 0

    chief = new_page()
    sign_in(chief, house.cmio.user)
    chief.goto("/")
    card = chief.locator(".callout").filter(has_text="A proposal waits to be taken up")
    card.get_by_role("link", name="Read it").click()
    calm(chief, "desktop", axe)
    chief.get_by_role("link", name="Take it up").click()
    chief.get_by_label("Answer").fill("The nurse manager calls you on Monday.")
    chief.get_by_role("button", name="Take it up").click()
    expect(chief.get_by_text("Brought by Nora Night, nursing, Ward 5, nights")).to_be_visible()

    page.goto(own)
    expect(page.get_by_text("The nurse manager calls you on Monday.")).to_be_visible()
    page.get_by_role("button", name="Leave this computer").tap()
    expect(page.get_by_role("heading", name="You have left")).to_be_visible()


def test_a_spreadsheet_is_looked_at_and_loaded(
    page: Page, sign_in: Callable, axe: Callable[..., None], house: House, tmp_path: Path
) -> None:
    file = tmp_path / "cases.csv"
    file.write_bytes(table({"title": "Beds for tomorrow"}, {"title": "Falls at night"}))
    sign_in(page, house.nurse.user)
    page.goto("/use-cases/import/")
    page.get_by_label("Spreadsheet").set_input_files(file)
    page.get_by_role("button", name="Read the file").click()
    calm(page, "desktop", axe)
    page.get_by_role("button", name="Load 2 use cases").click()
    expect(page.get_by_role("heading", name="What came in")).to_be_visible()
    page.get_by_role("main").get_by_role("link", name="Use cases").last.click()
    expect(page.get_by_role("link", name="Falls at night")).to_be_visible()


@pytest.mark.parametrize(("device", "scheme"), LOOKS)
def test_the_pages_of_intake_are_calm(
    new_page: Callable[..., Page], sign_in: Callable, axe: Callable[..., None], house: House, device: str, scheme: str
) -> None:
    draft = drafted(house.nurse)
    held = kept(house, table({"title": "Beds"}, {"title": "Falls", "kind": "Magic"}))
    link, _ = opened_link(house)
    proposal = sent(link)
    for person, addresses in (
        (
            house.nurse,
            [f"propose/{draft.uid}/burden/", f"propose/{draft.uid}/priority/", f"import/{held.uid}/", "import/"],
        ),
        (house.cmio, ["links/", "links/open/", f"proposals/{proposal.uid}/", f"proposals/{proposal.uid}/take-up/"]),
    ):
        page = new_page(device, scheme)
        sign_in(page, person.user)
        for address in addresses:
            page.goto(f"/use-cases/{address}")
            calm(page, device, axe)
