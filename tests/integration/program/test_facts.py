"""What decisions rest on: each key once, in sentences that a clinician reads, empty where nobody has said anything."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from attending.program.actions.organisation import record_ehr
from attending.program.actions.use_cases import assess_risk
from attending.program.models import Deployment, RiskTier, UseCase
from attending.program.registries.facts import facts
from attending.review.actions.sources import map_log
from tests.integration.house import House
from tests.integration.review.logs import MAPPING


def said(subject: UseCase | Deployment) -> dict[str, str]:
    return {fact.key: fact.sentence for fact in facts(subject)}


def test_each_key_is_given_once_about_a_subject(house: House) -> None:
    for subject in (house.use_case, house.deployment):
        assert set(Counter(fact.key for fact in facts(subject)).values()) == {1}


def test_what_nobody_has_said_has_no_value(house: House) -> None:
    empty = {fact.key for fact in facts(house.deployment) if not fact.value}
    assert empty == {
        "risk-tier",
        "model-steward",
        "ehr-version",
        "workflow-map",
        "workflow-contract",
        "oversight-thresholds",
        "measures",
    }


def test_a_deployment_is_told_in_sentences(house: House) -> None:
    record_ehr(house.administrator, house.deployment.unit.site, "May 2026")
    assess_risk(house.owner, house.use_case, RiskTier.MODERATE, reason="A nurse checks each alert.")
    house.agree()
    map_log(house.platform, house.deployment, MAPPING, location="log.csv")
    deployment = Deployment.objects.get(pk=house.deployment.pk)
    found = said(deployment)
    assert found["clinical-owner"] == "Olga Owner answers for it clinically."
    assert found["model-version"] == "Version 2.1 of Sepsis model is deployed."
    assert found["action-threshold"] == "Staff act at a score of 0.5."
    assert found["unit"] == "It is meant for 4 West at Main."
    assert found["ehr-version"] == "4 West at Main runs EHR release May 2026."
    assert found["risk-tier"] == "It is of moderate risk."
    assert found["oversight-thresholds"].startswith("It was agreed to stop when ")
    assert "is below 0.7 over the last 3 months" in found["oversight-thresholds"]
    assert found["measures"] == "Its reviews hold the score risk against the outcome died."


def test_where_a_log_lies_is_nothing_a_decision_rests_on(house: House) -> None:
    def value() -> str:
        return next(fact.value for fact in facts(house.deployment) if fact.key == "measures")

    map_log(house.platform, house.deployment, MAPPING, location="log.csv")
    before = value()
    map_log(house.platform, house.deployment, MAPPING, location="elsewhere.csv")
    assert value() == before
    map_log(house.platform, house.deployment, replace(MAPPING, outcome="sepsis"), location="log.csv")
    assert value() != before
