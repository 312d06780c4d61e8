"""The bundle is FHIR R4 of the AI Transparency guide, as far as its structure goes: no profile is validated here."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from attending.cards.chai import read_card, write_card
from attending.cards.fhir import Described, transparency_bundle
from tests.unit.cards.cards import full_card

TOLD = Described(
    system="https://attending.example.org/model-version",
    identifier="12",
    name="Tidewatch",
    version="1.0",
    maker="Shoreline",
    released_on=date(2026, 3, 1),
    intended_use="To see deterioration on wards.",
    custodian="Harbour Health",
    card=write_card(full_card()),
    card_by="as its vendor sent it",
    stated_at=datetime(2026, 11, 1, 12, tzinfo=UTC),
)


def test_the_bundle_holds_device_card_organisations_and_provenance() -> None:
    bundle = transparency_bundle(TOLD)
    assert (bundle["resourceType"], bundle["type"]) == ("Bundle", "collection")
    kinds = [entry["resource"]["resourceType"] for entry in bundle["entry"]]
    assert kinds == ["Device", "DocumentReference", "Organization", "Organization", "Provenance"]
    assert len({entry["fullUrl"] for entry in bundle["entry"]}) == 5
    assert json.loads(json.dumps(bundle)) == bundle


def test_every_reference_leads_to_an_entry() -> None:
    bundle = transparency_bundle(TOLD)
    found = [each for each in json.dumps(bundle).split('"') if each.startswith("urn:uuid:")]
    assert set(found) <= {entry["fullUrl"] for entry in bundle["entry"]}


def test_the_card_is_the_xml_itself() -> None:
    document = transparency_bundle(TOLD)["entry"][1]["resource"]
    attachment = document["content"][0]["attachment"]
    assert read_card(base64.b64decode(attachment["data"])).card == full_card()
    assert (attachment["contentType"], attachment["size"]) == ("application/xml", len(TOLD.card))
    assert document["type"]["coding"][0]["code"] == "AIModelCard"
    assert document["category"][0]["coding"][0]["code"] == "AImodelCardCHAIformat"


def test_what_is_not_known_is_left_out() -> None:
    bundle = transparency_bundle(replace(TOLD, maker="", released_on=None, intended_use=" "))
    device = bundle["entry"][0]["resource"]
    assert not {"manufacturer", "manufactureDate", "note"} & set(device)
    assert len(bundle["entry"]) == 4


def test_a_time_without_its_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        transparency_bundle(replace(TOLD, stated_at=TOLD.stated_at.replace(tzinfo=None)))
