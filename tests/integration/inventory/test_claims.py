"""Vendor claims: kept as they came, checked against what was measured, and never changed afterwards."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction

from attending.cards.chai import write_card
from attending.cards.hti1 import Dsi, attributes
from attending.inventory.actions.claims import answer_attributes, check_claim, receive_card
from attending.inventory.evidence import claims as evidence
from attending.inventory.models import ClaimCheck, DocumentKind, VendorClaim, VendorDocument, Verdict
from attending.inventory.queries.claims import card_in, current_documents, standing_claims, stated
from attending.inventory.rules.claims import Standing, counts
from attending.inventory.rules.questions import questions
from attending.ledger.models import Entry
from attending.ledger.queries import verify
from attending.program.models import MeasureResult
from attending.program.registries.evidence import FindingState
from attending.program.rules import NotAllowed, Refused
from tests.integration.house import House
from tests.integration.inventory.cards import claim, first_card, next_version, received, second_card
from tests.integration.pages import stranger
from tests.unit.cards.cards import file_of, full_card


def test_a_card_is_kept_as_it_came_and_each_statement_is_a_claim(house: House) -> None:
    document = received(house)
    assert card_in(VendorDocument.objects.get(pk=document.pk)) == first_card()
    found = standing_claims([document])
    assert len(found) == 56
    assert counts([each.standing for each in found]) == {
        Standing.CONTRADICTED: 0,
        Standing.ABSENT: 3,
        Standing.CLAIMED: 53,
        Standing.CHECKED: 0,
    }
    assert "bare 0" in claim(document, "Significance vs age").weakness
    assert Entry.objects.latest("seq").verb == "claims.received"
    assert verify().ok


def test_the_same_card_again_changes_nothing_and_another_version_is_told(house: House) -> None:
    document = received(house)
    before = Entry.objects.count()
    assert received(house) == document
    assert Entry.objects.count() == before
    version = house.deployment.model_version.version
    assert received(house, second_card()).notes == [
        f"The card speaks of version 2.0; it was taken in for version {version}."
    ]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "not XML"),
        (write_card(full_card())[:700], "not XML"),
        (file_of("", before='<!DOCTYPE x [<!ENTITY a "b">]>'), "document type"),
        (file_of("", spoken="urn:other"), "of the namespace urn:other"),
        (file_of("<BasicInfo/>"), "BasicInfo/ModelName, line 1: the element is missing"),
        (b"x" * 5_000_001, "larger than 5 MB"),
    ],
)
def test_what_is_no_card_leaves_nothing_behind(house: House, content: bytes, told: str) -> None:
    with pytest.raises(Refused, match=told):
        receive_card(house.owner, house.deployment.model_version, content, file_name="card.xml")
    assert not VendorDocument.objects.exists()


def test_who_may_take_in_and_check(house: House) -> None:
    version = house.deployment.model_version
    content = write_card(full_card())
    for person in (house.administrator, stranger()):
        with pytest.raises(NotAllowed):
            receive_card(person, version, content, file_name="card.xml")
    document = receive_card(house.safety, version, content, file_name="card.xml")
    with pytest.raises(NotAllowed):
        check_claim(house.administrator, claim(document, "Summary"), Verdict.HOLDS, reference="x", finding="y")


def test_answers_to_source_attributes(house: House) -> None:
    version = house.deployment.model_version
    first = attributes()[0]
    document = answer_attributes(house.owner, version, Dsi.PREDICTIVE, {first.id: " Shoreline, 555 0100 "})
    assert answer_attributes(house.owner, version, Dsi.PREDICTIVE, {first.id: "Shoreline, 555 0100"}) == document
    found = standing_claims([document])
    assert [each.standing for each in found] == [Standing.CLAIMED, *[Standing.ABSENT] * 30]
    assert (document.kind, document.format_version) == (DocumentKind.HTI1, "predictive")
    with pytest.raises(Refused, match="no source attribute of this sort"):
        answer_attributes(house.owner, version, Dsi.EVIDENCE_BASED, {first.id: "x"})
    with pytest.raises(Refused, match="There is no answer yet"):
        answer_attributes(house.owner, version, Dsi.PREDICTIVE, {first.id: " "})
    with pytest.raises(Refused, match="has 8,001 characters"):
        answer_attributes(house.owner, version, Dsi.PREDICTIVE, {first.id: "x" * 8_001})


def test_a_claim_is_held_against_a_measure_result_or_a_document(house: House) -> None:
    house.measure(0.71)
    result = MeasureResult.objects.get()
    document = received(house)
    sensitivity = claim(document, "Sensitivity")
    check_claim(house.owner, sensitivity, Verdict.CONTRADICTED, result=result, finding="It is 71 % here.")
    assert standing_claims([document])[0].claim.position == 1
    found = {each.claim.pk: each for each in standing_claims([document])}
    assert found[sensitivity.pk].standing is Standing.CONTRADICTED
    check_claim(house.safety, sensitivity, Verdict.HOLDS, reference="Report of 3 May 2026", finding="78 % here.")
    found = {each.claim.pk: each for each in standing_claims([document])}
    assert found[sensitivity.pk].standing is Standing.CHECKED
    assert [each.checked_by for each in found[sensitivity.pk].checks] == [house.owner, house.safety]
    assert verify().ok


def test_a_check_that_rests_on_nothing_is_refused(house: House) -> None:
    house.measure(0.71)
    document = received(house)
    sensitivity = claim(document, "Sensitivity")
    with pytest.raises(Refused, match="Choose the measure result"):
        check_claim(house.owner, sensitivity, Verdict.HOLDS, finding="Fine.")
    with pytest.raises(Refused, match="Write what was found"):
        check_claim(house.owner, sensitivity, Verdict.HOLDS, reference="Report", finding=" ")
    with pytest.raises(Refused, match="says nothing here"):
        check_claim(house.owner, claim(document, "FundingSource"), Verdict.HOLDS, reference="x", finding="y")
    other = receive_card(house.owner, next_version(house), write_card(second_card()), file_name="card.xml")
    with pytest.raises(Refused, match="measured on another version"):
        check_claim(
            house.owner,
            claim(other, "Sensitivity"),
            Verdict.HOLDS,
            result=MeasureResult.objects.get(),
            finding="Fine.",
        )
    assert not ClaimCheck.objects.exists()


def test_the_database_keeps_claims_and_checks_as_they_are(house: House) -> None:
    document = received(house)
    check = check_claim(house.owner, claim(document, "Summary"), Verdict.HOLDS, reference="x", finding="y")
    for record in (document, document.claims.first(), check):
        table = record._meta.db_table
        for statement in (
            f"DELETE FROM {table} WHERE id = {record.pk}",
            f"UPDATE {table} SET id = id WHERE id = {record.pk}",
        ):
            with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)
    with pytest.raises(IntegrityError), transaction.atomic():
        ClaimCheck.objects.create(
            claim=check.claim, verdict="holds", finding="y", checked_by=house.owner, checked_at=check.checked_at
        )


def test_the_questions_are_what_is_absent_weak_or_contradicted(house: House) -> None:
    document = received(house)
    check_claim(
        house.owner, claim(document, "Summary"), Verdict.CONTRADICTED, reference="x", finding="It reads no notes here."
    )
    asked = questions(stated(standing_claims(current_documents(house.deployment.model_version))))
    assert [each.title for each in asked] == [
        "Summary",
        "Who paid",
        "Significance vs age",
        "Clinical trials",
        "Peer-reviewed publications",
    ]
    assert asked[0].why == "Here we found: It reads no notes here."
    assert "bare 0" in asked[2].why


def test_the_evidence_about_claims(house: House) -> None:
    def found() -> tuple[FindingState, str]:
        about = next(iter(evidence.findings(house.deployment)))
        assert next(iter(evidence.findings(house.use_case))).state == about.state
        return about.state, about.summary

    version = house.deployment.model_version
    assert found() == (FindingState.MISSING, f"{version} has no card and no source attributes.")
    newer = receive_card(house.owner, next_version(house), write_card(second_card()), file_name="card.xml")
    assert found()[0] == FindingState.STALE
    document = received(house)
    assert found()[0] == FindingState.PARTIAL
    assert "No claim on performance was checked" in found()[1]
    check_claim(house.owner, claim(document, "Sensitivity"), Verdict.HOLDS, reference="Report", finding="79 %.")
    assert found()[0] == FindingState.MET
    check_claim(house.owner, claim(document, "Summary"), Verdict.CONTRADICTED, reference="Report", finding="No.")
    assert found()[0] == FindingState.PARTIAL
    assert newer.model_version.version in str(newer)
    assert VendorClaim.objects.filter(document=newer).count() == 56


def test_attributes_without_a_figure_are_evidence_once_one_was_checked(house: House) -> None:
    key = next(iter(attributes(Dsi.PREDICTIVE))).id
    document = answer_attributes(house.owner, house.deployment.model_version, Dsi.PREDICTIVE, {key: "Sepsis team"})
    found = next(iter(evidence.findings(house.deployment)))
    assert found.state == FindingState.PARTIAL
    assert found.summary.endswith("No claim was checked here yet.")
    said = VendorClaim.objects.get(document=document, path=key)
    check_claim(house.owner, said, Verdict.HOLDS, reference="Report", finding="So it is.")
    assert next(iter(evidence.findings(house.deployment))).state == FindingState.MET


def test_a_model_of_our_own_has_no_vendor(house: House) -> None:
    model = house.deployment.model_version.ai_model
    model.maker = "harbour health"
    model.save()
    assert next(iter(evidence.findings(house.deployment))).state == FindingState.NOT_APPLICABLE
