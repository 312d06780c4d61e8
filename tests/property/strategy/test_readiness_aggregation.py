"""Readiness cannot be talked up: whatever is said, the weakest rules and more of the good never hides the bad."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from attending.analytics.records import to_record
from attending.program.models import Discipline, Seat
from attending.strategy.models import Barrier
from attending.strategy.rules.readiness import (
    APART,
    Assessed,
    ItemResult,
    Level,
    Mark,
    Voice,
    assessed,
    read_results,
    weakest_of,
)

VOICES = st.builds(Voice, st.sampled_from(["", *Seat.values]), st.sampled_from(Discipline.values))
MARKS = st.lists(st.tuples(VOICES, st.none() | st.integers(0, 4)), max_size=6)


@st.composite
def items(draw: st.DrawFn) -> list[ItemResult]:
    given_ = draw(st.lists(st.tuples(st.sampled_from(list(Barrier)), MARKS), max_size=8))
    return [
        ItemResult(pk, barrier, tuple(Mark(at, voice, grade) for at, (voice, grade) in enumerate(marks)))
        for pk, (barrier, marks) in enumerate(given_)
    ]


def found(of: list[ItemResult], *pulls: int) -> Assessed:
    return assessed(of, people=6, asked=6, pulls=pulls)


@given(items(), st.lists(st.integers(1, 5), max_size=6))
def test_the_weakest_rules_and_enthusiasm_moves_nothing(of: list[ItemResult], pulls: list[int]) -> None:
    result = found(of, *pulls)
    known = [each.grade for each in of if each.grade is not None]
    assert result.grade == min(known, default=None)
    assert result.level is found(of).level
    assert result.level is not Level.READY or all(grade >= 3 for grade in known)
    assert sum(each.items for each in result.barriers) == len(of)
    assert sum(each.cannot_say for each in result.barriers) == sum(each.cannot_say for each in of)
    assert read_results(to_record(result)) == result


@given(items(), st.integers(0, 4))
def test_one_more_item_never_makes_a_site_more_ready(of: list[ItemResult], grade: int) -> None:
    before = found(of).grade
    mark = Mark(0, Voice("", Discipline.NURSING), grade)
    after = found([*of, ItemResult(99, Barrier.WORKFLOW, (mark,))]).grade
    assert after is not None
    assert after == (grade if before is None else min(before, grade))


@given(st.lists(items(), min_size=1, max_size=3))
def test_a_site_is_no_readier_than_for_any_of_its_use_cases(several: list[list[ItemResult]]) -> None:
    each = [found(of) for of in several]
    whole = weakest_of(each)
    assert whole.grade == min((one.grade for one in each if one.grade is not None), default=None)


@given(MARKS, st.randoms())
def test_the_order_of_people_changes_nothing(said: list[tuple[Voice, int | None]], random: object) -> None:
    marks = [Mark(at, voice, grade) for at, (voice, grade) in enumerate(said)]
    result = ItemResult(1, Barrier.WORKFLOW, tuple(marks))
    random.shuffle(marks)
    again = replace(result, marks=tuple(marks))
    assert (again.grade, again.divided, again.n) == (result.grade, result.divided, result.n)
    by_voice = [(voice, grade) for voice, grade in said if grade is not None]
    apart = any(a[0] != b[0] and abs(a[1] - b[1]) >= APART for a in by_voice for b in by_voice)
    assert result.divided == apart
