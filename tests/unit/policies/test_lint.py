"""What keeps a policy from working is found, in words that say where and what to do."""

from __future__ import annotations

from dataclasses import replace

import pytest

from attending.policies.default import default_policy
from attending.policies.lint import Finding, Weight, findings, musts, vacant
from attending.policies.model import EscalationStep, Policy
from attending.policies.vocabulary import ENTERPRISE_SEATS, SEATS
from tests.unit.policies.texts import case, with_case, with_gate, with_signing, with_tier


def found(policy: Policy, rule: str) -> list[Finding]:
    return [each for each in findings(policy) if each.rule == rule]


def test_the_default_policy_passes_its_own_lint() -> None:
    assert findings(default_policy(), held_seats=set(SEATS)) == ()


def test_clocks_of_concerns_that_are_not_said_are_remarked_with_what_holds_instead() -> None:
    (one,) = found(replace(default_policy(), concerns=None), "concerns-unsaid")
    assert one.weight is Weight.SHOULD
    assert "3 days hold, and 30 days to follow up" in one.words


class TestGates:
    def test_a_quorum_below_the_seats_is_found(self) -> None:
        (one,) = found(with_gate("high", "live", quorum=3), "quorum-below-seats")
        assert one.key == "tiers.high.gates.live.quorum"
        assert one.words == "Tier 3, high, “Live on a unit”: 4 seats have to sign, and the quorum is 3."
        assert one.mend == "Make the quorum at least 4."

    def test_clinicians_beyond_the_seats_that_clinicians_hold_are_found(self) -> None:
        (one,) = found(with_gate("high", "live", clinical_quorum=3), "clinicians-out-of-reach")
        assert "(Compliance officer and Safety officer)" in one.words
        assert one.mend == "Raise the quorum to 5, or ask 2 clinicians."

    def test_more_clinicians_than_people_are_found(self) -> None:
        assert found(with_gate("low", "live", clinical_quorum=3), "clinicians-above-quorum")

    def test_clinicians_are_at_least_half(self) -> None:
        (one,) = found(with_gate("moderate", "live", clinical_quorum=1), "clinicians-outvoted")
        assert one.mend == "Ask at least 2 clinicians."

    def test_a_gate_without_seats_or_evidence_is_found(self) -> None:
        assert found(with_gate("low", "close", seats=()), "nobody-answers")
        assert found(with_gate("low", "close", evidence=()), "no-evidence")

    def test_a_use_case_is_not_asked_for_what_only_a_deployment_has(self) -> None:
        asked = with_gate("high", "learning", evidence=("post-launch-review", "downtime-drill"))
        (one,) = found(asked, "item-of-a-deployment")
        assert "Downtime drill" in one.words

    def test_going_live_without_thresholds_is_said(self) -> None:
        (one,) = found(with_gate("low", "live", evidence=("risk-tier",)), "no-thresholds")
        assert one.weight is Weight.SHOULD

    def test_a_first_gate_that_asks_no_tier_is_said(self) -> None:
        assert found(with_gate("low", "readiness", evidence=("leaders",)), "no-tier-asked")


class TestTiers:
    @pytest.mark.parametrize(
        ("policy", "key"),
        [
            (with_gate("high", "live", route="fast_track"), None),
            (with_gate("high", "live", route="registration"), "tiers.high.gates.live.route"),
            (with_gate("moderate", "live", seats=("cmio",)), "tiers.moderate.gates.live.seats"),
            (with_gate("high", "live", quorum=2), "tiers.high.gates.live.quorum"),
            (with_gate("high", "live", clinical_quorum=1), "tiers.high.gates.live.clinical_quorum"),
            (with_gate("high", "close", evidence=("value-known",)), "tiers.high.gates.close.evidence"),
            (with_gate("high", "pilot", expires_after_days=121), "tiers.high.gates.pilot.expires_after_days"),
            (with_tier("high", lapse_grace_days=22), "tiers.high.lapse_grace_days"),
            (with_tier("high", reopens=("model-version",)), "tiers.high.reopens"),
            (with_tier("high", pause_after_hours=None), "tiers.high.pause_after_hours"),
            (with_tier("high", pause_after_hours=169), "tiers.high.pause_after_hours"),
            (with_tier("high", escalation=(EscalationStep(1, "deputy"),)), "tiers.high.escalation"),
            (with_tier("moderate", escalation=(EscalationStep(24, "cmio"),)), "tiers.moderate.escalation"),
        ],
    )
    def test_a_tier_that_asks_less_than_the_one_below_is_found(self, policy: Policy, key: str | None) -> None:
        assert [each.key for each in found(policy, "laxer-than-below")] == ([key] if key else [])

    def test_the_words_set_both_tiers_side_by_side(self) -> None:
        (one,) = found(with_gate("high", "pilot", expires_after_days=121), "laxer-than-below")
        assert one.words == (
            "Tier 3, high, “Pilot on a unit”: the approval ends after: 121 days. Tier 2, moderate asks more: 120 days."
        )

    def test_clocks_that_cannot_work_are_found(self) -> None:
        twice = (EscalationStep(9, "deputy"), EscalationStep(9, "cmio"))
        assert found(with_tier("low", escalation=twice), "steps-out-of-order")
        again = (EscalationStep(1, "deputy"), EscalationStep(9, "deputy"), EscalationStep(10, "cmio"))
        assert found(with_tier("low", escalation=again), "told-twice")
        assert found(with_tier("low", escalation=()), "nobody-told")
        assert found(with_tier("low", reopens=()), "never-reopened")
        assert found(with_tier("high", pause_after_hours=4), "paused-before-told")[0].weight is Weight.SHOULD


class TestQuestions:
    def test_a_riskier_answer_with_a_lower_tier_is_found(self) -> None:
        policy = with_case("serious-treat", when={"significance": ("treat",), "situation": ("serious",)})
        (one,) = found(policy, "riskier-and-lower")
        assert one.key == "cases[2].when.situation"
        assert 'not for the riskier "critical"' in one.words

    def test_answers_without_a_tier_are_found(self) -> None:
        policy = replace(default_policy(), cases=default_policy().cases[:-1])
        assert found(policy, "no-tier")
        assert found(policy, "tier-out-of-reach")[0].words == "No answers lead to Tier 1, low."

    def test_a_tier_that_a_higher_one_covers_is_out_of_reach(self) -> None:
        policy = with_case("otherwise", tier="moderate")
        assert [each.words for each in found(policy, "tier-out-of-reach")] == ["No answers lead to Tier 1, low."]

    def test_a_rule_under_a_higher_one_never_decides(self) -> None:
        covered = case("covered", "moderate", significance=("treat",), situation=("critical",))
        policy = replace(default_policy(), cases=(*default_policy().cases, covered))
        (one,) = found(policy, "rule-never-decides")
        assert (one.key, one.weight) == ("cases[16]", Weight.SHOULD)

    def test_a_question_that_decides_nothing_is_said(self) -> None:
        policy = default_policy()
        cases = tuple(each for each in policy.cases if "phi" not in each.when)
        (one,) = found(replace(policy, cases=cases), "idle-question")
        assert "protected health information" in one.words

    def test_a_policy_asks_something(self) -> None:
        always = tuple(case(tier, tier) for tier in ("high", "moderate", "low"))
        assert found(replace(default_policy(), questions=(), cases=always), "no-question")


class TestSigning:
    @pytest.mark.parametrize(
        ("policy", "rule"),
        [
            (with_signing("resume", quorum=1), "decided-alone"),
            (with_signing("policy", quorum=1, clinical_quorum=1), "decided-alone"),
            (with_signing("residual_risk", clinical_quorum=0), "no-clinician"),
            (with_signing("roadmap", clinical_quorum=3), "clinicians-above-quorum"),
            (with_signing("exception", answer_within_hours=0), "no-time"),
            (with_signing("pause", quorum=2), "slow-to-stop"),
        ],
    )
    def test_a_rule_that_cannot_hold_is_found(self, policy: Policy, rule: str) -> None:
        assert [each.rule for each in findings(policy)] == [rule]


class TestSeats:
    def test_an_enterprise_seat_that_nobody_holds_is_said(self) -> None:
        told = findings(default_policy(), held_seats=set(ENTERPRISE_SEATS) - {"compliance_officer"})
        assert [each.words for each in told] == ["Nobody holds the seat “Compliance officer”, which signs at 7 gates."]
        assert musts(told) == ()

    def test_the_seats_that_a_use_case_lacks_are_named_with_what_they_keep_shut(self) -> None:
        lacking = vacant(default_policy(), "moderate", {"cmio"})
        assert set(lacking) == {"clinical_owner", "safety_officer"}
        assert lacking["safety_officer"] == ("Escalation of a breach",)
        assert len(lacking["clinical_owner"]) == 7

    def test_what_nobody_assessed_needs_the_seats_of_the_strictest_tier(self) -> None:
        assert set(vacant(default_policy(), "", {"cmio", "clinical_owner"})) == {"compliance_officer", "safety_officer"}


def test_what_must_be_mended_comes_first() -> None:
    policy = with_gate("low", "live", evidence=("risk-tier",), seats=())
    assert [each.weight for each in findings(policy)] == [Weight.MUST, Weight.SHOULD]
