"""The sweep over thresholds and teams: its counts add up, it is the same each time, it shows what capacity costs."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from attending.analytics.alert_queue import Sweep, Team, best, draw_cohort, sweep, what_if
from attending.analytics.compiled import compiled
from attending.analytics.records import from_record, to_record
from tests.unit.analytics.alert_queue.workloads import document, workload

DIGEST = """
import hashlib, json
from attending.analytics.alert_queue import read_workload, sweep
from attending.analytics.records import to_record
from tests.unit.analytics.alert_queue.workloads import document
print(hashlib.sha256(json.dumps(to_record(sweep(read_workload(document())))).encode()).hexdigest())
"""


@pytest.fixture(scope="module")
def found() -> Sweep:
    return sweep(workload())


def test_every_threshold_is_tried_with_every_team(found):
    assert [(point.team, point.threshold) for point in found.points] == [
        (team, threshold) for team in ("as today", "one more") for threshold in (0.2, 0.5, 0.8)
    ]
    assert found.at(0.5, "one more") is found.of("one more")[1]
    assert found.at(0.3, "one more") is None
    assert "chance of the simulated days only" in found.covers
    assert "begins with nobody waiting" not in found.covers
    late = sweep(workload(deadline={"minutes": 60, "after": "late"}, thresholds=[0.5]))
    assert "begins with nobody waiting" in late.covers


def test_counts_add_up(found):
    for point in found.points:
        counts = point.counts
        assert counts.alerts == counts.handled + counts.lapsed
        assert counts.in_time <= counts.handled
        assert counts.true_in_time <= counts.true_handled <= counts.true_alerts <= counts.events <= counts.patients
        assert point.share_in_time.value == pytest.approx(counts.in_time / counts.alerts)
        assert point.ppv.value == pytest.approx(counts.true_alerts / counts.alerts)
        assert point.sensitivity.value == pytest.approx(counts.true_alerts / counts.events)
        assert point.evaluated_per_case.value == pytest.approx(counts.alerts / counts.true_alerts)
        assert point.alerts_per_day.value == pytest.approx(counts.alerts / (7 * 6))
        assert sum(shift.alerts.value for shift in point.shifts) == pytest.approx(point.alerts_per_day.value)
        assert sum(shift.handled.value for shift in point.shifts) == pytest.approx(counts.handled / (7 * 6))
        assert sum(shift.minutes.value for shift in point.shifts) == pytest.approx(point.minutes_per_day.value)
        assert point.unattended.value == 0


def test_an_empty_night_s_alerts_lapse_or_fall_to_the_day(found):
    night = found.at(0.2, "as today").shifts[2]
    assert (night.people, night.handled.value) == (0, 0)
    assert night.alerts_per_person.value is None
    assert night.share_of_time.value is None
    assert night.share_lapsed.value > 0.7
    day = found.at(0.2, "as today").shifts[0]
    assert day.handled_per_person.value == day.handled.value


def test_alerts_that_are_late_are_handled_but_not_in_time():
    asked = workload(deadline={"minutes": 60, "after": "late"}, effect={"kind": "step", "harm_false": 0.1})
    cohort = draw_cohort(asked)
    late = what_if(cohort, 0.2, asked.team("as today"))
    assert late.counts.lapsed == 0
    assert late.counts.handled == late.counts.alerts > late.counts.in_time
    lapsing = replace(cohort, workload=replace(asked, deadline=replace(asked.deadline, after="lapses")))
    assert what_if(lapsing, 0.2, asked.team("as today")).counts.lapsed > 0


def test_only_what_is_begun_in_time_counts_after_a_step():
    point = sweep(workload(effect={"kind": "step"})).at(0.2, "as today")
    counts = point.counts
    assert point.realised.value == pytest.approx(1000 * counts.true_in_time / counts.patients)
    assert point.ignoring_capacity.value == pytest.approx(1000 * counts.true_alerts / counts.patients)


def test_harm_and_minutes_are_taken_off():
    asked = workload(
        effect={"kind": "step", "harm_false": 0.2, "cost_per_minute": 0.001}, handling={"minutes": 10, "kind": "fixed"}
    )
    point = sweep(asked).at(0.2, "as today")
    counts = point.counts
    worth = counts.true_in_time - 0.2 * (counts.handled - counts.true_handled) - 0.01 * counts.handled
    assert point.realised.value == pytest.approx(1000 * worth / counts.patients)


def test_false_alerts_may_take_another_time():
    asked = workload(handling={"minutes": 10, "false_minutes": 4, "kind": "fixed"})
    point = sweep(asked).at(0.2, "one more")
    counts = point.counts
    minutes = 10 * counts.true_handled + 4 * (counts.handled - counts.true_handled)
    assert point.minutes_per_day.value == pytest.approx(minutes / (7 * 6))


def test_the_mean_and_the_spread_of_handling_are_those_asked():
    minutes = draw_cohort(workload(run={"days": 60, "replications": 2})).replications[0].minutes
    assert minutes.mean() == pytest.approx(20, rel=0.02)
    assert minutes.std() == pytest.approx(10, rel=0.05)


def test_the_threshold_that_looks_best_is_not_the_one_a_small_team_can_use():
    few, more = best(sweep(workload(arrivals={"by_hour": [24.0] * 24}, effect={"kind": "decay", "decay_minutes": 30})))
    assert few.blind.threshold == more.blind.threshold == 0.2
    assert few.aware.threshold > few.blind.threshold
    assert few.gain.low > 0
    assert few.gain.value == pytest.approx(few.aware.realised.value - few.blind.realised.value, abs=0.5)
    assert more.aware.realised.value > few.aware.realised.value


def test_one_question_is_answered_as_in_the_sweep(found):
    asked = workload()
    assert what_if(draw_cohort(asked), 0.5, asked.team("one more")) == found.at(0.5, "one more")


def test_any_other_team_with_these_shifts_may_be_asked():
    cohort = draw_cohort(workload())
    point = what_if(cohort, 0.5, Team("what if", {"day": 3, "late": 0, "night": 2}))
    assert [shift.people for shift in point.shifts] == [3, 0, 2]
    with pytest.raises(ValueError, match="does not say who is there in 'night'"):
        what_if(cohort, 0.5, Team("what if", {"day": 3, "late": 0}))


def test_other_handling_times_leave_patients_and_scores_as_they_were():
    first, other = (draw_cohort(workload(handling={"minutes": m})).replications[2] for m in (5, 9))
    assert (first.arrival == other.arrival).all()
    assert (first.bin == other.bin).all()


def test_a_sweep_is_kept_as_json_without_losing_a_digit(found):
    assert from_record(Sweep, json.loads(json.dumps(to_record(found)))) == found


def digest(**settings: str) -> str:
    """Of the small sweep in a process of its own with these settings of numba."""
    folder = Path(__file__).resolve().parents[4]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(map(str, (folder / "src", folder)))} | settings
    return subprocess.run(
        [sys.executable, "-c", DIGEST], cwd=folder, env=environment, check=True, capture_output=True, text=True
    ).stdout.strip()


def own_digest(found: Sweep) -> str:
    return hashlib.sha256(json.dumps(to_record(found)).encode()).hexdigest()


def test_it_is_the_same_without_compiling(found):
    assert digest(NUMBA_DISABLE_JIT="1") == own_digest(found)


@pytest.mark.slow
def test_it_is_the_same_with_another_cache_and_other_threads(tmp_path, found):
    assert digest(NUMBA_CACHE_DIR=str(tmp_path), NUMBA_NUM_THREADS="1") == own_digest(found)
    assert any(tmp_path.rglob("*.nbi"))


def test_a_loop_that_cannot_be_kept_anywhere_is_compiled_all_the_same():
    namespace = {}
    exec("def twice(value):\n    return 2 * value", namespace)
    assert compiled(namespace["twice"])(4.0) == 8.0


def test_drawing_the_validation_anew_widens_the_intervals_and_says_so(found):
    wide = sweep(workload(run=document()["run"] | {"resample_validation": True}))
    assert "drawn anew" in wide.covers
    before, after = found.at(0.5, "one more").ppv, wide.at(0.5, "one more").ppv
    assert after.high - after.low > 1.5 * (before.high - before.low)


def test_a_threshold_above_every_score_gives_no_alerts_and_no_shares():
    exact = [{"low": 0.1, "high": 0.1, "without": 9, "having": 1}, {"low": 0.6, "high": 0.6, "without": 1, "having": 9}]
    point = sweep(workload(validation={"bins": exact}, thresholds=[0.7])).points[0]
    assert point.counts.alerts == 0
    assert point.alerts_per_day.value == 0
    assert point.share_in_time.value is None
    assert point.wait_median.value is None
    assert point.realised.value == 0


def test_highest_risk_first_finds_more_of_the_events_it_handles():
    # So many alerts that each order must leave out most of them.
    first, other = (
        sweep(workload(order=order, thresholds=[0.0], deadline={"minutes": 240})).points[0].counts
        for order in ("highest-risk", "first-come")
    )
    assert first.alerts == other.alerts
    assert first.true_handled / first.handled > 1.5 * other.true_handled / other.handled
