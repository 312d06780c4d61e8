"""A use case's tier follows from what was answered; nobody takes a lower one, and old answers become stale."""

from __future__ import annotations

import pytest
from django.db import Error, transaction
from django.utils import timezone

from attending.governance.actions.tiering import assess
from attending.governance.models import TierAssessment
from attending.ledger.models import Entry
from attending.policies.default import default_policy
from attending.program.actions.use_cases import agree_outcome, assess_risk
from attending.program.models import RiskTier, Stage, UseCase
from attending.program.registries import worklist
from attending.program.registries.evidence import Finding, FindingState, findings
from attending.program.rules import NotAllowed, Refused
from tests.integration.governance.policy_world import LATER, build_world
from tests.integration.house import House, outcome
from tests.integration.turns import in_turn

LEAST = {each.key: next(iter(each.answers)) for each in default_policy().questions}
SEPSIS = {**LEAST, "significance": "drive", "situation": "critical"}


def finding(house: House) -> Finding:
    house.use_case.refresh_from_db()
    return next(each for each in findings(house.use_case) if each.item == "risk-tier")


def asked(house: House) -> list[str]:
    title = "The risk tier is to be assessed"
    return [each.asked for each in worklist.for_person(house.owner) if each.title == title]


class TestAssessing:
    def test_the_rule_decides_and_its_words_are_the_reason(self, house: House) -> None:
        kept = assess(house.owner, house.use_case, SEPSIS)
        assert (kept.tier, kept.case, kept.reason) == ("high", "critical-drive", kept.case_text)
        assert kept.policy_version == "2026.2"
        assert UseCase.objects.get().risk_tier == RiskTier.HIGH
        made = Entry.objects.filter(verb__in=["tier.assessed", "use_case.risk_assessed"]).order_by("seq")
        assert [each.verb for each in made] == ["tier.assessed", "use_case.risk_assessed"]

    def test_a_higher_tier_may_be_taken_for_a_reason(self, house: House) -> None:
        with pytest.raises(Refused, match="The rules make it tier 1, low"):
            assess(house.owner, house.use_case, LEAST, tier="high")
        kept = assess(house.owner, house.use_case, LEAST, tier="high", reason="Nobody has used it here before.")
        assert (kept.ruled, kept.tier) == ("low", "high")

    def test_a_lower_one_never(self, house: House) -> None:
        with pytest.raises(Refused, match="it is tier 3, high, and nobody takes a lower one"):
            assess(house.owner, house.use_case, SEPSIS, tier="moderate", reason="A nurse checks.")
        assert TierAssessment.objects.count() == 0

    def test_every_question_is_answered(self, house: House) -> None:
        with pytest.raises(Refused, match=r"Who acts on it\? Choose one of"):
            assess(house.owner, house.use_case, {**LEAST, "autonomy": "nobody"})

    def test_only_who_may(self, house: House) -> None:
        with pytest.raises(NotAllowed):
            assess(house.nurse, house.use_case, LEAST)

    @pytest.mark.postgres
    def test_whoever_assesses_waits_for_their_turn(self, house: House) -> None:
        in_turn(lambda: assess(house.owner, house.use_case, SEPSIS))


class TestDatabase:
    def test_an_assessment_stands_as_it_is(self, house: House) -> None:
        kept = assess(house.owner, house.use_case, SEPSIS)
        with pytest.raises(Error, match="append-only"), transaction.atomic():
            TierAssessment.objects.filter(pk=kept.pk).update(tier="high", reason="Other.")
        with pytest.raises(Error, match="append-only"), transaction.atomic():
            TierAssessment.objects.all()._raw_delete(using="default")

    def test_no_assessment_takes_a_lower_tier_than_its_rule(self, house: House) -> None:
        kept = assess(house.owner, house.use_case, SEPSIS)
        kept.pk, kept.tier, kept.assessed_at = None, "low", timezone.now()
        with pytest.raises(Error, match="tier_no_lower_than_ruled"), transaction.atomic():
            kept.save(force_insert=True)

    def test_no_use_case_is_put_below_its_newest_answers(self, house: House) -> None:
        assess(house.owner, house.use_case, SEPSIS)
        for lower in ("moderate", "low", ""):
            with pytest.raises(Error, match="no lower tier than the rules made"), transaction.atomic():
                UseCase.objects.update(risk_tier=lower)
        assess(house.owner, house.use_case, LEAST)
        assert UseCase.objects.get().risk_tier == "low"


class TestEvidence:
    def test_nobody_assessed_it(self, house: House) -> None:
        assert finding(house).state == FindingState.MISSING
        assert "held to tier 3" in finding(house).summary

    def test_a_tier_set_without_the_questions_is_half_of_it(self, house: House) -> None:
        assess_risk(house.owner, house.use_case, RiskTier.LOW, reason="It is small.")
        assert finding(house).state == FindingState.PARTIAL

    def test_answered_it_is_met_until_others_are_asked(self, house: House) -> None:
        assess(house.owner, house.use_case, SEPSIS)
        found = finding(house)
        assert (found.state, found.link) == (FindingState.MET, "/governance/use-cases/sepsis-alert/tier/")
        world = build_world(house)
        world.adopted()
        assert finding(house).state == FindingState.MET, "only other questions or rules make answers stale"
        asks_more = LATER.replace("harbour-1", "harbour-2").replace(
            'key = "treats"\ntier = "moderate"', 'key = "treats"\ntier = "high"'
        )
        world.adopted(asks_more)
        assert finding(house).state == FindingState.STALE
        assert "policy 2026.2" in finding(house).summary

    def test_a_deployment_is_answered_for_by_its_use_case(self, house: House) -> None:
        assert [each for each in findings(house.deployment) if each.item == "risk-tier"] == []


class TestWorklist:
    def test_the_owner_is_asked_once_it_leaves_its_first_stage(self, house: House) -> None:
        assert asked(house) == []
        agree_outcome(house.owner, house.use_case, outcome())
        UseCase.objects.filter(pk=house.use_case.pk).update(stage=Stage.READINESS)
        house.use_case.refresh_from_db()
        (said,) = asked(house)
        assert said.startswith("Nobody has assessed it")
        assess(house.owner, house.use_case, SEPSIS)
        assert asked(house) == []

    def test_it_stands_by_the_deployment_too(self, house: House) -> None:
        agree_outcome(house.owner, house.use_case, outcome())
        UseCase.objects.filter(pk=house.use_case.pk).update(stage=Stage.READINESS)
        house.use_case.refresh_from_db()
        house.deployment.use_case.refresh_from_db()
        found = [each for each in worklist.for_deployment(house.deployment) if "risk tier" in each.title]
        assert [each.waits_for for each in found] == ["Olga Owner"]
