"""A compliance officer looks at a framework, records what is kept elsewhere, and the gap closes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from attending.frameworks.actions.surveying import begin_survey, make_survey
from tests.integration.house import House, begin_with_house

pytestmark = pytest.mark.usefixtures("transactional_db")


@pytest.fixture
def house(settings) -> House:
    settings.ATTENDING_DEMO = True
    built = begin_with_house()
    make_survey(begin_survey(built.cmio.organisation, acting=built.cmio))
    return built


def test_a_gap_is_closed_by_evidence_that_is_kept_elsewhere(
    house: House, new_page: Callable[..., Page], sign_in: Callable[..., None], axe: Callable[..., None]
) -> None:
    page = new_page("tablet")
    sign_in(page, house.cmio.user)
    page.goto("/frameworks/")
    axe(page)
    page.get_by_role("link", name="ISO/IEC 42001").click()
    item = page.locator("details", has_text="A.3.2")
    expect(item).to_contain_text("No evidence on record")
    item.locator("summary").click()
    axe(page)
    page.emulate_media(media="print")
    expect(page.get_by_text("A.3.2", exact=True)).to_be_visible()
    page.emulate_media(media="screen")

    page.get_by_role("link", name="Charter of the committee").first.click()
    axe(page)
    page.get_by_role("link", name="Record evidence kept elsewhere").click()
    page.get_by_label("What it is").fill("Charter of the AI committee")
    page.get_by_label("Where a reader finds it").fill("Policy manual, AI-01")
    page.get_by_label("To be reviewed by").fill((timezone.localdate() + timedelta(days=300)).isoformat())
    page.get_by_label("Who answers for it").select_option(label=house.owner.printed_name)
    axe(page)
    page.get_by_role("button", name="Record it").click()
    expect(page.get_by_text("It is on record")).to_be_visible()
    axe(page)
    page.goto("/frameworks/iso-42001/?answer=relevant")
    expect(page.locator("details", has_text="A.3.2")).to_contain_text("Policy manual, AI-01")
    with page.expect_download() as download:
        page.get_by_role("link", name="Excel").click()
    assert download.value.suggested_filename == "iso-42001-binder.xlsx"
