"""A binned table may miss the exact value by no more than the bound it states."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from attending.analytics import OVERALL, review_performance
from tests.property.analytics.logs import Log, awkward_logs, model_logs

BOUNDED = ("auroc", "auprc", "calibration_intercept", "calibration_slope")
EXACT = ("oe", "brier", "event_rate", "mean_score")


@settings(deadline=None)
@given(model_logs() | awkward_logs(), st.sampled_from([2, 5, 10, 20, 100, 1_000, 10_000]))
def test_a_binned_measure_is_within_its_bound_of_the_exact_one(log: Log, bins: int) -> None:
    table = log.table()
    exact = review_performance(table).overall.measures
    binned = review_performance(table.coarsened(bins)).overall.measures
    for measure in BOUNDED:
        e, b = exact[measure], binned[measure]
        assert e.bound == 0
        if b.value is not None:
            assert e.value is not None
            assert abs(e.value - b.value) <= b.bound + 1e-8
    for measure in EXACT:
        e, b = exact[measure], binned[measure]
        assert b.bound == 0
        assert b.value == pytest.approx(e.value, abs=1e-12)


@settings(deadline=None, max_examples=30)
@given(model_logs(most=2_000))
def test_ten_thousand_bins_are_close_enough_to_act_on(log: Log) -> None:
    """The bound of the default binning is small beside the interval, so it is no way out of being accurate."""
    scores = log.table().coarsened(10_000).slice(OVERALL)
    measures = review_performance(log.table().coarsened(10_000)).overall.measures
    assume(scores.score_low[0] > 1e-3)
    for measure in BOUNDED:
        estimate = measures[measure]
        if estimate.value is not None:
            assert estimate.bound <= 0.25 * (estimate.high - estimate.low)
