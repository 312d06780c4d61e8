"""Seats that have to sign: whether they could be filled, and what is missing while they are not."""

from __future__ import annotations

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from attending.decisions.rules.options import Option
from attending.decisions.rules.seats import without_a_person
from attending.decisions.rules.tally import Needed, Outcome, Vote, needed, outcome

SEATS = ("clinical_owner", "nursing_lead", "safety_officer", "cmio")
RULE = {"quorum": 2, "clinical_quorum": 1, "protective_choice": "pause", "seats": ("clinical_owner", "safety_officer")}


@given(st.fixed_dictionaries({seat: st.sets(st.integers(1, 4), max_size=3) for seat in SEATS}))
def test_seats_are_fillable_exactly_when_some_choice_of_people_is_distinct(holders: dict[str, set[int]]) -> None:
    """Held against trying every choice of one holder for each seat."""
    fits = any(len(set(people)) == len(SEATS) for people in product(*(holders[seat] for seat in SEATS)))
    left = without_a_person(SEATS, holders)
    assert (left == []) == fits
    rest = [seat for seat in SEATS if seat not in left]
    assert without_a_person(rest, holders) == []


def test_a_seat_is_spoken_for_by_whoever_approves_from_it() -> None:
    physician = Vote(1, "go", clinical=True, seat="clinical_owner")
    author = Vote(2, "go", clinical=False, author=True, seat="safety_officer")
    assert needed([physician, author], "go", **RULE) == Needed(1, 0, (), ("safety_officer",))
    other = Vote(3, "go", clinical=False, seat="safety_officer")
    assert outcome([physician, author, other], "go", **RULE) == Outcome("go", 2)
    elsewhere = Vote(4, "stop", clinical=False, seat="safety_officer")
    assert needed([physician, elsewhere], "go", **RULE).seats == ("safety_officer",)


def test_protecting_needs_no_seat() -> None:
    assert outcome([Vote(1, "pause", clinical=False, seat="cmio")], "pause", **RULE) == Outcome("pause", 1)


def test_an_option_keeps_its_seats_as_plain_text() -> None:
    option = Option("go", "Go", "It goes.", seats=("cmio",))
    assert option.as_document()["seats"] == ["cmio"]
    assert Option.from_document(option.as_document()) == option
    without = {key: value for key, value in option.as_document().items() if key != "seats"}
    assert Option.from_document(without).seats == ()
