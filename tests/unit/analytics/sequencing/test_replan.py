"""A plan made again from where things really are."""

from __future__ import annotations

from dataclasses import replace

import pytest

from attending.analytics.sequencing import (
    Limits,
    Must,
    Never,
    Progress,
    StartIn,
    already_over,
    breaches,
    replanned,
    say_place,
    solve,
)
from tests.unit.analytics.sequencing.hospital import FEED, LIMITS, SEPSIS, hospital

PROBLEM = hospital()


def test_a_late_feed_moves_what_waits_for_it() -> None:
    now = replanned(PROBLEM, 1, [Progress("feed", "running", started=0, finish=1)], ("2028 Q1",))
    assert now.quarters == ("2027 Q2", "2027 Q3", "2027 Q4", "2028 Q1")
    feed = now.initiatives_by_key["feed"]
    assert (feed.start, feed.duration, feed.demand["clinician hours"]) == (-1, 2, (40.0, 40.0))
    plan = solve(now)
    assert plan.starts == {"feed": -1, "notes": 1, "sepsis": 1, "deterioration": 2}
    assert breaches(now, plan.starts) == ()
    # The quarter that the feed still takes is taken from what others may use.
    assert plan.capabilities == {"vitals": 1}


def test_what_is_done_leaves_its_capability_and_who_is_stopped_stays_out() -> None:
    now = replanned(
        PROBLEM, 2, [Progress("feed", "finished", started=0, finish=0), Progress("sepsis", "stopped")], ("a", "b")
    )
    assert Never("sepsis") in now.wishes
    plan = solve(now)
    assert plan.capabilities["vitals"] == -1
    assert plan.starts["deterioration"] == 0
    assert "sepsis" in plan.out


def test_review_that_is_behind_counts_from_when_it_will_be_ready() -> None:
    now = replanned(PROBLEM, 1, [Progress("notes", "waiting", ready=3)])
    assert now.start_quarters(now.initiatives_by_key["notes"]) == range(2, 3)
    unsaid = replanned(PROBLEM, 1, [])
    assert unsaid.start_quarters(unsaid.initiatives_by_key["notes"]) == range(1, 3)


def test_wishes_move_with_the_plan() -> None:
    asked = replace(PROBLEM, wishes=(Must("sepsis", 0), StartIn("notes", 3), Must("feed", 0), Must("deterioration")))
    now = replanned(asked, 1, [Progress("feed", "running", started=0, finish=1)])
    assert now.wishes == (Must("sepsis", 0), StartIn("notes", 2), Must("deterioration"))


def test_what_already_runs_over_a_limit_is_said_and_does_not_stop_the_plan() -> None:
    tight = replace(LIMITS, resources={"clinician hours": (30.0, 100.0, 100.0, 100.0), "money": (300.0,) * 4})
    problem = hospital(initiatives=(replace(FEED, start=0), SEPSIS), limits=tight)
    (over,) = already_over(problem)
    assert (say_place(problem, over.place), over.over) == ("clinician hours in 2027 Q1", 10.0)
    plan = solve(problem)
    assert plan.starts == {"feed": 0, "sepsis": 1}
    assert breaches(problem, plan.starts) == ()


def test_caps_on_what_is_in_use_count_what_was_there_before() -> None:
    limits = Limits(LIMITS.resources, LIMITS.change_load, live={"high": (1.0,) * 4})
    problem = hospital(limits=limits)
    chosen = solve(problem).starts
    assert "sepsis" in chosen
    assert chosen.get("deterioration", 3) == 3


@pytest.mark.parametrize(
    ("progress", "words"),
    [
        (Progress("x", "running", 0, 1), "no initiative 'x'"),
        (Progress("feed", "running"), "give the quarters it started in"),
        (Progress("feed", "running", 2, 3), "give the quarters it started in, by 1"),
        (Progress("feed", "running", 0, 0), "still runs, so it ends in quarter 1 or later"),
        (Progress("feed", "finished", 0, 1), "its last quarter, 1, is not before 1"),
    ],
)
def test_states_that_cannot_be_are_refused(progress: Progress, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        replanned(PROBLEM, 1, [progress])


def test_a_quarter_outside_the_plan_is_refused() -> None:
    with pytest.raises(ValueError, match="Quarter 4 is not one of this plan's"):
        replanned(PROBLEM, 4, [])
