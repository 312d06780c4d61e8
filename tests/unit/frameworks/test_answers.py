"""How far evidence answers an item: never better than what is on record."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attending.frameworks.presenters import words
from attending.frameworks.rules.answers import Answer, Records, standing_of, together
from attending.program.registries.evidence import FindingState as State

NOW = datetime(2026, 11, 30, tzinfo=UTC)
ORDER = [Answer.GAP, Answer.OLD, Answer.PARTLY, Answer.RELEVANT]


def of(state: State, count: int = 1, days: int = 0) -> Records:
    at = NOW - timedelta(days=days)
    return Records("item", state, count, at, at)


@pytest.mark.parametrize(
    ("records", "answer"),
    [
        ([], Answer.GAP),
        ([of(State.NOT_APPLICABLE, 3)], Answer.GAP),
        ([of(State.MISSING)], Answer.GAP),
        ([of(State.STALE)], Answer.OLD),
        ([of(State.STALE), of(State.MISSING)], Answer.OLD),
        ([of(State.PARTIAL)], Answer.PARTLY),
        ([of(State.MET, 4), of(State.MISSING)], Answer.PARTLY),
        ([of(State.MET, 4), of(State.STALE)], Answer.PARTLY),
        ([of(State.MET, 4), of(State.NOT_APPLICABLE)], Answer.RELEVANT),
    ],
)
def test_a_kind_stands_as_its_records_do(records: list[Records], answer: Answer) -> None:
    assert standing_of(records).answer is answer


def test_what_is_there_in_part_is_told_beside_what_is_whole() -> None:
    found = standing_of([of(State.MET, 2), of(State.PARTIAL, 3), of(State.PARTIAL, 1), of(State.NOT_APPLICABLE, 9)])
    assert (found.met, found.partial, found.asked) == (2, 4, 6)
    assert words.records(found) == "2 of 6 records, 4 in part"


def test_the_age_is_that_of_what_is_on_record_not_of_what_is_missing() -> None:
    found = standing_of([of(State.MET, 2, days=10), of(State.STALE, 1, days=400), of(State.MISSING, 1, days=900)])
    assert (found.met, found.asked, found.stale) == (2, 4, 1)
    assert found.oldest == NOW - timedelta(days=400)
    assert found.newest == NOW - timedelta(days=10)


@pytest.mark.parametrize(
    ("answers", "answer"),
    [
        ([], Answer.UNMAPPED),
        ([Answer.RELEVANT, Answer.RELEVANT], Answer.RELEVANT),
        ([Answer.RELEVANT, Answer.GAP], Answer.PARTLY),
        ([Answer.PARTLY, Answer.OLD], Answer.PARTLY),
        ([Answer.OLD, Answer.GAP], Answer.OLD),
        ([Answer.GAP, Answer.GAP], Answer.GAP),
    ],
)
def test_an_item_is_answered_by_all_its_kinds_together(answers: list[Answer], answer: Answer) -> None:
    assert together(answers) is answer


@given(st.lists(st.sampled_from(ORDER), min_size=1))
def test_together_lies_between_the_worst_and_the_best(answers: list[Answer]) -> None:
    rank = ORDER.index
    assert rank(min(answers, key=rank)) <= rank(together(answers)) <= rank(max(answers, key=rank))


@given(st.lists(st.tuples(st.sampled_from(list(State)), st.integers(0, 5))))
def test_relevant_means_that_nothing_asked_is_missing(found: list[tuple[State, int]]) -> None:
    standing = standing_of([of(state, count) for state, count in found])
    lacking = sum(count for state, count in found if state in {State.MISSING, State.PARTIAL, State.STALE})
    assert (standing.answer is Answer.RELEVANT) == (standing.met > 0 and lacking == 0)
