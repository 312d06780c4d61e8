"""The pages of the inventory: who may open and change what, and the files that leave it."""

from __future__ import annotations

import base64
import csv
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from docx import Document
from openpyxl import load_workbook

from attending.cards.chai import read_card, write_card
from attending.cards.hti1 import attributes
from attending.inventory.actions.claims import receive_card
from attending.inventory.actions.entries import write_entries
from attending.inventory.models import ClaimCheck, EntrySource, InventoryEntry, VendorDocument
from attending.inventory.rules.entries import EntryFacts
from tests.integration.house import House
from tests.integration.inventory.cards import claim, first_card, next_version, received, second_card
from tests.integration.pages import Page, queries_of, try_page, visitor

pytestmark = [pytest.mark.usefixtures("demonstration"), pytest.mark.one_database]

TOLD = {
    "purpose": "It watches for sepsis; a nurse decides.",
    "place": "4 West",
    "used_since": "2026",
    "answers": "Clinical owner",
    "overseen": "Each quarter.",
    "contact": "Patient desk",
}


def entry(_house: House) -> tuple[int]:
    return (InventoryEntry.objects.get().pk,)


def version(house: House) -> tuple[int]:
    return (house.deployment.model_version_id,)


def predictive(house: House) -> tuple[Any, ...]:
    return (*version(house), "predictive")


def summary(house: House) -> tuple[int]:
    return (claim(received(house), "Summary").pk,)


@pytest.mark.parametrize(
    "page",
    [
        Page(name="inventory:entries", may="nurse"),
        Page(name="inventory:entry", may="nurse", args=entry),
        Page(
            name="inventory:add",
            may="cmio",
            may_not="nurse",
            valid=lambda _house: {"name": "Note writer", "kind": "documentation"},
            invalid={"name": "", "kind": "documentation"},
        ),
        Page(
            name="inventory:edit",
            may="cmio",
            may_not="nurse",
            args=entry,
            valid=lambda _house: {"name": "Other name", "kind": "other"},
            invalid={"name": "x", "kind": "other", "used_since": "2999-01-01"},
        ),
        Page(
            name="inventory:mark",
            may="cmio",
            may_not="nurse",
            args=entry,
            valid=lambda _house: {"status": "retired", "reason": "Replaced."},
            invalid={"status": "set_aside", "reason": ""},
        ),
        Page(
            name="inventory:link",
            may="cmio",
            may_not="nurse",
            args=entry,
            valid=lambda _house: {"use_case": "", "ai_model": ""},
            invalid={"use_case": "999", "ai_model": ""},
        ),
        Page(
            name="inventory:publish",
            may="cmio",
            may_not="owner",
            args=entry,
            valid=lambda _house: TOLD,
            invalid={**TOLD, "purpose": ""},
        ),
        Page(name="inventory:take-back", may="cmio", may_not="owner", args=entry, invalid={"reason": ""}),
        Page(name="inventory:import-file", may="cmio", invalid={}),
        Page(name="inventory:versions", may="nurse"),
        Page(name="inventory:version", may="nurse", args=version),
        Page(
            name="inventory:answer",
            may="owner",
            may_not="administrator",
            args=predictive,
            valid=lambda _house: {"answer_1": "Shoreline"},
            invalid={},
        ),
        Page(name="inventory:answer-by-file", may="owner", args=predictive, invalid={}),
        Page(name="inventory:receive-card", may="owner", args=version, invalid={}),
        Page(name="inventory:claim", may="nurse", args=summary),
        Page(
            name="inventory:check",
            may="owner",
            may_not="administrator",
            args=summary,
            valid=lambda _house: {"verdict": "holds", "reference": "Report", "finding": "So it is."},
            invalid={"verdict": "holds", "reference": "", "finding": "So it is."},
        ),
    ],
    ids=str,
)
def test_page(house: House, page: Page) -> None:
    try_page(page, house)


def test_a_card_is_handed_over_and_compared_with_the_next(house: House) -> None:
    owner = visitor(house.owner)
    address = reverse("inventory:receive-card", args=version(house))
    page = reverse("inventory:version", args=version(house))
    card = write_card(first_card())
    assert owner.post(address, {"card": SimpleUploadedFile("a.xml", card)})["Location"] == page
    html = owner.get(page).content.decode()
    assert "is a bare 0, without unit, n or interval" in html
    assert "What differs between two cards" not in html
    refused = owner.post(address, {"card": SimpleUploadedFile("a.xml", b"<a/>")})
    assert refused.status_code == 422
    assert "the root element is a of the namespace (none)" in refused.content.decode()
    document = VendorDocument.objects.get()
    assert owner.get(reverse("inventory:vendor-file", args=[document.pk])).content == card

    receive_card(house.owner, next_version(house), write_card(second_card()), file_name="b.xml")
    html = owner.get(reverse("inventory:difference", args=version(house))).content.decode()
    assert "It is late at night." in html
    assert "Left out" in html


def test_a_file_of_50_mb_is_no_card(house: House) -> None:
    content = SimpleUploadedFile("a.xml", b"<" * 50_000_000)
    answer = visitor(house.owner).post(reverse("inventory:receive-card", args=version(house)), {"card": content})
    assert answer.status_code == 422
    assert not VendorDocument.objects.exists()


def test_a_claim_is_checked_against_what_was_measured(house: House) -> None:
    house.measure(0.71)
    found = claim(received(house), "Sensitivity")
    address = reverse("inventory:check", args=[found.pk])
    html = visitor(house.owner).get(address).content.decode()
    assert "AUROC 0.710 (0.69 to 0.73), everybody, 4 West" in html
    result = house.deployment.measure_batches.get().results.get()
    told = {"verdict": "contradicted", "result": str(result.pk), "reference": "", "finding": "It is lower."}
    assert visitor(house.owner).post(address, told).status_code == 302
    check = ClaimCheck.objects.get()
    assert (check.result, check.checked_by) == (result, house.owner)
    assert (
        "Held against: AUROC" in visitor(house.nurse).get(reverse("inventory:claim", args=[found.pk])).content.decode()
    )


def test_our_own_card_tells_what_is_recorded_and_nothing_else(house: House) -> None:
    house.measure(0.71)
    content = visitor(house.nurse).get(reverse("inventory:our-card", args=version(house))).content
    card = read_card(content).card
    assert card.name == house.deployment.model_version.ai_model.name
    assert card.text("Warnings/KnownRisksAndLimitations") == "Not available"
    assert "TrustIngredients/AISystemFacts/Security" not in card.texts
    (result,) = card.results["KeyMetrics/UsefulnessUsabilityEfficacy/Results"]
    assert result.value_json.startswith('{"kind":"estimate_ci","estimate":0.71,')
    assert '"n":400' in result.value_json
    assert card.results["KeyMetrics/SafetyReliability/Results"][0].value_json == "null"


def test_the_bundle_carries_the_vendors_card_or_ours(house: House) -> None:
    address = reverse("inventory:fhir", args=version(house))
    nurse = visitor(house.nurse)

    def card_of(bundle: dict[str, Any]) -> bytes:
        return base64.b64decode(bundle["entry"][1]["resource"]["content"][0]["attachment"]["data"])

    assert b"Made by Harbour Health from its own records" in card_of(nurse.get(address).json())
    received(house)
    assert card_of(nurse.get(address).json()) == write_card(first_card())


def test_the_attributes_go_out_and_come_back_answered(house: House) -> None:
    owner = visitor(house.owner)
    address = reverse("inventory:attributes-file", args=predictive(house))
    rows = list(csv.reader(StringIO(owner.get(address).content.decode("utf-8-sig"))))
    assert len(rows) == 32
    rows[1][3] = "Shoreline, 555 0100"
    text = StringIO(newline="")
    csv.writer(text).writerows(rows)
    filled = SimpleUploadedFile("answers.csv", text.getvalue().encode())
    back = owner.post(reverse("inventory:answer-by-file", args=predictive(house)), {"answers": filled})
    assert back.status_code == 302
    assert owner.get(address).content.decode("utf-8-sig").count("Shoreline, 555 0100") == 1
    assert VendorDocument.objects.get().claims.get(path=attributes()[0].id).text == "Shoreline, 555 0100"


@pytest.mark.parametrize("kind", ["docx", "csv", "md"])
def test_the_questions_leave_in_three_forms(house: House, kind: str) -> None:
    nurse = visitor(house.nurse)
    address = reverse("inventory:questions", args=[*version(house), kind])
    assert nurse.get(address).status_code == 404
    received(house)
    content = nurse.get(address).content
    if kind == "docx":
        told = "\n".join(each.text for each in Document(BytesIO(content)).paragraphs)
    else:
        told = content.decode("utf-8-sig")
    assert "Who paid" in told
    assert "is a bare 0" in told
    assert nurse.get(reverse("inventory:questions", args=[*version(house), "exe"])).status_code == 404


def test_the_list_leaves_as_it_is_filtered(house: House) -> None:
    nurse = visitor(house.nurse)
    write_entries(house.cmio, [(EntryFacts(name="=Risky", place="Lab"), None)], EntrySource.HAND)
    content = nurse.get(f"{reverse('inventory:workbook')}?status=discovered").content
    rows = list(load_workbook(BytesIO(content)).worksheets[0].iter_rows(values_only=True))
    assert [row[0] for row in rows] == ["Name", "=Risky"]
    text = nurse.get(f"{reverse('inventory:entries')}?status=discovered&export=csv").content.decode("utf-8-sig")
    assert text.count("\r\n") == 2
    assert "'=Risky" in text


def test_the_list_takes_as_many_queries_for_many_as_for_a_page(house: House) -> None:
    few = queries_of(house.cmio, reverse("inventory:entries"))
    told = [
        (EntryFacts(name=f"Tool {number}", used_since=timezone.localdate()), house.use_case) for number in range(120)
    ]
    write_entries(house.cmio, told[:60], EntrySource.HAND)
    pages = queries_of(house.cmio, reverse("inventory:entries"))
    write_entries(house.cmio, told[60:], EntrySource.HAND)
    assert queries_of(house.cmio, reverse("inventory:entries")) == pages == few + 1, "several pages are counted"
