"""A meeting in the room and on phones: opened, two sign, one steps aside, one dissents, minutes downloaded."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import Page, expect

from attending.governance.models import AgendaItem, Meeting
from attending.program.models import Person
from tests.browser.conftest import DEVICES
from tests.integration.governance.committee import Committee, build_committee
from tests.integration.house import begin_with_house


@pytest.fixture
def committee(transactional_db: None, settings) -> Committee:
    settings.ATTENDING_DEMO = True
    return build_committee(begin_with_house())


def sign(page: Page, choice: str, reason: str = "") -> None:
    """From the meeting: one tap to the proposal, the choice, the sheet, the signature, and back to the meeting."""
    page.get_by_role("link", name="Read and sign").first.click()
    page.locator("details.choice summary", has_text=choice).first.click()
    chosen = page.locator("details.choice[open]")
    if reason:
        chosen.get_by_text(reason, exact=True).first.click()
    chosen.get_by_role("button", name=f"Continue to sign: {choice}").click()
    page.get_by_role("button", name="Sign", exact=False).first.click()
    page.get_by_role("link", name="Back to the meeting").click()


def test_a_meeting_from_the_call_to_its_minutes(
    committee: Committee,
    new_page: Callable[..., Page],
    sign_in: Callable[..., None],
    axe: Callable[..., None],
) -> None:
    def visit(person: Person, device: str, scheme: str = "light") -> Page:
        page = new_page(device=device, scheme=scheme)
        sign_in(page, person.user)
        return page

    committee.ask(quorum=2)
    meeting = committee.call(title=f"Committee for {'unbroken' * 12}")
    chair, mia = visit(committee.chair, "desktop"), visit(committee.mia, "phone")
    noa, maximilian = visit(committee.noa, "phone", "dark"), visit(committee.max, "tablet", "dark")

    mia.goto(f"/governance/meetings/{meeting.pk}/")
    assert mia.evaluate("document.documentElement.scrollWidth") <= DEVICES["phone"]["viewport"]["width"]
    mia.get_by_role("link", name="May the sepsis alert go on?", exact=True).click()
    expect(mia.get_by_text("0.81 (0.78 to 0.84), n 412")).to_be_visible()
    axe(mia)

    chair.goto(f"/governance/meetings/{meeting.pk}/")
    axe(chair)
    chair.get_by_role("button", name="Open the meeting").click()
    chair.get_by_role("button", name="I am in the room").click()
    expect(chair.get_by_text("1 of 4 members present; 3 make a quorum.")).to_be_visible()
    for page, button in ((mia, "I am in the room"), (noa, "I joined by link"), (maximilian, "I am in the room")):
        page.goto(f"/governance/meetings/{meeting.pk}/")
        page.get_by_role("button", name=button).click()
    expect(chair.get_by_text("4 of 4 members present")).to_be_visible()
    chair.get_by_role("button", name="Take it up").first.click()
    expect(mia.get_by_text("Being spoken about")).to_be_visible()
    axe(mia)

    chair.get_by_role("link", name="Step aside").click()
    chair.get_by_label("Why").fill("I built the alert")
    chair.get_by_role("button", name="Step aside").click()
    chair.get_by_role("link", name="Back to the meeting").click()

    sign(noa, "Decline", "No.")
    expect(mia.get_by_text("Signed: Noa Member.")).to_be_visible()
    assert "Decline" not in mia.locator("#live").inner_text(), "what they chose is shown once it is decided"
    sign(mia, "Approve")
    sign(maximilian, "Approve")
    expect(noa.get_by_text("Decided", exact=True)).to_be_visible()
    expect(noa.locator("#live").get_by_text("Dissent")).to_be_visible()
    expect(chair.get_by_text("Stepped aside: Cleo Cmio.")).to_be_visible()
    axe(noa)

    chair.get_by_role("link", name="Write what was said").first.click()
    chair.get_by_label("What was said").fill("The night shift was spoken about.")
    chair.get_by_role("button", name="Keep it").click()
    chair.get_by_role("button", name="Close the meeting").click()
    chair.get_by_role("link", name="Minutes", exact=True).click()
    expect(chair.get_by_text("The night shift was spoken about.")).to_be_visible()
    axe(chair)
    with chair.expect_download() as pdf:
        chair.get_by_role("link", name="PDF").click()
    assert Path(pdf.value.path()).read_bytes().startswith(b"%PDF-")
    with chair.expect_download() as word:
        chair.get_by_role("link", name="Word").click()
    paper = Document(io.BytesIO(Path(word.value.path()).read_bytes()))
    told = "\n".join(cell.text for table in paper.tables for row in table.rows for cell in row.cells)
    assert "Dissent of Noa Member (Decline)" in told
    assert "Cleo Cmio stepped aside" in told
    chair.get_by_role("button", name="Offer them for approval").click()
    expect(chair.get_by_text("Waits for approval")).to_be_visible()
    assert Meeting.objects.get().minutes.count() == 1
    assert AgendaItem.objects.get().used is not None
