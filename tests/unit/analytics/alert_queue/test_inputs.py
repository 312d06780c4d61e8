"""What a workload may be, and that everything else is refused by name, value and expectation."""

from __future__ import annotations

import json
import math

import pytest

from attending.analytics.alert_queue import read_workload, to_plain
from tests.unit.analytics.alert_queue.workloads import document, workload


def test_a_workload_is_read_back_from_its_json_as_it_was():
    asked = workload()
    assert read_workload(json.loads(json.dumps(to_plain(asked)))) == asked


def test_without_thresholds_the_edges_of_the_bins_are_tried_but_not_the_one_that_flags_everybody():
    assert workload().grid == (0.2, 0.5, 0.8)
    assert workload(thresholds=[0.8, 0.0]).grid == (0.0, 0.8)


SHIFT = {"name": "day", "begins": "07:00", "ends": "15:00"}
BINS = document()["validation"]["bins"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"validation": None}, "validation is missing"),
        ({"validation": {"preset": "no-such"}}, "no preset 'no-such'; there are epic-sepsis-v1"),
        ({"validation": {"preset": "epic-sepsis-v1", "bins_from": 3}}, "a preset and 'bins_from'"),
        ({"validation": {"sensitivity": 0.3, "specificity": 0.6, "prevalence": 0.1}}, "no better than chance"),
        ({"validation": {"sensitivity": 1.0, "specificity": 0.6, "prevalence": 0.1}}, "sensitivity is 1; give a share"),
        ({"validation": {"sensitivity": math.nan, "specificity": 0.6, "prevalence": 0.1}}, "sensitivity is nan"),
        ({"validation": {"sensitivity": "high", "specificity": 0.6, "prevalence": 0.1}}, "sensitivity .* is 'high'"),
        ({"validation": {"sensitvity": 0.3}}, "validation has 'sensitvity'"),
        ({"validation": {"bins": BINS[::-1]}}, "order bins from the lowest score"),
        ({"validation": {"bins": [{"low": 0, "without": 3, "having": 0}]}}, "people with and without the event"),
        ({"validation": {"bins": [{"low": 0, "without": -3, "having": 1}]}}, "without of the score bin from 0 is -3"),
        ({"arrivals": {"by_hour": [1.0] * 23}}, "23 numbers; give 24"),
        ({"arrivals": {"by_hour": [0.0] * 24}}, "0 at every hour"),
        ({"arrivals": {"by_hour": [1.0] * 23 + [-1.0]}}, "by_hour, hour 23 is -1"),
        ({"arrivals": {"by_hour": [1.0] * 23 + [math.nan]}}, "by_hour, hour 23 is nan"),
        ({"arrivals": {"by_hour": [1.0] * 23 + ["x"]}}, r"by_hour\[23\] should be float, not 'x'"),
        ({"shifts": []}, "1 to 24"),
        ({"shifts": [SHIFT, SHIFT]}, "each with a name of its own"),
        ({"shifts": [SHIFT | {"ends": "24:00"}]}, "ends of shift 'day' is '24:00'"),
        ({"shifts": [SHIFT | {"end": "14:00"}]}, "'end', which Shift does not know"),
        ({"teams": []}, "at least one team"),
        ({"teams": [{"name": "a", "people": {"day": 0, "late": 0, "night": 0}}]}, "nobody is ever on duty"),
        ({"teams": [{"name": "a", "people": {"day": -1, "late": 1, "night": 0}}]}, "in shift 'day' is -1"),
        ({"teams": [{"name": "a", "people": {"day": 501, "late": 1, "night": 0}}]}, "whole number from 0 to 200"),
        ({"teams": [{"name": "a", "people": {"day": 1, "late": 1}}]}, "does not say who is there in 'night'"),
        ({"teams": [{"name": "a", "people": {"day": 1, "late": 1, "night": 1, "eve": 1}}]}, "people in 'eve'"),
        ({"teams": [{"name": "a", "people": {"day": 1.5, "late": 1, "night": 1}}]}, "people.day should be int"),
        ({"handling": {"minutes": 0}}, "minutes of handling is 0; give a number more than 0"),
        ({"handling": {"minutes": 5, "spread": -1}}, "spread of handling is -1"),
        ({"handling": {"minutes": 5, "spread": 2, "kind": "fixed"}}, "fixed times have none"),
        ({"handling": {"minutes": 5, "false_minutes": math.inf}}, "false_minutes of handling is inf"),
        ({"handling": {"minutes": 5, "kind": "uniform"}}, "'lognormal' or 'fixed' or 'exponential'"),
        ({"deadline": {"minutes": 0}}, "minutes of the deadline is 0; give a number more than 0"),
        ({"deadline": {"minutes": math.nan}}, "minutes of the deadline is nan"),
        ({"deadline": None, "effect": {"kind": "step"}}, "A step needs the deadline"),
        ({"effect": {"kind": "step", "decay_minutes": 3}}, "decay_minutes is 3"),
        ({"effect": {"kind": "decay"}}, "decay_minutes is None"),
        ({"effect": {"kind": "step", "harm_false": -0.1}}, "harm_false is -0.1"),
        ({"thresholds": [0.3]}, "threshold 0.3 lies inside the score bin from 0.2.*here 0.2 or 0.5"),
        ({"thresholds": [0.9]}, "threshold 0.9 lies inside the score bin from 0.8.*here 0.8"),
        ({"thresholds": [math.nan]}, "threshold is nan"),
        ({"thresholds": [0.5, 0.5]}, "one twice"),
        ({"order": "random"}, "'first-come' or 'highest-risk'"),
        ({"run": {"days": 0}}, "days is 0"),
        ({"run": {"days": 36_500, "replications": 20}}, "at most 10,000,000 are drawn, which is"),
        ({"run": {"days": 36_501}}, "days is 36501"),
        (
            {
                "run": {"resample_validation": True},
                "validation": {"sensitivity": 0.5, "specificity": 0.8, "prevalence": 0.1},
            },
            "0.1 people of one outcome, too few to draw it anew",
        ),
        ({"run": {"replications": 1}}, "replications is 1; give a number 2 or more"),
        ({"staff": 3}, "'staff', which Workload does not know"),
    ],
)
def test_anything_else_is_refused(changes, said):
    with pytest.raises(ValueError, match=said):
        workload(**changes)


def test_what_must_be_there_is_named():
    plain = document()
    del plain["handling"]
    with pytest.raises(ValueError, match="handling is missing"):
        read_workload(plain)


def test_too_many_combinations_are_refused_with_how_many_are_possible():
    teams = [{"name": str(at), "people": {"day": 1, "late": 1, "night": 1}} for at in range(200)]
    with pytest.raises(ValueError, match=r"3 thresholds and 200 teams .* at most \d+ combinations"):
        workload(teams=teams, run={"days": 350, "replications": 60})
