"""Adding a partition equals recomputing, in any order and grouping."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attending.analytics import ScoreTable, review_performance
from tests.property.analytics.logs import Log, awkward_logs

COUNTS = ("stratum", "period", "bin", "passed", "n", "labelled", "positive")
SUMS = ("score_low", "score_high", "score_sum", "score_squared_sum", "score_outcome_sum", "score_sum_all")


def same(one: ScoreTable, other: ScoreTable) -> None:
    assert (one.strata, one.periods, one.thresholds, one.exact) == (
        other.strata,
        other.periods,
        other.thresholds,
        other.exact,
    )
    for name in COUNTS:
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name))
    for name in SUMS:
        np.testing.assert_allclose(getattr(one, name), getattr(other, name), rtol=1e-12, atol=1e-15)


@given(awkward_logs(), st.integers(1, 5), st.randoms())
def test_parts_in_any_order_make_the_whole(log: Log, parts: int, random: object) -> None:
    rows = np.arange(len(log.score))
    random.shuffle(rows)
    tables = [log.table(part) for part in np.array_split(rows, parts) if len(part)]
    same(ScoreTable.merge(tables), log.table())


@given(awkward_logs(), st.integers(1, 40))
def test_parts_binned_alike_make_the_binned_whole(log: Log, bins: int) -> None:
    month = [log.table(np.flatnonzero(log.month == name)) for name in np.unique(log.month)]
    edges = log.table().coarsened(bins)
    merged = ScoreTable.merge(month).coarsened(bins)
    same(merged, edges)
    assert edges.n.sum() == 2 * len(log.score)


@given(awkward_logs())
def test_merging_one_table_changes_nothing(log: Log) -> None:
    same(ScoreTable.merge([log.table()]), log.table())


@settings(deadline=None)
@given(awkward_logs())
def test_strata_and_months_add_up_to_everyone(log: Log) -> None:
    review = review_performance(log.table())
    overall = review.overall
    for parts in (review.subgroups, review.months):
        assert sum(p.n for p in parts) == overall.n
        assert sum(p.labelled for p in parts) == overall.labelled
        assert sum(p.events for p in parts) == overall.events
        for i, whole in enumerate(overall.at_thresholds):
            assert sum(p.at_thresholds[i].tp for p in parts) == whole.tp
            assert sum(p.at_thresholds[i].fp for p in parts) == whole.fp
    assert sum(point.n for point in overall.calibration) == overall.labelled
    assert sum(point.events for point in overall.calibration) == overall.events
    rates = [point.mean_score for point in overall.calibration]
    assert rates == pytest.approx(sorted(rates))
