"""Demand against capacity without a simulation: whom alerts fall to, how much that is, and what nobody reaches."""

from __future__ import annotations

import pytest

from attending.analytics.alert_queue import Team, demand
from tests.unit.analytics.alert_queue.workloads import workload

FLAT = {"by_hour": [11.0] * 24}
FIXED = {"minutes": 20, "kind": "fixed"}


def test_the_load_is_the_minutes_alerts_need_by_the_minutes_people_have():
    asked = workload(arrivals=FLAT, handling=FIXED)
    found = demand(asked, 0.5, Team("t", {"day": 1, "late": 2, "night": 1}))
    # 100 of 1,100 people score 0.5 or more: one alert an hour of 20 minutes.
    assert found.alerts_per_day == pytest.approx(24)
    day, late, night = found.shifts
    assert (day.alerts, day.minutes_needed, day.minutes_staffed) == (pytest.approx(8), pytest.approx(160), 480)
    assert (day.load, late.load, night.load) == (pytest.approx(1 / 3), pytest.approx(1 / 6), pytest.approx(1 / 3))
    assert found.below_capacity
    assert found.reasons == ()


def test_alerts_of_an_empty_night_fall_to_the_day_when_they_are_kept():
    asked = workload(arrivals=FLAT, handling=FIXED, deadline={"minutes": 60, "after": "late"})
    found = demand(asked, 0.5, asked.team("as today"))
    assert [shift.alerts for shift in found.shifts] == [pytest.approx(16), pytest.approx(8), 0]
    assert found.shifts[2].load is None
    # Seven of eight hours are too early for somebody at 07:00 to be in time.
    assert found.unreached == pytest.approx(7)
    assert not found.below_capacity
    assert "7.0 alerts a day come when nobody is on duty" in found.reasons[0]


def test_alerts_that_lapse_before_anybody_comes_are_nobody_s_work():
    asked = workload(arrivals=FLAT, handling=FIXED)
    found = demand(asked, 0.5, asked.team("as today"))
    assert [shift.alerts for shift in found.shifts] == [pytest.approx(9), pytest.approx(8), 0]
    assert found.unreached == pytest.approx(7)


def test_demand_beyond_capacity_is_refused_in_words():
    found = demand(workload(arrivals=FLAT, handling=FIXED), 0.0, Team("t", {"day": 3, "late": 4, "night": 4}))
    assert [shift.load for shift in found.shifts] == [pytest.approx(x) for x in (11 / 9, 11 / 12, 11 / 12)]
    assert not found.below_capacity
    assert found.reasons == ("In shift day alerts need 122 % of the time its 3 people have.",)


def test_the_busiest_weekday_counts_too():
    week = [5.0] * 24 + [11.0] * 24 * 6
    week[:24] = [44.0] * 24
    found = demand(
        workload(arrivals={"by_hour": week}, handling=FIXED), 0.5, Team("t", dict.fromkeys(("day", "late", "night"), 1))
    )
    day = found.shifts[0]
    assert (day.load, day.busiest) == (pytest.approx(10 / 21), pytest.approx(4 / 3))
    assert "133 % of the time its 1 person has on the busiest weekday" in found.reasons[0]


def test_where_shifts_overlap_work_is_shared_by_people():
    shifts = [
        {"name": "long", "begins": "00:00", "ends": "00:00"},
        {"name": "noon", "begins": "12:00", "ends": "18:00"},
    ]
    asked = workload(
        arrivals=FLAT, handling=FIXED, shifts=shifts, teams=[{"name": "t", "people": {"long": 1, "noon": 3}}]
    )
    found = demand(asked, 0.5, asked.teams[0])
    assert [shift.alerts for shift in found.shifts] == [pytest.approx(18 + 1.5), pytest.approx(4.5)]


def test_without_alerts_there_is_no_demand():
    exact = [{"low": 0.1, "high": 0.1, "without": 9, "having": 1}]
    found = demand(workload(validation={"bins": exact}), 0.5, Team("t", {"day": 1, "late": 0, "night": 0}))
    assert (found.alerts_per_day, found.minutes_per_alert, found.below_capacity) == (0, 0, True)
