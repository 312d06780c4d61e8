"""The journey of a gate: what is missing, an exception, the question on a phone, the signature, and what moved."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from attending.decisions.models import Proposal
from attending.program.actions import use_cases
from attending.program.models import RiskTier, Seat, UseCase
from tests.browser.test_program_pages import calm
from tests.integration.house import House, begin_with_house, outcome, sign

GATE = "/governance/gates/use-cases/sepsis-alert/"


@pytest.fixture
def house(transactional_db: None, settings) -> House:
    """A use case of low risk, so that one signature of its clinical owner passes a gate."""
    settings.ATTENDING_DEMO = True
    found = begin_with_house()
    use_cases.agree_outcome(found.owner, found.use_case, outcome())
    use_cases.assess_risk(found.owner, found.use_case, RiskTier.LOW, reason="No harm.")
    return found


def test_a_gate_is_excepted_asked_signed_and_passed(
    new_page: Callable[..., Page], sign_in: Callable, axe: Callable[..., None], house: House
) -> None:
    page = new_page()
    sign_in(page, house.sponsor.user)
    page.goto(GATE)
    expect(page.get_by_role("heading", name="This gate cannot be asked yet")).to_be_visible()
    calm(page, "desktop", axe)
    page.get_by_role("link", name="Ask for an exception").click()
    axe(page)
    page.get_by_label("Risk tier").check()
    page.get_by_label("Why it may be missing").fill("It was assessed on paper.")
    page.get_by_role("button", name="Put it to signatures").click()
    asked = Proposal.objects.get(kind="gate.exception", state="open")
    for person, seat in ((house.owner, Seat.CLINICAL_OWNER), (house.cmio, Seat.CMIO)):
        sign(asked, person, seat, "grant")

    phone = new_page("phone")
    sign_in(phone, house.operations.user)
    phone.goto(GATE)
    expect(phone.get_by_text("Excepted until").first).to_be_visible()
    phone.get_by_role("link", name="Ask for this gate").tap()
    phone.get_by_label("Why now").fill("The wards are waiting for it.")
    phone.get_by_role("button", name="Seal the evidence and ask").tap()
    expect(phone.get_by_text("The gate is asked.")).to_be_visible()
    phone.goto(GATE)
    expect(phone.get_by_text("Waits for Olga Owner")).to_be_visible()
    calm(phone, "phone", axe)

    sign(Proposal.objects.get(kind="gate.stage"), house.owner, Seat.CLINICAL_OWNER, "approve")
    page.goto(GATE)
    expect(page.get_by_role("heading", name="Gate to controls: Sepsis alert")).to_be_visible()
    assert UseCase.objects.get(pk=house.use_case.pk).stage == "readiness"
