"""Alerts per day and the threshold that fits a capacity."""

from __future__ import annotations

from decimal import Decimal

import pytest
from scipy.stats import chi2

from attending.analytics import OVERALL, ScoreTable
from attending.analytics.alert_burden import CapacityPoint, alerts_per_day, capacity_table, capacity_view
from attending.analytics.operating_points import operating_points
from attending.analytics.records import from_record, to_record

SCORE = [0.05, 0.1, 0.1, 0.2, 0.29, 0.29, 0.4, 0.7, 0.9, 0.9]
OUTCOME = [0, 0, None, 0, 1, 0, 0, 1, 1, None]
SCORES = ScoreTable.from_arrays(SCORE, OUTCOME, period="2026-01", thresholds=[Decimal("0.29")]).slice(OVERALL)


def test_alerts_per_day_has_the_exact_poisson_interval() -> None:
    found = alerts_per_day(37, 14)
    assert (found.value, found.numerator, found.denominator) == (37 / 14, 37, 14)
    assert found.low == pytest.approx(chi2.ppf(0.025, 74) / 2 / 14)
    assert found.high == pytest.approx(chi2.ppf(0.975, 76) / 2 / 14)
    none = alerts_per_day(0, 10)
    assert (none.value, none.low) == (0, 0)
    assert none.high == pytest.approx(0.3689, abs=1e-4)
    assert alerts_per_day(3, 0).reason == "No days observed; at least 1 needed"
    with pytest.raises(ValueError, match="negative"):
        alerts_per_day(-1, 3)


def test_the_threshold_is_the_lowest_that_fits() -> None:
    point = capacity_view(SCORES, days=2, capacity_per_day=3)
    assert (point.threshold, point.flagged, point.reason) == (Decimal("0.29"), 6, None)
    assert point.measures["alerts_per_day"].value == 3
    at = operating_points(SCORES)[0]
    for measure in ("sensitivity", "ppv", "nne"):
        assert point.measures[measure] == at.measures[measure]
    # Two rows share 0.29: with room for five, both are left out.
    assert capacity_view(SCORES, days=1, capacity_per_day=5).threshold == Decimal("0.4")
    assert capacity_view(SCORES, days=1, capacity_per_day=100).threshold == Decimal("0.05")


def test_a_capacity_met_exactly_is_met_whatever_doubles_make_of_it() -> None:
    # 0.29 x 100 days is 29 alerts; as doubles the product is 28.999999999999996.
    score, outcome = [0.9] * 29 + [0.1] * 71, [1.0, *[0.0] * 99]
    scores = ScoreTable.from_arrays(score, outcome, period="2026-01").slice(OVERALL)
    point = capacity_view(scores, days=100, capacity_per_day=0.29)
    assert (point.threshold, point.flagged) == (Decimal("0.9"), 29)
    assert capacity_view(scores, days=100, capacity_per_day=0.28).threshold is None


def test_a_capacity_too_small_for_the_highest_scores_says_so() -> None:
    point = capacity_view(SCORES, days=1, capacity_per_day=1)
    assert (point.threshold, point.flagged, point.measures) == (None, 0, {})
    assert point.reason == "The 2 rows with the highest scores are more than 1 a day"
    with pytest.raises(ValueError, match="at least one day"):
        capacity_view(SCORES, days=0, capacity_per_day=1)


def test_a_table_over_capacities_ascends_and_survives_being_stored() -> None:
    table = capacity_table(SCORES, 1, [8, 2, 4, 2])
    assert [p.capacity_per_day for p in table] == [2, 4, 8]
    assert [p.flagged for p in table] == [2, 4, 7]
    assert all(from_record(CapacityPoint, to_record(p)) == p for p in table)
