"""Whether the people in the room can decide something."""

from __future__ import annotations

import pytest

from attending.governance.rules.quorum import Voter, reach


def voter(*, signed: bool = False, may: bool = True, present: bool = True, clinical: bool = True) -> Voter:
    return Voter("Somebody", clinical, signed, may, present)


@pytest.mark.parametrize(
    ("voters", "quorum", "clinical", "sentence"),
    [
        ([voter(), voter()], 2, 1, "Enough people who may sign are here."),
        ([voter(signed=True, present=False), voter()], 2, 2, "Enough people who may sign are here."),
        ([voter()], 2, 0, "1 more person who may sign is needed."),
        ([voter(may=False), voter(present=False)], 2, 0, "2 more people who may sign are needed."),
        ([voter(clinical=False), voter(clinical=False)], 2, 1, "1 more clinician who may sign is needed."),
        ([], 3, 1, "3 more people who may sign are needed, one of them a clinician."),
        ([], 3, 2, "3 more people who may sign are needed, 2 of them clinicians."),
    ],
)
def test_who_is_still_needed(voters: list[Voter], quorum: int, clinical: int, sentence: str) -> None:
    found = reach(voters, quorum=quorum, clinical_quorum=clinical)
    assert found.sentence == sentence
    assert found.enough is sentence.startswith("Enough")
    assert found.signed == sum(each.signed for each in voters)


def test_a_seat_that_nobody_here_signs_from_is_named() -> None:
    voters = [
        Voter("Olga", True, True, True, True, seats=frozenset({"clinical_owner"})),
        Voter("Sam", True, False, True, True, seats=frozenset({"cmio"})),
    ]
    seats = {"clinical_owner": "clinical owner", "safety_officer": "safety officer"}
    found = reach(voters, quorum=2, clinical_quorum=1, seats=seats)
    assert not found.enough
    assert found.sentence == "Nobody here signs as safety officer."
    assert reach(voters, quorum=2, clinical_quorum=1, seats={"cmio": "chief"}).enough
    both = reach(voters, quorum=3, clinical_quorum=1, seats=seats).sentence
    assert both == "1 more person who may sign is needed. Nobody here signs as safety officer."
