"""Two policies are compared in words, and each change says whether it asks more or less."""

from __future__ import annotations

from dataclasses import replace

from attending.policies.default import default_policy
from attending.policies.difference import Effect, differences
from attending.policies.model import ConcernRule, EscalationStep, Policy
from tests.unit.policies.texts import case, with_case, with_gate, with_signing, with_tier


def told(after: Policy) -> list[tuple[str, str, Effect]]:
    return [(each.where, each.words, each.effect) for each in differences(default_policy(), after)]


def test_equal_policies_have_none_whatever_they_are_called() -> None:
    assert told(replace(default_policy(), version="other")) == []


def test_a_gate_says_what_it_asks_now() -> None:
    after = with_gate("high", "live", seats=("clinical_owner", "cmio", "safety_officer", "nursing_lead"), quorum=5)
    assert told(after) == [
        (
            "Tier 3, high: Live on a unit",
            "Seats that sign: now also Nursing lead; no longer Compliance officer.",
            Effect.OTHER,
        ),
        ("Tier 3, high: Live on a unit", "People who sign: 5, before 4.", Effect.STRICTER),
    ]


def test_a_tier_says_how_its_clocks_changed() -> None:
    after = with_tier(
        "low", pause_after_hours=72, escalation=(EscalationStep(30, "deputy"), EscalationStep(72, "cmio"))
    )
    assert told(after) == [
        (
            "Tier 1, low",
            "Told of an unanswered breach: the deputy after 30 hours and the chief medical information officer after "
            "3 days, before the deputy after 24 hours and the chief medical information officer after 3 days.",
            Effect.LAXER,
        ),
        ("Tier 1, low", "An unanswered breach pauses it after: 3 days, before never.", Effect.STRICTER),
    ]


def test_signing_rules_and_order_are_said() -> None:
    assert told(with_signing("exception", quorum=3)) == [
        ("Exception at a gate", "People who sign: 3, before 2.", Effect.STRICTER)
    ]
    turned = with_gate("moderate", "live", seats=("cmio", "clinical_owner"))
    assert told(turned) == [("Tier 2, moderate: Live on a unit", "Seats that sign: in another order.", Effect.OTHER)]


def test_clocks_of_concerns_ask_less_where_they_are_longer() -> None:
    assert told(replace(default_policy(), concerns=ConcernRule(96, 14))) == [
        ("Front-line concerns", "Answered within: 4 days, before 3 days.", Effect.LAXER),
        ("Front-line concerns", "Followed up within: 14 days, before 30 days.", Effect.STRICTER),
    ]
    assert told(replace(default_policy(), concerns=None)) == [], "what is not said is the default"


def test_rules_for_the_tier_that_came_went_or_changed() -> None:
    policy = with_case("treats", tier="low")
    cases = (case("new", "high", phi=("outside",)), *(each for each in policy.cases if each.key != "stays"))
    assert told(replace(policy, cases=cases)) == [
        ("Rules for the tier", "New, tier 3, high: Rule new.", Effect.STRICTER),
        ("Rules for the tier", "It treats or diagnoses. Now tier 1, low, before tier 2, moderate.", Effect.LAXER),
        ("Rules for the tier", "Gone: An error cannot be taken back.", Effect.LAXER),
    ]


def test_rules_that_fire_otherwise_or_read_otherwise() -> None:
    assert told(with_case("treats", when={"significance": ("drive", "treat")})) == [
        ("Rules for the tier", "It treats or diagnoses. It fires for other answers.", Effect.OTHER)
    ]
    assert told(with_case("treats", text="It treats.")) == [
        ("Rules for the tier", "Now reads “It treats.”, before “It treats or diagnoses.”", Effect.OTHER)
    ]
    turned = replace(default_policy(), cases=default_policy().cases[::-1])
    assert told(turned) == [("Rules for the tier", "They stand in another order.", Effect.OTHER)]


def test_questions_that_came_went_or_changed() -> None:
    policy = default_policy()
    first, second, *rest = policy.questions
    asked = replace(first, text="What is it for?"), replace(second, answers={"no": "No", "yes": "Yes"})
    new = replace(first, key="new", text="Is it new?")
    after = replace(policy, questions=(*asked, *rest[:-1], new))
    assert [words for _, words, _ in told(after)] == [
        "Now asked as “What is it for?”, before “What is its output used for?”",
        "“In which situation are the patients?”: its answers are now “No” and “Yes”.",
        "New: “Is it new?”",
        "Gone: “Does it write text or make pictures?”",
    ]
    assert told(replace(policy, questions=policy.questions[::-1])) == [
        ("Questions for the tier", "Asked in another order.", Effect.OTHER)
    ]
