"""The tier follows from the answers; whoever reads it sees which rule fired."""

from __future__ import annotations

import pytest

from attending.policies.default import default_policy
from attending.policies.tiering import questions_hash, tier_of
from tests.unit.policies.texts import with_case, with_gate

LEAST = {each.key: next(iter(each.answers)) for each in default_policy().questions}


def tiered(**answers: str) -> tuple[str, str]:
    found = tier_of(default_policy(), {**LEAST, **answers})
    return found.tier, found.case


@pytest.mark.parametrize(
    ("significance", "situation", "tier"),
    [
        ("treat", "critical", "high"),
        ("drive", "critical", "high"),
        ("inform", "critical", "moderate"),
        ("treat", "serious", "high"),
        ("drive", "serious", "moderate"),
        ("inform", "serious", "low"),
        ("treat", "non_serious", "moderate"),
        ("drive", "non_serious", "low"),
        ("inform", "non_serious", "low"),
        ("none", "critical", "low"),
    ],
)
def test_the_grid_of_significance_and_situation(significance: str, situation: str, tier: str) -> None:
    """IMDRF SaMD N12 (2014): categories IV and III are tier 3, II tier 2, I tier 1; the grid itself is unverified."""
    assert tiered(significance=significance, situation=situation)[0] == tier


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"significance": "inform", "autonomy": "alone"}, ("high", "acts-alone")),
        ({"autonomy": "stoppable"}, ("moderate", "acts-first")),
        ({"significance": "drive", "reversibility": "not"}, ("high", "irreversible")),
        ({"reversibility": "not"}, ("moderate", "stays")),
        ({"significance": "inform", "population": "vulnerable"}, ("moderate", "vulnerable")),
        ({"significance": "drive", "population": "broad"}, ("moderate", "broad-drive")),
        ({"phi": "outside"}, ("moderate", "phi-outside")),
        ({"generative": "unchecked"}, ("moderate", "unchecked")),
        (
            {"significance": "inform", "situation": "critical", "generative": "unchecked"},
            ("high", "unchecked-critical"),
        ),
        ({"phi": "inside", "generative": "checked", "population": "broad"}, ("low", "otherwise")),
    ],
)
def test_what_else_raises_it(answers: dict[str, str], expected: tuple[str, str]) -> None:
    assert tiered(**answers) == expected


def test_every_rule_that_fired_is_given_the_deciding_one_first() -> None:
    found = tier_of(default_policy(), {**LEAST, "significance": "treat", "phi": "outside"})
    assert [each.key for each in found.fired] == ["treats", "phi-outside", "otherwise"]
    assert found.text == "It treats or diagnoses."


def test_what_is_missing_or_unknown_is_named() -> None:
    with pytest.raises(ValueError, match=r"Who acts on it\? Choose one of: A person decides every time"):
        tier_of(default_policy(), {key: LEAST[key] for key in LEAST if key != "autonomy"})
    with pytest.raises(ValueError, match="What is its output used for"):
        tier_of(default_policy(), {**LEAST, "significance": "magic"})
    with pytest.raises(ValueError, match="The policy asks no question 'mood'"):
        tier_of(default_policy(), {**LEAST, "mood": "good"})


def test_only_what_is_asked_and_how_it_is_ruled_makes_answers_stale() -> None:
    same = questions_hash(default_policy())
    assert questions_hash(with_gate("low", "live", quorum=5)) == same
    assert questions_hash(with_case("treats", text="Other words.")) == same
    assert questions_hash(with_case("treats", tier="high")) != same
