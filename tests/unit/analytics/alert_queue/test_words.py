"""What a sweep says in sentences."""

from __future__ import annotations

from attending.analytics.alert_queue import (
    Demand,
    Workload,
    best,
    demand,
    draw_cohort,
    say_blind,
    say_carrying,
    say_choice,
    say_plausibility,
    sweep,
    what_if,
)
from tests.unit.analytics.alert_queue.workloads import workload

BUSY = {"arrivals": {"by_hour": [24.0] * 24}, "effect": {"kind": "decay", "decay_minutes": 30}}


def asked(of: Workload, team: str) -> list[Demand]:
    return [demand(of, threshold, of.team(team)) for threshold in of.grid]


def test_a_choice_says_what_becomes_of_what_looks_best_and_what_is_best_instead():
    few = best(sweep(workload(**BUSY)))[0]
    assert say_blind(few).startswith("If every alert were handled at once, 0.2 would be best, worth 7")
    assert say_choice(few).startswith("With team as today it is worth 6.1 (5.6 to 6.7), with 33")
    assert " % of alerts in time and " in say_choice(few)
    assert " alerts for each person in shift day. Best for this team is 0.5: " in say_choice(few)


def test_where_what_looks_best_is_best_it_says_so():
    ample = best(sweep(workload(teams=[{"name": "ample", "people": {"day": 9, "late": 9, "night": 9}}])))[0]
    assert say_choice(ample).endswith("No other threshold is worth more.")


def test_where_every_threshold_costs_more_than_it_brings_not_alerting_is_best():
    harmful = best(sweep(workload(effect={"kind": "step", "harm_false": 50.0})))[0]
    assert say_blind(harmful).endswith("Not to alert at all, worth 0, is better.")
    assert say_choice(harmful).endswith("Not to alert at all, worth 0, is better.")


def test_carrying_names_the_lowest_threshold_and_what_stands_in_the_way_below():
    busy = workload(**BUSY)
    assert say_carrying(asked(busy, "one more")) == (
        "Team one more can carry 0.5 and above. At 0.2: in shift day alerts need 102 % of the time its 2 people have. "
        "In shift late alerts need 102 % of the time its 2 people have. In shift night alerts need 204 % of the time "
        "its 1 person has."
    )
    assert say_carrying(asked(busy, "as today")).startswith("Team as today can carry none of these thresholds. At 0.8:")
    ample = workload(teams=[{"name": "ample", "people": {"day": 9, "late": 9, "night": 9}}])
    assert say_carrying(asked(ample, "ample")) == "Team ample has time for every threshold from 0.2 on."


def test_erlang_s_wait_stands_beside_the_simulated_one_or_the_reason_why_not():
    flat = workload(
        arrivals={"by_hour": [22.0] * 24},
        shifts=[{"name": "always", "begins": "00:00", "ends": "00:00"}],
        teams=[{"name": "desk", "people": {"always": 2}}],
        handling={"minutes": 20, "kind": "exponential"},
        deadline=None,
    )
    team = flat.team("desk")
    said = say_plausibility(flat, what_if(draw_cohort(flat), 0.5, team), team)
    assert said.startswith(
        "Plausibility, team desk at 0.5: Erlang's formula (1917) expects a mean wait of 2.5 minutes;"
    )
    usual = workload()
    team = usual.team("as today")
    assert say_plausibility(usual, what_if(draw_cohort(usual), 0.5, team), team).startswith(
        "Erlang's formula says nothing here: patients do not come evenly"
    )
