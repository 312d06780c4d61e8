"""What a point says is what counting by hand says, over start times of an independent simulation."""

from __future__ import annotations

import math

import numpy as np
import pytest

from attending.analytics.alert_queue import Cohort, Point, draw_cohort, what_if
from tests.property.analytics.alert_queue.oracles import Alerts, by_events
from tests.unit.analytics.alert_queue.workloads import workload

OVERLAP = [
    {"name": "night", "begins": "22:30", "ends": "07:00"},
    {"name": "day", "begins": "06:30", "ends": "15:00"},
    {"name": "late", "begins": "14:30", "ends": "21:00"},
]
SHIFTS = {"back to back": {}, "overlapping, with a gap": {"shifts": OVERLAP}}
ENDS = {"lapses": {"minutes": 60}, "late": {"minutes": 60, "after": "late"}}


def by_hand(cohort: Cohort, threshold: float, people: dict[str, int]) -> dict[str, float]:
    """The point's values, alert by alert; by shift under "name, what"."""
    asked = cohort.workload
    counts: dict[str, float] = dict.fromkeys(
        ["patients", "alerts", "true", "handled", "in_time", "wait", "minutes", "worth", "free", "unattended"], 0.0
    )
    for shift in asked.shifts:
        counts |= dict.fromkeys([f"{shift.name}, {what}" for what in ("came", "handled", "minutes", "over")], 0.0)
    lapses = asked.deadline.after == "lapses"
    for each in cohort.replications:
        at = [i for i in range(len(each.arrival)) if asked.validation.low[each.bin[i]] >= threshold]
        question = Alerts(
            [float(each.arrival[i]) for i in at],
            [float(each.minutes[i]) for i in at],
            [int(each.bin[i]) for i in at] if asked.order == "highest-risk" else None,
            asked.deadline.minutes if lapses else math.inf,
            asked.shifts,
            [people[shift.name] for shift in asked.shifts],
        )
        start, done_by = by_events(question)
        counts["patients"] += len(each.arrival)
        for place, i in enumerate(at):
            came, minutes, event = float(each.arrival[i]), float(each.minutes[i]), bool(each.event[i])
            counts["alerts"] += 1
            counts["true"] += event
            counts["free"] += 1.0 if event else -asked.effect.harm_false
            running = [
                ((came - shift.begin) % 1440, shift.name)
                for shift in asked.shifts
                if (math.floor(came) - shift.begin) % 1440 < shift.length
            ]
            counts[f"{min(running)[1]}, came" if running else "unattended"] += 1
            if math.isnan(start[place]):
                continue
            shift, waited = asked.shifts[done_by[place]], start[place] - came
            counts["handled"] += 1
            counts["in_time"] += start[place] <= came + asked.deadline.minutes
            counts["wait"] += waited
            counts["minutes"] += minutes
            counts["worth"] += math.exp(-waited / asked.effect.decay_minutes) if event else -asked.effect.harm_false
            counts[f"{shift.name}, handled"] += 1
            counts[f"{shift.name}, minutes"] += minutes
            left = shift.length - (start[place] - shift.begin) % 1440
            counts[f"{shift.name}, over"] += max(0.0, minutes - left)
    return counts


def told(point: Point, days: int) -> dict[str, float]:
    """The same values from the point."""
    found: dict[str, float] = {
        "patients": point.counts.patients,
        "alerts": point.counts.alerts,
        "true": point.counts.true_alerts,
        "handled": point.counts.handled,
        "in_time": point.counts.in_time,
        "wait": point.wait_mean.value * point.counts.handled,
        "minutes": point.minutes_per_day.value * days,
        "worth": point.realised.value * point.counts.patients / 1000,
        "free": point.ignoring_capacity.value * point.counts.patients / 1000,
        "unattended": point.unattended.value * days,
    }
    for shift in point.shifts:
        found[f"{shift.name}, came"] = shift.alerts.value * days
        found[f"{shift.name}, handled"] = shift.handled.value * days
        found[f"{shift.name}, minutes"] = shift.minutes.value * days
        found[f"{shift.name}, over"] = shift.overtime.value * days
    return found


@pytest.mark.parametrize("order", ["first-come", "highest-risk"])
@pytest.mark.parametrize("deadline", ENDS.values(), ids=ENDS)
@pytest.mark.parametrize("shifts", SHIFTS.values(), ids=SHIFTS)
def test_every_sum_is_that_of_counting_by_hand(order, deadline, shifts):
    asked = workload(**shifts, order=order, deadline=deadline, run={"days": 5, "replications": 2, "seed": 8})
    cohort = draw_cohort(asked)
    for team in asked.teams:
        expected = by_hand(cohort, 0.2, dict(team.people))
        assert told(what_if(cohort, 0.2, team), 10) == pytest.approx(expected)
        assert expected["alerts"] > 200


def test_waiting_quantiles_are_means_over_replications():
    asked = workload(run={"days": 5, "replications": 3, "seed": 8})
    cohort = draw_cohort(asked)
    team = asked.team("one more")
    waits = []
    for each in cohort.replications:
        at = each.bin >= 1
        question = Alerts(each.arrival[at], each.minutes[at], None, 60.0, asked.shifts, [2, 2, 1])
        waited = np.array(by_events(question)[0]) - each.arrival[at]
        waits.append(np.nanquantile(waited, [0.5, 0.9, 0.95]))
    point = what_if(cohort, 0.2, team)
    found = [point.wait_median.value, point.wait_90.value, point.wait_95.value]
    assert found == pytest.approx(np.mean(waits, axis=0).tolist())
