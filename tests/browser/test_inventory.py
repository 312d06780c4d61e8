"""A chief brings the sheet there is, takes in a card and checks a claim, and everybody reads what is published."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from attending.cards.chai import write_card
from attending.inventory.models import InventoryEntry
from tests.integration.house import House, begin_with_house
from tests.integration.inventory.cards import first_card
from tests.integration.inventory.sheets import as_workbook, hospital, spoiled


@pytest.fixture
def house(transactional_db: None, settings: Any) -> House:
    settings.ATTENDING_DEMO = True
    return begin_with_house()


def test_from_the_sheet_to_the_public_register(
    new_page: Callable[..., Page],
    sign_in: Callable[..., None],
    axe: Callable[..., None],
    house: House,
    tmp_path: Path,
) -> None:
    bad, good, card = tmp_path / "bad.xlsx", tmp_path / "good.xlsx", tmp_path / "card.xml"
    bad.write_bytes(as_workbook(spoiled(hospital())[0]))
    good.write_bytes(as_workbook(hospital()))
    card.write_bytes(write_card(first_card()))
    page = new_page("desktop")
    sign_in(page, house.cmio.user)
    page.goto("/inventory/")
    axe(page)
    for file in (bad, good):
        page.goto("/inventory/import/")
        axe(page)
        page.get_by_label("Spreadsheet").set_input_files(file)
        page.get_by_role("button", name="Read the file").click()
        expect(page.get_by_label("AI Tool")).to_have_value("name")
        axe(page)
        page.get_by_role("button", name="See what would come in").click()
        if file is bad:
            expect(page.get_by_text("20 of 300 rows are bad, and all rows come in or none.")).to_be_visible()
            expect(page.get_by_role("button", name="Add")).to_have_count(0)
        axe(page)
    page.get_by_role("button", name="Add 300 entries").click()
    expect(page.get_by_text("Handing over the same file again changes nothing.")).to_be_visible()

    page.goto(f"/inventory/versions/{house.deployment.model_version_id}/")
    page.get_by_role("link", name="Take in a card").click()
    page.get_by_label("Model card").set_input_files(card)
    page.get_by_role("button", name="Take it in").click()
    expect(page.get_by_text("Significance vs age is a bare 0").first).to_be_visible()
    axe(page)
    page.get_by_label("Search claims").fill("intended users")
    page.get_by_role("button", name="Filter").click()
    page.get_by_role("link", name="Intended users").click()
    axe(page)
    page.get_by_role("link", name="Check it").click()
    page.get_by_label("Does not hold here").check()
    page.get_by_label("Or the document").fill("Walk on 4 West, 3 November")
    page.get_by_label("What was found").fill("Aides use it too.")
    axe(page)
    page.get_by_role("button", name="Keep the check").click()
    expect(page.get_by_text("Aides use it too.")).to_be_visible()
    axe(page)

    entry = InventoryEntry.objects.get(use_case=house.use_case)
    page.goto(f"/inventory/{entry.pk}/")
    axe(page)
    page.get_by_role("link", name="Put it on the register").click()
    page.get_by_label("What it is used for").fill("It watches for sepsis; a nurse decides.")
    page.get_by_label("Since when").fill("March 2026")
    page.get_by_label("How it is overseen").fill("Reviewed each quarter.")
    page.get_by_label("How to ask about it").fill("Patient desk")
    axe(page)
    page.get_by_role("button", name="Publish it").click()
    expect(page.get_by_text("It is on the public register.")).to_be_visible()

    anybody = new_page("phone")
    anybody.goto("/register/")
    expect(anybody.get_by_text("It watches for sepsis; a nurse decides.")).to_be_visible()
    axe(anybody)
