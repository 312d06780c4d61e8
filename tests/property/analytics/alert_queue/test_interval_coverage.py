"""The intervals hold the truth about as often as they say, and widen with the doubt about the validation."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from attending.analytics.alert_queue import Workload, draw_cohort, what_if
from attending.analytics.alert_queue.interval import ratio
from tests.unit.analytics.alert_queue.workloads import workload


def held(asked: Workload, runs: int, truths: dict[str, float]) -> dict[str, float]:
    """The share of `runs` with seeds of their own whose interval holds the truth."""
    hits = dict.fromkeys(truths, 0)
    for seed in range(runs):
        point = what_if(draw_cohort(replace(asked, run=replace(asked.run, seed=seed))), 0.5, asked.teams[0])
        for name, truth in truths.items():
            interval = getattr(point, name)
            hits[name] += interval.low <= truth <= interval.high
    return {name: count / runs for name, count in hits.items()}


def small(days: int, replications: int) -> Workload:
    return workload(run={"days": days, "replications": replications}, thresholds=[0.5])


KNOWN = {"alerts_per_day": 159 * 100 / 1100, "ppv": 0.5, "sensitivity": 0.5}
"""What the validation and the arrivals say without a simulation."""


def test_what_is_known_beforehand_is_held_as_often_as_promised():
    shares = held(small(3, 6), 120, KNOWN)
    assert all(0.88 <= share <= 0.992 for share in shares.values()), shares


@pytest.mark.slow
def test_so_is_what_only_a_long_run_knows():
    long = small(3, 9_999)
    truth = what_if(draw_cohort(long), 0.5, long.teams[0])
    names = ("share_in_time", "wait_mean", "wait_90", "realised", "share_of_time", "true_in_time")
    shares = held(small(3, 10), 2_000, KNOWN | {name: getattr(truth, name).value for name in names})
    assert all(0.93 <= share <= 0.965 for share in shares.values()), shares


def test_a_ratio_s_interval_holds_a_ratio_of_unequal_parts():
    rng = np.random.default_rng(5)
    hits = 0
    for _ in range(1_000):
        below = rng.gamma(8, 4, 12)
        found = ratio(0.3 * below + rng.normal(0, 1, 12), below, spread=False)
        hits += found.low <= 0.3 <= found.high
    assert 0.93 <= hits / 1_000 <= 0.97


def test_limits_are_kept_inside_what_can_be_and_nothing_divided_by_nothing_has_none():
    found = ratio([1, 1, 0], [1, 1, 1], least=0, most=1, spread=False)
    assert (found.low, found.high) == (0, 1)
    assert ratio([0, 0], [0, 0], spread=False).value is None
