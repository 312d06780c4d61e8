"""Which sealed sentences still hold, which are sealed at all, and how an approval stands before its end."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from attending.governance.rules.approvals import Standing, asked_again, covered, standing
from attending.governance.rules.claims import Claim, claims_of
from attending.governance.rules.lapsing import broken, compared, end_after_lapse
from attending.program.registries.facts import Fact

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
OWNER = Fact("clinical-owner", "Dr Olga Owner answers for it clinically.", "7")
SCORE = Fact("action-threshold", "Staff act at a score of 0.5.", "0.5")
NO_EHR = Fact("ehr-version", "Nobody has recorded which EHR release Main runs.", "")


def test_only_what_the_policy_names_and_somebody_said_is_sealed() -> None:
    sealed = claims_of([OWNER, SCORE, NO_EHR], ("clinical-owner", "ehr-version"))
    assert sealed == [{"key": "clinical-owner", "sentence": OWNER.sentence, "value": "7"}]


def test_a_sentence_holds_while_its_value_does_whatever_it_is_called() -> None:
    renamed = Fact("clinical-owner", "Dr Olga Olsen answers for it clinically.", "7")
    sealed = claims_of([OWNER], ("clinical-owner",))
    assert broken(sealed, [renamed]) == []
    assert broken(sealed, [Fact("clinical-owner", "Nobody answers for it clinically.", "")]) == [
        {
            "key": "clinical-owner",
            "sentence": OWNER.sentence,
            "sealed": "7",
            "now": "Nobody answers for it clinically.",
        }
    ]


def test_what_no_room_gives_any_more_no_longer_holds() -> None:
    (found,) = compared(claims_of([SCORE], ("action-threshold",)), [OWNER])
    assert not found.holds
    assert found.now_in_words == "Nothing is recorded of it any more."


def test_one_of_several_facts_of_a_kind_is_enough() -> None:
    sealed = claims_of([SCORE], ("action-threshold",))
    assert broken(sealed, [Fact("action-threshold", "Another.", "0.7"), SCORE]) == []


def test_what_was_not_there_when_it_was_sealed_never_breaks() -> None:
    sealed = [Claim(key="ehr-version", sentence=NO_EHR.sentence, value="")]
    assert broken(sealed, [Fact("ehr-version", "Main runs EHR release May 2026.", "May 2026")]) == []


@pytest.mark.parametrize(("left", "grace", "ends"), [(400, 14, 14), (3, 14, 3), (400, 0, 0)])
def test_grace_only_ever_brings_the_end_forward(left: int, grace: int, ends: int) -> None:
    assert end_after_lapse(NOW + timedelta(days=left), NOW, grace) == NOW + timedelta(days=ends)


@pytest.mark.parametrize(
    ("days", "lapsed", "wanted"),
    [
        (31, False, Standing.STANDS),
        (31, True, Standing.LAPSED),
        (30, False, Standing.ENDING),
        (30, True, Standing.LAPSED),
        (7, False, Standing.ENDS_SOON),
        (7, True, Standing.ENDS_SOON),
        (0, False, Standing.ENDED),
        (-1, True, Standing.ENDED),
    ],
)
def test_how_an_approval_stands(days: int, lapsed: bool, wanted: Standing) -> None:
    assert standing(NOW + timedelta(days=days), NOW, lapsed=lapsed) is wanted


def test_a_gate_asks_again_from_thirty_days_before_the_end() -> None:
    assert asked_again(NOW + timedelta(days=30), NOW)
    assert not asked_again(NOW + timedelta(days=31), NOW)


@pytest.mark.parametrize(
    ("covers", "words"),
    [("live", "live use"), ("pilot", "pilot"), ("controls", "controls"), ("close", "the end of a cycle")],
)
def test_what_it_allows_is_said_in_words(covers: str, words: str) -> None:
    assert covered(covers) == words
