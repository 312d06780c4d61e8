"""Show 3: a nurse's QR concern is answered and shown back; and the pages of safety are calm."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from attending.safety.actions.concerns import answer_concern
from attending.safety.models import Concern, Outcome
from tests.browser.test_program_pages import LOOKS, calm
from tests.integration.house import House, begin_with_house
from tests.integration.safety.world import acted_on, opened, raised, report


@pytest.fixture
def house(transactional_db: None, settings) -> House:
    settings.ATTENDING_DEMO = True
    return begin_with_house()


def test_a_nurse_raises_a_concern_by_its_code_and_reads_the_answer(
    new_page: Callable[..., Page],
    sign_in: Callable,
    axe: Callable[..., None],
    browser_problems: list[str],
    house: House,
) -> None:
    lead = new_page()
    sign_in(lead, house.nurse.user)
    lead.goto("/")
    lead.get_by_role("navigation", name="Main").get_by_role("link", name="Safety").click()
    lead.get_by_role("link", name="Codes on the units").click()
    lead.get_by_role("link", name="Open a code").click()
    lead.get_by_role("button", name="Open the code").click()
    expect(lead.get_by_role("img", name="QR code of the address above")).to_be_visible()
    address = lead.get_by_label("Address").input_value()
    calm(lead, "desktop", axe)
    with lead.expect_download() as download:
        lead.get_by_role("button", name="Poster as PDF").click()
    assert download.value.suggested_filename.endswith(".pdf")

    phone = new_page("phone", java_script_enabled=False)
    phone.goto(address)
    phone.get_by_role("radio", name="It came too late").check()
    phone.get_by_role("radio", name="Sepsis alert").check()
    phone.get_by_label("In a few words").fill("MRN 1234567 had antibiotics already.")
    phone.get_by_role("button", name="Send").tap()
    expect(phone.get_by_text("“MRN 1234567” looks like a record number").first).to_be_visible()
    assert not Concern.objects.exists()
    browser_problems[:] = [each for each in browser_problems if "422" not in each]
    phone.get_by_label("In a few words").fill("The patient had antibiotics already.")
    phone.get_by_role("button", name="Send").tap()
    expect(phone.get_by_role("heading", name="Thank you")).to_be_visible()
    receipt = phone.locator(".receipt strong").inner_text()
    assert [each["name"] for each in phone.context.cookies()] == ["csrftoken"]

    owner = new_page()
    sign_in(owner, house.owner.user)
    owner.goto("/")
    card = owner.locator(".callout").filter(has_text="Answer a concern")
    card.get_by_role("link", name="Read and answer").click()
    expect(owner.get_by_text("The patient had antibiotics already.")).to_be_visible()
    calm(owner, "desktop", axe)
    owner.get_by_role("link", name="Answer it").click()
    owner.get_by_label("Something was changed").check()
    owner.get_by_label("Your answer").fill("It now looks for antibiotics first. Thank you.")
    owner.get_by_role("button", name="Answer", exact=True).click()
    expect(owner.get_by_text("The answer stands on the unit's page.")).to_be_visible()

    anybody = new_page("phone", "dark")
    anybody.goto(address)
    calm(anybody, "phone", axe)
    anybody.get_by_role("link", name="You said, we answered").tap()
    expect(anybody.get_by_text("It now looks for antibiotics first. Thank you.")).to_be_visible()
    assert anybody.get_by_text("The patient had antibiotics already.").count() == 0
    anybody.get_by_label("Your receipt").fill(receipt)
    anybody.get_by_role("button", name="Find it").tap()
    expect(anybody.get_by_text("The patient had antibiotics already.")).to_be_visible()
    calm(anybody, "phone", axe)


@pytest.mark.parametrize(("device", "scheme"), LOOKS)
def test_the_pages_of_safety_are_calm(
    new_page: Callable[..., Page], sign_in: Callable, axe: Callable[..., None], house: House, device: str, scheme: str
) -> None:
    code, secret = opened(house)
    concern = raised(house, code)
    answer_concern(house.owner, concern, outcome=Outcome.LOOKING, text="We look at the threshold.")
    raised(house, code, deployment=None, happened="too_many")
    incident = report(house, concern=concern)
    action = acted_on(house, incident)
    page = new_page(device, scheme)
    sign_in(page, house.safety.user)
    for address in (
        "",
        "concerns/",
        f"concerns/{concern.pk}/",
        f"concerns/{concern.pk}/answer/",
        f"concerns/{concern.pk}/incident/",
        "codes/",
        "incidents/",
        f"incidents/{incident.number}/",
        f"incidents/{incident.number}/judge/",
        f"incidents/{incident.number}/actions/{action.pk}/done/",
        f"incidents/{incident.number}/duties/eu-ai-act-73/",
        f"c/{secret}/",
        f"c/{secret}/sent/{concern.receipt}/",
        f"c/{secret}/answers/",
    ):
        page.goto(f"/safety/{address}")
        calm(page, device, axe)
