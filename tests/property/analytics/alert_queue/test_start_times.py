"""Each alert is begun when two independent simulations begin it, exactly: as they come, by risk, over any shifts."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attending.analytics.alert_queue import Shift
from tests.property.analytics.alert_queue.oracles import Alerts, by_events, by_resource, by_simpy, ours

THREE = (Shift("day", "07:00", "15:00"), Shift("late", "15:00", "23:00"), Shift("night", "23:00", "07:00"))
HAND_OVER = (Shift("day", "06:30", "15:00"), Shift("late", "14:00", "22:30"), Shift("night", "22:00", "07:00"))
OFFICE = (Shift("office", "09:00", "17:00"),)
ALWAYS = (Shift("always", "00:00", "00:00"),)

ROSTERS = [
    (THREE, (2, 2, 1)),
    (THREE, (3, 1, 0)),
    (THREE, (0, 0, 1)),
    (HAND_OVER, (2, 1, 1)),
    (HAND_OVER, (1, 3, 0)),
    (OFFICE, (2,)),
]


def drawn(seed: int, size: int, shifts, people, *, ranked: bool, patience: float, per_hour: float = 12) -> Alerts:
    rng = np.random.default_rng(seed)
    arrival = np.cumsum(rng.exponential(60 / per_hour, size))
    minutes = rng.lognormal(2, 0.6, size)
    rank = rng.integers(0, 40, size).tolist() if ranked else None
    return Alerts(arrival.tolist(), minutes.tolist(), rank, patience, shifts, people)


def again(asked: Alerts) -> Alerts:
    return Alerts(asked.arrival, asked.minutes, asked.rank, asked.patience, asked.shifts, asked.people)


def same(found: list[float], other: list[float]) -> bool:
    return np.array_equal(found, other, equal_nan=True)


@pytest.mark.parametrize("ranked", [False, True])
@pytest.mark.parametrize("patience", [math.inf, 30.0])
@pytest.mark.parametrize("people", [1, 3])
def test_they_are_those_of_simpy_s_own_resources(ranked, patience, people):
    asked = drawn(people, 1_500, ALWAYS, (people,), ranked=ranked, patience=patience, per_hour=8 * people)
    found, _ = ours(asked)
    assert same(found, by_resource(asked))
    waits = np.array(found) - asked.arrival
    assert np.nanmax(waits) > 20


@pytest.mark.parametrize("ranked", [False, True])
@pytest.mark.parametrize("patience", [math.inf, 45.0])
@pytest.mark.parametrize(("shifts", "people"), ROSTERS)
def test_they_are_those_of_people_who_come_and_go_in_simpy(shifts, people, ranked, patience):
    asked = drawn(7, 400, shifts, people, ranked=ranked, patience=patience, per_hour=6)
    assert_alike(asked, by_simpy)


@pytest.mark.slow
@pytest.mark.parametrize("ranked", [False, True])
@pytest.mark.parametrize(("shifts", "people"), ROSTERS)
def test_they_are_those_of_simpy_over_weeks(shifts, people, ranked):
    assert_alike(drawn(8, 20_000, shifts, people, ranked=ranked, patience=60.0), by_simpy)


TIMES = st.integers(0, 4 * 1440)
SHIFTS = st.sampled_from([0, 60, 90, 420, 900, 1380]).flatmap(
    lambda begin: st.sampled_from([30, 240, 480, 510, 1440]).map(lambda length: (begin, length))
)


@st.composite
def questions(draw) -> Alerts:
    """Whole minutes, so that much happens at one time."""
    arrival = sorted(draw(st.lists(TIMES | st.integers(0, 120), max_size=40)))
    minutes = draw(st.lists(st.integers(1, 200), min_size=len(arrival), max_size=len(arrival)))
    ranks = st.lists(st.integers(0, 3), min_size=len(arrival), max_size=len(arrival))
    spans = draw(st.lists(SHIFTS, min_size=1, max_size=4))
    people = draw(st.lists(st.integers(0, 3), min_size=len(spans), max_size=len(spans)).filter(any))
    shifts = tuple(Shift(str(at), clock(begin), clock(begin + length)) for at, (begin, length) in enumerate(spans))
    patience = draw(st.sampled_from([math.inf, 1, 30, 60, 500]))
    return Alerts(arrival, minutes, draw(st.none() | ranks), patience, shifts, people)


@settings(max_examples=4 * settings().max_examples)
@given(questions())
def test_they_are_those_of_a_list_of_events_even_when_much_happens_at_once(asked):
    assert_alike(asked, by_events)


@given(questions())
def test_they_are_those_of_simpy_even_when_much_happens_at_once(asked):
    assert_alike(asked, by_simpy)


@given(questions(), st.data())
def test_nobody_waits_longer_because_there_is_one_person_more(asked, data):
    asked.patience, asked.rank = math.inf, None
    before, _ = ours(asked)
    asked.people[data.draw(st.integers(0, len(asked.people) - 1))] += 1
    after, _ = ours(asked)
    assert all(later <= sooner for later, sooner in zip(after, before, strict=True))


@given(questions(), st.data())
def test_nobody_waits_longer_because_there_is_an_alert_less(asked, data):
    asked.patience, asked.rank = math.inf, None
    if not asked.arrival:
        return
    before, _ = ours(asked)
    gone = data.draw(st.integers(0, len(asked.arrival) - 1))
    for values in (asked.arrival, asked.minutes, before):
        del values[gone]
    after, _ = ours(asked)
    assert all(later <= sooner for later, sooner in zip(after, before, strict=True))


def assert_alike(asked: Alerts, oracle) -> None:
    start, shift = ours(asked)
    other, theirs = oracle(again(asked))
    assert same(start, other)
    assert shift == theirs


def clock(minute: int) -> str:
    return f"{minute % 1440 // 60:02d}:{minute % 60:02d}"
