"""Erlang's formula, and that the simulation agrees with it where its assumptions hold."""

from __future__ import annotations

import pytest

from attending.analytics.alert_queue import draw_cohort, erlang_c, plausibility, what_if
from attending.analytics.student import t_quantile
from tests.unit.analytics.alert_queue.workloads import workload

ALWAYS = [{"name": "always", "begins": "00:00", "ends": "00:00"}]


def steady(people: int, per_minute: float, minutes: float = 1.0, **changes):
    """Patients who all become alerts, evenly, for people who are always there; nothing lapses."""
    return workload(
        **{
            "arrivals": {"by_hour": [60 * per_minute] * 24},
            "shifts": ALWAYS,
            "teams": [{"name": "team", "people": {"always": people}}],
            "handling": {"minutes": minutes, "kind": "exponential"},
            "deadline": {"minutes": 2, "after": "late"},
            "thresholds": [0.0],
            "run": {"days": 14, "replications": 10, "seed": 11},
        }
        | changes
    )


@pytest.mark.parametrize(("people", "per_minute"), [pytest.param(1, 0.8, marks=pytest.mark.slow), (3, 2.4), (6, 5.0)])
def test_the_simulation_agrees_within_its_own_error(people, per_minute):
    asked = steady(people, per_minute)
    found = what_if(draw_cohort(asked), 0.0, asked.teams[0])
    expected = plausibility(asked, 0.0, asked.teams[0]).expected
    for simulated, true in (
        (found.wait_mean, expected.mean_wait),
        (found.share_in_time, expected.within(2)),
        (found.share_of_time, expected.load),
    ):
        error = (simulated.high - simulated.value) / t_quantile(0.975, 9)
        assert abs(simulated.value - true) < 4 * error
        assert error < 0.03 * true


def test_one_person_with_fixed_times_waits_half_as_long():
    asked = steady(1, 0.8, handling={"minutes": 1.0, "kind": "fixed"})
    found = what_if(draw_cohort(asked), 0.0, asked.teams[0]).wait_mean
    told = plausibility(asked, 0.0, asked.teams[0])
    assert told.approximate
    assert told.mean_wait == pytest.approx(2.0)
    assert found.low < 2.0 < found.high


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"arrivals": {"by_hour": [1.0] * 23 + [2.0]}}, "evenly"),
        ({"deadline": {"minutes": 2}}, "lapse"),
        ({"order": "highest-risk"}, "order they come"),
        ({"handling": {"minutes": 1, "false_minutes": 2}}, "different times"),
        ({"arrivals": {"by_hour": [300.0] * 24}}, "more work comes"),
        (
            {
                "shifts": [{"name": "day", "begins": "07:00", "ends": "15:00"}],
                "teams": [{"name": "team", "people": {"day": 1}}],
            },
            "number of people on duty changes",
        ),
    ],
)
def test_where_an_assumption_is_not_met_it_says_which(changes, said):
    asked = steady(3, 2.4, **changes)
    told = plausibility(asked, 0.0, asked.teams[0])
    assert told.expected is None
    assert any(said in each for each in told.unmet)


@pytest.mark.parametrize(
    ("given", "said"),
    [((3.0, 1.0, 3), "grows without end"), ((0.0, 1.0, 3), "per_minute is 0"), ((1.0, 1.0, 0), "people is 0")],
)
def test_what_has_no_steady_state_is_refused(given, said):
    with pytest.raises(ValueError, match=said):
        erlang_c(*given)


def test_many_people_do_not_overflow():
    found = erlang_c(990.0, 1.0, 1_000)
    assert 0 < found.must_wait < 1
    assert found.within(0) == pytest.approx(1 - found.must_wait)
