"""The pages of frameworks: who may open and change them, what they show, and the binders as files."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from attending.frameworks.actions.elsewhere import Kept, record_elsewhere
from attending.frameworks.actions.surveying import begin_survey, make_survey
from attending.frameworks.models import KeptElsewhere, Survey
from tests.integration.house import House
from tests.integration.pages import Page, queries_of, try_page, visitor

pytestmark = [pytest.mark.one_database, pytest.mark.usefixtures("demonstration")]


@pytest.fixture(autouse=True)
def _evidence(house: House) -> None:
    today = timezone.localdate()
    record_elsewhere(
        house.cmio,
        Kept(
            kind="charter",
            title="Charter of the committee",
            where_kept="Policy manual, AI-01",
            as_of=today,
            review_by=today + timedelta(days=365),
            owner=house.owner,
        ),
    )
    make_survey(begin_survey(house.cmio.organisation, acting=house.cmio))


def number(_house: House) -> tuple[Any, ...]:
    return (KeptElsewhere.objects.get().pk,)


PAGES = [
    Page(name="frameworks:list", may="nurse"),
    Page(name="frameworks:elsewhere", may="nurse"),
    Page(
        name="frameworks:record-elsewhere",
        may="cmio",
        may_not="nurse",
        valid=lambda house: {
            "kind": "logs",
            "title": "Retention schedule",
            "where_kept": "RS-7",
            "as_of": "2026-11-01",
            "review_by": "2027-11-01",
            "owner": house.owner.pk,
        },
        invalid={"kind": "hazard-log"},
    ),
    Page(
        name="frameworks:withdraw-elsewhere",
        may="cmio",
        may_not="nurse",
        args=number,
        valid=lambda _house: {"reason": "Replaced by a new one."},
        invalid={"reason": ""},
    ),
]


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_every_page_is_open_to_who_may(house: House, page: Page) -> None:
    try_page(page, house)


def test_a_binder_names_its_evidence_age_and_owner_and_never_says_compliant(house: House) -> None:
    shown = visitor(house.nurse).get(reverse("frameworks:binder", args=["iso-42001"])).content.decode()
    assert "Charter of the committee: Policy manual, AI-01" in shown
    assert house.owner.printed_name in shown
    assert "compliant" not in shown.lower()
    assert "lists relevant evidence" in shown


def test_what_was_not_verified_is_marked(house: House) -> None:
    shown = visitor(house.nurse).get(reverse("frameworks:binder", args=["eu-ai-act"])).content.decode()
    assert "Not verified" in shown


def test_a_binder_shows_one_answer_or_one_use_case(house: House) -> None:
    page = reverse("frameworks:binder", args=["iso-42001"])
    gaps = visitor(house.nurse).get(page, {"answer": "gap"}).content.decode()
    assert "A.3.2" not in gaps
    one = visitor(house.nurse).get(page, {"use_case": house.use_case.key}).content.decode()
    assert f"for {house.use_case.title}" in one
    assert visitor(house.nurse).get(page, {"use_case": "moon"}).status_code == 404


@pytest.mark.parametrize("name", ["frameworks:binder", "frameworks:kind"])
def test_nothing_else_is_found(house: House, name: str) -> None:
    assert visitor(house.nurse).get(reverse(name, args=["moon"])).status_code == 404


def test_the_files_hold_what_the_page_shows(house: House) -> None:
    client = visitor(house.nurse)
    workbook = load_workbook(io.BytesIO(client.get(reverse("frameworks:binder-xlsx", args=["ruaih"])).content))
    assert workbook.sheetnames == ["About", "Items"]
    identifiers = {row[1] for row in workbook["Items"].iter_rows(min_row=2, values_only=True)}
    assert {f"RUAIH-{at}" for at in range(1, 8)} <= identifiers
    sheet = client.get(reverse("frameworks:binder-html", args=["ruaih"])).content.decode()
    assert "RUAIH-7" in sheet
    assert "http-equiv" in sheet
    assert client.get(reverse("frameworks:binder-pdf", args=["ruaih"])).content.startswith(b"%PDF-")


def test_looking_again_begins_a_survey_in_a_process_of_its_own(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[tuple[str, ...]] = []
    monkeypatch.setattr("attending.frameworks.views.binders.launch", lambda *arguments: begun.append(arguments))
    page = visitor(house.cmio).post(reverse("frameworks:look-again"))
    assert page.status_code == 302
    running = Survey.objects.get(finished_at=None)
    assert begun == [("frameworks", "survey", str(running.pk))]
    assert "Use cases looked at" in visitor(house.nurse).get(reverse("frameworks:list")).content.decode()
    refused = visitor(house.nurse).post(reverse("frameworks:look-again"), follow=True).content.decode()
    assert "one of these seats is needed" in refused
    assert len(begun) == 1


@pytest.mark.parametrize(
    ("name", "args", "most"), [("frameworks:list", (), 20), ("frameworks:binder", ("nist-ai-rmf",), 20)]
)
def test_a_page_takes_the_same_few_queries_however_much_it_asks(
    house: House, name: str, args: tuple[str, ...], most: int
) -> None:
    assert queries_of(house.nurse, reverse(name, args=args)) <= most
