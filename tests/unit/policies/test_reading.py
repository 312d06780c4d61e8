"""A policy's text is read whole; what is wrong is told with its line, key, value and expectation."""

from __future__ import annotations

import pytest

from attending.policies.default import default_policy, default_text
from attending.policies.lines import line_of, lines
from attending.policies.problems import PolicyRefused
from attending.policies.reading import LONGEST_TEXT, read_policy


def changed(*changes: tuple[str, str]) -> str:
    text = default_text()
    for before, after in changes:
        assert before in text
        text = text.replace(before, after, 1)
    return text


def refused(text: str) -> list[str]:
    with pytest.raises(PolicyRefused) as caught:
        read_policy(text)
    return [str(problem) for problem in caught.value.problems]


def number_of(line: str) -> int:
    return default_text().splitlines().index(line) + 1


class TestDefault:
    def test_it_is_read(self) -> None:
        policy = default_policy()
        assert policy.version == "2026.2"
        assert policy.tier("") is policy.tiers["high"]
        assert policy.tiers["low"].pause_after_hours is None

    def test_every_line_of_it_is_explained(self) -> None:
        """Each table stands under a comment, and each key of a tier or gate in the comment before the tiers."""
        given = default_text().splitlines()
        for place, line in enumerate(given):
            if line.startswith("[") and line != "[questions.answers]":
                assert given[place - 1].startswith("#"), line
        explained = default_text().partition("# What holds in each tier.")[2].partition("\n# Tier 1")[0]
        for name in ("review_every_days", "reopens", "lapse_grace_days", "pause_after_hours", "escalation", "route"):
            assert f"#   {name}" in explained
        for name in ("seats", "quorum", "clinical_quorum", "evidence", "answer_within_hours", "expires_after_days"):
            assert f"#   {name}" in explained

    def test_a_text_from_before_concerns_had_a_clock_is_read_and_held_to_the_default_one(self) -> None:
        said = "[concerns]\nanswer_within_hours = 72\nfollow_up_within_days = 30\n"
        older = read_policy(changed((said, "")))
        assert older.concerns is None
        assert older.concern_clock == default_policy().concerns

    def test_the_same_text_is_not_read_twice(self) -> None:
        assert read_policy(default_text()) is default_policy()


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("quorum = 3", "quorum = 0", 'signing.policy.quorum: "0": expected a whole number from 1 to 30'),
        ("quorum = 3", "quorum = true", 'signing.policy.quorum: "True": expected a whole number from 1 to 30'),
        ("quorum = 3", "quorum = 3.0", 'signing.policy.quorum: "3.0": expected a whole number from 1 to 30'),
        ('tier = "high"', 'tier = "severe"', 'cases[1].tier: "severe": expected one of low, moderate, high'),
        ("quorum = 3", "quorum = 3\nveto = 1", 'signing.policy.veto: "1": is not known here'),
        ('version = "2026.2"', 'version = "second try"', 'version: "second try": expected letters, digits'),
        ('text = "Who acts on it?"', 'text = ""', "questions[3].text: expected a text of one line"),
        ('key = "situation"', 'key = "significance"', 'questions[2].key: "significance": another question has'),
        ('key = "serious-treat"', 'key = "critical-drive"', 'cases[2].key: "critical-drive": another rule has'),
        ('situation = ["critical"]', 'situation = ["hopeless"]', 'situation: "hopeless": no answers of that name'),
        ('situation = ["critical"]', "situation = []", "cases[1].when.situation: lists no answer"),
        ('situation = ["critical"]', 'mood = ["critical"]', "cases[1].when.mood: is not known here"),
        ('tell = "deputy"', 'tell = "mayor"', 'tiers.low.escalation[1].tell: "mayor": expected one of deputy'),
        ('["clinical_owner"]', '["clinical_owner", "clinical_owner"]', "names one of its seats twice"),
        ('["clinical_owner"]', "3", 'seats: "3": expected a list of seats, such as seats = ["executive_sponsor"'),
        ('"value-thesis"]', '"wishes"]', '"wishes": no evidence items of that name; known are leaders'),
        ('"clinical-owner"]', '"weather"]', '"weather": no facts of that name'),
        ("[tiers.low.gates.close]", "[tiers.low.gates.closing]", "tiers.low.gates.close: is missing"),
        ("[signing.exception]", "[signing.exemption]", "signing.exception: is missing: expected a table"),
        ('format = "attending-policy/1"', 'format = "attending-policy/9"', "expected one of attending-policy/1"),
        ("expires_after_days = 180", "expires_after_days = 99999", "expected a whole number from 1 to 3,650"),
    ],
)
def test_what_is_wrong_is_named(before: str, after: str, said: str) -> None:
    assert any(said in each for each in refused(changed((before, after)))), refused(changed((before, after)))


def test_all_problems_are_told_at_once_by_their_lines() -> None:
    told = refused(changed(("quorum = 3", "quorum = 0"), ("expires_after_days = 180", "expires_after_days = -1")))
    assert told == [
        f'line {number_of("quorum = 3")}, signing.policy.quorum: "0": expected a whole number from 1 to 30',
        f"line {number_of('expires_after_days = 180')}, tiers.low.gates.pilot.expires_after_days: "
        '"-1": expected a whole number from 1 to 3,650',
    ]


def test_what_is_no_toml_is_told_with_its_line() -> None:
    (told,) = refused("format = \n")
    assert told.startswith("line 1: This is no TOML: ")


@pytest.mark.parametrize("text", ["", "x = 1", "tiers = 3", "[[tiers]]\nlow = 1", "questions = [1]", "signing = []"])
def test_what_is_no_policy_is_refused(text: str) -> None:
    assert refused(text)


def test_a_text_beyond_all_measure_is_not_read() -> None:
    assert refused("#" * (LONGEST_TEXT + 1)) == [
        "a policy has at most 200,000 characters; this text has 200,001",
    ]


def test_brackets_beyond_all_measure_are_refused() -> None:
    assert refused(f"x = {'[' * 50_000}")


def test_lines_are_found_across_lists_strings_and_braces() -> None:
    text = 'a = """one\n[no.table]\nb = 1"""\nc = [\n  "x", # [y]\n]\n[[q]]\nk = 1\n[q.r]\nl = {m = 1}\n[[q]]\nk = 2\n'
    found = lines(text)
    assert found == {"a": 1, "c": 4, "q[1]": 7, "q[1].k": 8, "q[1].r": 9, "q[1].r.l": 10, "q[2]": 11, "q[2].k": 12}
    assert line_of(found, "q[1].r.l.m") == 10
    assert line_of(found, "z") == 0
