"""Where a use case is, against its plan."""

from __future__ import annotations

from datetime import date

import pytest

from attending.strategy.rules.progress import standing, work_of
from attending.strategy.rules.quarters import later
from attending.strategy.rules.roadmap_facts import Work

Q1 = date(2027, 1, 1)
TODAY = date(2027, 5, 12)


def test_quarters_left_count_the_quarter_of_the_report() -> None:
    assert work_of(Q1, None, 1, reported_on=TODAY, estimated=3).expected == later(Q1, 1)
    assert work_of(Q1, None, 2, reported_on=TODAY, estimated=3).expected == later(Q1, 2)
    assert work_of(Q1, None, None, reported_on=TODAY, estimated=3).expected == later(Q1, 2)
    assert work_of(Q1, Q1, None, reported_on=TODAY, estimated=3) == Work(Q1, Q1, Q1)


@pytest.mark.parametrize(
    ("work", "words"),
    [
        (None, "not started, late by a quarter"),
        (Work(Q1, None, later(Q1, 1)), "in work, expected in 2027 Q2, as planned"),
        (Work(Q1, None, later(Q1, 3)), "in work, expected in 2027 Q4, late by 2 quarters"),
        (Work(Q1, Q1, Q1), "finished in 2027 Q1, early by a quarter"),
    ],
)
def test_a_use_case_is_held_against_its_plan(work: Work | None, words: str) -> None:
    assert standing(Q1, later(Q1, 1), work, today=TODAY).words == words


def test_what_is_not_due_yet_is_not_late() -> None:
    assert standing(later(Q1, 1), later(Q1, 1), None, today=TODAY).words == "to start in 2027 Q2"
