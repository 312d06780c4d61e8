"""A plan that can be followed by hand, and what is said about it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

from attending.analytics.records import from_record, to_record
from attending.analytics.sequencing import (
    SCHEMA,
    Alternatives,
    Effort,
    EitherOr,
    Must,
    NotFound,
    Plan,
    Problem,
    StartIn,
    alternatives,
    available_from,
    breaches,
    edit,
    edit_at_once,
    greedy,
    limit_prices,
    preview,
    reasons,
    robust,
    say_breach,
    say_reason,
    say_span,
    solve,
    usage,
    worths,
)
from benchmarks.planning_instances import instance
from tests.unit.analytics.sequencing.hospital import FEED, NOTES, hospital

PROBLEM = hospital()


@pytest.fixture(scope="module")
def plan() -> Plan:
    return solve(PROBLEM)


def test_the_feed_comes_first_then_the_better_score_then_the_other(plan: Plan) -> None:
    assert plan.starts == {"feed": 0, "sepsis": 1, "notes": 1, "deterioration": 2}
    assert plan.capabilities == {"vitals": 1}
    # Sepsis and notes are live in two quarters, the deterioration score in one.
    assert plan.value == 2 * 100 + 2 * 30 + 80
    assert plan.out == ()
    assert plan.verdict == "proven best"
    assert plan.schema == SCHEMA


def test_a_plan_is_plain_data(plan: Plan) -> None:
    written = json.dumps(to_record(plan), allow_nan=False)
    assert from_record(Plan, json.loads(written)) == plan
    asked = replace(PROBLEM, wishes=(Must("notes"), StartIn("sepsis", 2), EitherOr(("sepsis", "notes"))))
    assert from_record(Problem, json.loads(json.dumps(to_record(asked), allow_nan=False))) == asked


def test_reasons_give_amounts(plan: Plan) -> None:
    said = {each.initiative: say_reason(PROBLEM, each) for each in reasons(PROBLEM, plan)}
    assert said == {
        "feed": "starts in the first quarter its review allows",
        "sepsis": "not in 2027 Q1: Sepsis alert needs Vital signs, which is there only from 2027 Q2",
        "deterioration": (
            "not in 2027 Q2: change load on ICU in 2027 Q2 over by 1 (4 of 3); "
            "clinician hours in 2027 Q2 over by 50 (150 of 100); "
            "initiatives of tier high running at once in 2027 Q2 over by 1 (2 of 1)"
        ),
        "notes": "starts in the first quarter its review allows",
    }


def test_an_enablers_worth_is_what_it_makes_possible(plan: Plan) -> None:
    found = {each.initiative: each for each in worths(PROBLEM, plan)}
    assert found["feed"].own == 0
    assert found["feed"].in_plan is not None
    assert say_span(found["feed"].in_plan) == "280"
    assert found["feed"].gone == ("deterioration", "sepsis")
    # Without the sepsis alert the other score takes its quarter, so that less is lost than its own 200.
    assert found["sepsis"].own == 200
    assert say_span(found["sepsis"].in_plan) == "120"


def test_only_what_binds_has_a_price(plan: Plan) -> None:
    prices = {(each.kind, each.name): each for each in limit_prices(PROBLEM, plan, step=1.0)}
    assert {key for key, each in prices.items() if each.gain.low > 1e-6} == set()
    assert prices["resource", "clinician hours"].fullest == pytest.approx(0.9)
    open_icu = hospital(limits=replace(PROBLEM.limits, change_load={"ICU": (4.0,) * 4}, running={}))
    dearest = limit_prices(open_icu, solve(open_icu), step=0.5)[0]
    assert (dearest.name, say_span(dearest.gain)) == ("clinician hours", "80")


def test_an_edit_says_what_breaks_and_what_it_costs(plan: Plan) -> None:
    found = edit(PROBLEM, plan, "deterioration", 1)
    assert [say_breach(PROBLEM, each) for each in found.breaks] == [
        "change load on ICU in 2027 Q2 over by 1 (4 of 3)",
        "clinician hours in 2027 Q2 over by 50 (150 of 100)",
        "initiatives of tier high running at once in 2027 Q2 over by 1 (2 of 1)",
    ]
    assert found.best is not None
    assert found.best.starts["sepsis"] == 2
    assert say_span(found.cost) == "20"
    later = edit_at_once(PROBLEM, plan, "notes", 2)
    assert later.breaks == ()
    assert later.change == -30


def test_who_has_started_or_is_not_there_cannot_be_moved(plan: Plan) -> None:
    with pytest.raises(ValueError, match="no initiative 'x'"):
        edit_at_once(PROBLEM, plan, "x", 0)
    running = hospital(initiatives=(replace(FEED, start=0), NOTES))
    with pytest.raises(ValueError, match="Vital signs feed has started already"):
        edit_at_once(running, solve(running), "feed", 1)


def test_no_pseudo_plan_is_shown(plan: Plan) -> None:
    found = alternatives(PROBLEM, plan, within=0.02, differ=1)
    assert isinstance(found, Alternatives)
    assert found.plans == (plan,)
    assert found.complete
    assert found.next_best == 280
    assert found.verdict == "no different plan within 2 %; the next best is worth 82.4 % of this one"


def test_greedy_takes_along_what_is_missing() -> None:
    found = greedy(PROBLEM)
    assert found.starts == {"feed": 0, "sepsis": 1, "deterioration": 2, "notes": 1}
    assert found.verdict == "how far from best is not known"
    big = instance(40, 4, 1)
    down_the_list = greedy(big)
    assert breaches(big, down_the_list.starts) == ()
    assert down_the_list.value < solve(big).value


def test_core_borderline_and_out() -> None:
    problem = hospital(
        limits=replace(PROBLEM.limits, resources={"clinician hours": (100.0,) * 4, "money": (150.0,) * 4})
    )
    draws = np.array([[0, 100, 80, 30]] * 3 + [[0, 1, 1, 30]])
    found = {each.initiative: each for each in robust(problem, draws, sure=0.9).initiatives}
    assert {key: each.standing for key, each in found.items()} == {
        "feed": "core",
        "sepsis": "core",
        "deterioration": "core",
        "notes": "out",
    }
    assert found["sepsis"].share == 1
    assert found["sepsis"].low < 0.7
    assert found["sepsis"].usual == 1
    with pytest.raises(ValueError, match="4 columns"):
        robust(problem, draws[:, :3])


def test_capabilities_and_usage_are_reckoned_from_the_starts() -> None:
    late = {"feed": 3, "sepsis": 1}
    assert available_from(PROBLEM, late) == {"vitals": 4}
    assert {place.quarter for place, amount in usage(PROBLEM, late).items() if amount and place.name == "ICU"} == {1}
    assert [say_breach(PROBLEM, each) for each in breaches(PROBLEM, late)] == [
        "Sepsis alert needs Vital signs, which is there only from after the plan"
    ]


def test_the_same_problem_gives_the_same_plan_and_threads_may_change() -> None:
    problem = instance(30, 5, 0)
    effort = Effort(nodes=1)
    first = solve(problem, effort)
    # HiGHS refuses to run when the number of threads changes within a process, unless its pool is made anew.
    two = Effort(nodes=1, threads=2)
    assert solve(problem, two) == solve(problem, two)
    assert solve(problem, effort) == first
    small = instance(20, 4, 0)
    assert solve(small, Effort(threads=2)).value == pytest.approx(solve(small).value)


def test_a_search_that_is_stopped_says_how_far_it_may_be() -> None:
    problem = instance(40, 6, 0)
    plan = solve(problem, Effort(nodes=1))
    assert not plan.proven
    assert plan.gap is not None
    assert plan.verdict == f"at most {np.ceil(plan.gap * 1000) / 10:g} % from best"
    better = solve(problem, Effort(nodes=10), hint=plan.starts)
    assert better.value >= plan.value


def test_a_preview_is_quick_and_may_be_repeated() -> None:
    problem = instance(40, 4, 0)
    one = preview(problem, seconds=0.05, repeatable=True)
    assert one == preview(problem, seconds=0.05, repeatable=True)
    assert preview(problem, seconds=0.5, hint=one.starts).value >= 0
    with pytest.raises(NotFound, match="stopped before it found a plan"):
        preview(problem, seconds=1e-9, repeatable=True)


def test_hundreds_of_initiatives_take_little_work_where_a_gap_is_enough() -> None:
    plan = solve(instance(300, 4, 0), Effort(nodes=1, gap=0.05))
    assert plan.gap is not None
    assert plan.gap < 0.1


def test_the_solver_prints_nothing() -> None:
    """Its banner would spoil the JSON of a command."""
    code = (
        "from attending.analytics.sequencing import *\nfrom tests.unit.analytics.sequencing.hospital import hospital\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code + "solve(hospital())"],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert (done.stdout, done.stderr) == ("", "")
