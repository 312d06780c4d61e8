"""What a reality check refuses, and what the clock on the wall says."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime, time

import numpy as np
import pytest

from attending.analytics.event_log import (
    DrawnStep,
    EventLog,
    RealityCheck,
    Shift,
    TimeRule,
    check_reality,
    disclosed,
    in_order,
)
from attending.analytics.event_log.wall_time import on_the_wall
from attending.analytics.records import from_record, to_record


def one_event_a_case(*moments: datetime, zone: str = "UTC") -> EventLog:
    at = np.array([round(each.timestamp() * 1000) for each in moments], np.int64)
    return EventLog(("A",), np.arange(len(at) + 1), np.zeros(len(at), np.uint16), at, time_zone=zone)


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"start": ()}, "needs activities that start it"),
        ({"end": ("A", "B")}, "starts and ends with A"),
        ({"minutes": -1}, "allows -1 minutes"),
        ({"minutes": float("nan")}, "allows nan minutes"),
    ],
)
def test_a_rule_that_says_nothing_is_refused(asked, words):
    with pytest.raises(ValueError, match=words):
        TimeRule(**{"key": "r", "name": "R", "start": ("A",), "end": ("B",), "minutes": 1} | asked)


def test_an_attribute_that_is_not_there_is_refused_with_those_that_are():
    log = one_event_a_case(datetime(2026, 1, 1, tzinfo=UTC))
    with pytest.raises(ValueError, match=r"no attribute 'ward' to tell cases apart by: take one of weekday\."):
        check_reality(log, by=["ward"])
    with pytest.raises(ValueError, match="take one of weekday, shift"):
        check_reality(log, by=["ward"], shifts=[Shift("day", time(7), time(19))])


def test_too_many_activities_are_refused():
    names = tuple(f"a{i}" for i in range(2_001))
    empty = np.zeros(0, np.int32)
    with pytest.raises(ValueError, match="2,001 different activities"):
        in_order(empty, empty.astype(np.uint16), empty.astype(np.int64), names)


def test_an_empty_log_has_no_figures_and_no_fault():
    check = check_reality(EventLog((), np.zeros(1, np.int64), np.zeros(0, np.uint16), np.zeros(0, np.int64)))
    assert (check.cases, check.events, check.first, check.throughput.mean_seconds) == (0, 0, None, None)
    assert check.variants.top == check.graph.edges == ()


def test_weekdays_and_shifts_are_those_of_the_wall():
    # 23:30 UTC on a Saturday in winter is 00:30 on Sunday in Amsterdam; in summer the clock is two hours ahead.
    moments = [datetime(2026, 1, 10, 23, 30, tzinfo=UTC), datetime(2026, 7, 11, 4, 59, tzinfo=UTC)]
    rule = TimeRule("r", "R", ("A",), ("B",), 5)
    shifts = [Shift("day", time(7), time(15)), Shift("night", time(23), time(7))]
    groups = check_reality(
        one_event_a_case(*moments, zone="Europe/Amsterdam"), rules=[rule], by=["weekday", "shift"], shifts=shifts
    ).rules[0].groups  # fmt: skip
    assert [(g.attribute, g.level, g.activated) for g in groups] == [
        ("weekday", "Saturday", 1), ("weekday", "Sunday", 1), ("shift", "night", 2),
    ]  # fmt: skip


@pytest.mark.parametrize("zone", ["Europe/Amsterdam", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe"])
def test_the_wall_is_that_of_the_zone_at_every_hour(zone):
    from zoneinfo import ZoneInfo

    at = np.arange(1_500_000_000, 1_600_000_000, 4_111, dtype=np.int64) * 1000
    local = [datetime.fromtimestamp(a / 1000, ZoneInfo(zone)).replace(tzinfo=UTC).timestamp() * 1000 for a in at[::97]]
    assert on_the_wall(at, zone)[::97].tolist() == local


def test_nothing_that_compiles_is_loaded_before_something_is_counted():
    code = "import sys, attending.analytics.event_log, attending.sources.events; assert 'numba' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_map_of_ten_thousand_steps_is_held_against_a_log_at_once():
    log = one_event_a_case(datetime(2026, 1, 1, tzinfo=UTC))
    steps = [DrawnStep(f"s{i}", f"Step {i}", ("A",) if i % 100 == 0 else (f"other {i}",)) for i in range(10_000)]
    flows = [(f"s{i}", f"s{i + 1}") for i in range(9_999)]
    check = check_reality(log, steps=steps, flows=flows)
    assert (check.coverage.seen, check.coverage.not_seen) == (100, 9_900)
    assert (check.order.compared, check.order.reversed) == (1, 0)
    with pytest.raises(ValueError, match="10,000 steps with events in the log"):
        check_reality(log, steps=[DrawnStep(f"s{i}", "S", ("A",)) for i in range(10_000)])


def test_a_check_is_the_same_after_it_was_kept_as_json():
    log = one_event_a_case(*(datetime(2026, 1, 1 + day % 28, tzinfo=UTC) for day in range(40)))
    steps = [DrawnStep("a", "A", ("A",)), DrawnStep("b", "B")]
    check = check_reality(
        log, steps=steps, flows=[("a", "b")], rules=[TimeRule("r", "R", ("A",), ("B",), 5)], by=["weekday"]
    )  # fmt: skip
    for each in (check, disclosed(check)):
        assert from_record(RealityCheck, json.loads(json.dumps(to_record(each)))) == each
