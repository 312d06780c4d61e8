"""The common mistakes that the facts of a use case show, by name."""

from __future__ import annotations

from dataclasses import replace

import pytest

from attending.program.models import Seat, Stage
from attending.program.models.people import CORE_SEATS
from attending.program.models.use_cases import Question
from attending.strategy.rules.portfolio import WITHOUT, Facts, Mistake, empty_seats, open_questions, seat_names, signs

SOUND = Facts(
    stage=Stage.DEPLOYMENT,
    days_on_record=400,
    has_priority=True,
    empty_seats=(),
    running=2,
    running_unwatched=0,
    has_outcome=True,
    measurable=True,
    workflow_heard=True,
    builds_capability=True,
)


def seen(**changes: object) -> list[Mistake]:
    return [sign.mistake for sign in signs(replace(SOUND, **changes))]


def test_a_sound_use_case_shows_none() -> None:
    assert seen() == []


@pytest.mark.parametrize(
    ("changes", "mistake"),
    [
        ({"has_priority": False}, Mistake.ISOLATED),
        ({"empty_seats": (Seat.PLATFORM_OWNER,)}, Mistake.FRAGMENTED),
        ({"has_outcome": False, "measurable": False}, Mistake.PILOT_FIRST),
        ({"measurable": False}, Mistake.PILOT_FIRST),
        ({"running_unwatched": 1}, Mistake.PILOT_FIRST),
        ({"workflow_heard": False}, Mistake.EXPOSED),
        ({"builds_capability": False}, Mistake.LOCAL),
        ({"stage": Stage.VALUE_THESIS, "days_on_record": 91}, Mistake.DEBATE),
    ],
)
def test_each_mistake_is_seen_by_its_fact_alone(changes: dict[str, object], mistake: Mistake) -> None:
    assert seen(**changes) == [mistake]


@pytest.mark.parametrize(
    "changes",
    [
        {"stage": Stage.VALUE_THESIS, "days_on_record": 90},
        {"stage": Stage.VALUE_THESIS, "days_on_record": 1, "empty_seats": CORE_SEATS},
        {"running": 0, "has_outcome": False, "workflow_heard": False, "builds_capability": False},
    ],
)
def test_what_is_in_time_is_no_mistake(changes: dict[str, object]) -> None:
    assert seen(**changes) == []


def test_a_sign_says_who_is_missing_and_where_it_is_mended() -> None:
    [sign] = signs(replace(SOUND, empty_seats=(Seat.CLINICAL_OWNER, Seat.PLATFORM_OWNER)))
    assert sign.why == "Beyond its value thesis, nobody is clinical owner or platform owner."
    assert sign.part == "leaders"


def test_several_unwatched_deployments_are_counted() -> None:
    assert [sign.why[:17] for sign in signs(replace(SOUND, running_unwatched=2))] == ["2 deployments run"]


def test_what_is_empty_and_what_is_open() -> None:
    assert empty_seats([Seat.CLINICAL_OWNER, Seat.CMIO]) == [s for s in CORE_SEATS if s != Seat.CLINICAL_OWNER]
    assert open_questions(set(Question)) == []
    assert seat_names(CORE_SEATS[:3]) == "executive sponsor, clinical owner or operational owner"
    assert set(WITHOUT) == set(CORE_SEATS)
