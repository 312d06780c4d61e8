"""Counts and rates at thresholds against a row-by-row count, statsmodels' Wilson interval and the definitions."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from statsmodels.stats.proportion import proportion_confint

from attending.analytics import OVERALL, Estimate
from attending.analytics.decision_curve import decision_curve
from attending.analytics.operating_points import operating_points
from tests.property.analytics.logs import THRESHOLDS, Log, awkward_logs, model_logs


def same_share(estimate: Estimate, numerator: int, denominator: int) -> None:
    assert (estimate.numerator, estimate.denominator, estimate.bound) == (numerator, denominator, 0)
    if denominator == 0:
        assert estimate.value is None
        assert estimate.reason is not None
        assert "at least 1 needed" in estimate.reason
        return
    assert estimate.value == numerator / denominator
    expected = proportion_confint(numerator, denominator, method="wilson")
    assert (estimate.low, estimate.high) == pytest.approx(expected, abs=1e-12)


@given(awkward_logs())
def test_every_share_equals_a_count_of_rows(log: Log) -> None:
    score, outcome = log.labelled
    for exact in (True, False):
        table = log.table() if exact else log.table().coarsened(7)
        points = operating_points(table.slice(OVERALL))
        assert tuple(p.threshold for p in points) == THRESHOLDS
        for point in points:
            flagged = score >= float(point.threshold)
            tp, fp = int((flagged & (outcome == 1)).sum()), int((flagged & (outcome == 0)).sum())
            fn, tn = int((~flagged & (outcome == 1)).sum()), int((~flagged & (outcome == 0)).sum())
            assert (point.tp, point.fp, point.fn, point.tn) == (tp, fp, fn, tn)
            m = point.measures
            same_share(m["sensitivity"], tp, tp + fn)
            same_share(m["specificity"], tn, tn + fp)
            same_share(m["ppv"], tp, tp + fp)
            same_share(m["npv"], tn, tn + fn)
            same_share(m["flag_rate"], int((log.score >= float(point.threshold)).sum()), len(log.score))


@given(awkward_logs())
def test_number_needed_to_evaluate_inverts_the_predictive_value(log: Log) -> None:
    for point in operating_points(log.table().slice(OVERALL)):
        ppv, nne = point.measures["ppv"], point.measures["nne"]
        if not ppv.value:
            assert nne.value is None
            assert nne.reason is not None
        else:
            assert nne.value == pytest.approx(1 / ppv.value)
            assert (nne.low, nne.high) == pytest.approx((1 / ppv.high, 1 / ppv.low))


@given(awkward_logs(unlabelled=False))
def test_net_benefit_equals_its_definition_by_rates(log: Log) -> None:
    assume(log.has_both)
    prevalence = log.outcome.mean()
    for point in operating_points(log.table().slice(OVERALL)):
        t = float(point.threshold)
        sensitivity, specificity = point.measures["sensitivity"].value, point.measures["specificity"].value
        expected = sensitivity * prevalence - (1 - specificity) * (1 - prevalence) * t / (1 - t)
        estimate = point.measures["net_benefit"]
        assert estimate.value == pytest.approx(expected, abs=1e-12)
        assert estimate.low <= estimate.value <= estimate.high


@given(awkward_logs())
def test_the_decision_curve_passes_through_the_operating_points(log: Log) -> None:
    scores = log.table().slice(OVERALL)
    assume(scores.total_labelled > 0)
    curve = {point.threshold: point for point in decision_curve(scores)}
    for operating in operating_points(scores):
        expected, point = operating.measures["net_benefit"], curve[operating.threshold]
        assert (point.net_benefit, point.low, point.high) == pytest.approx(
            (expected.value, expected.low, expected.high), abs=1e-12
        )
        assert point.bound == 0


@given(model_logs(most=300))
def test_a_binned_decision_curve_stays_within_its_bound(log: Log) -> None:
    exact = decision_curve(log.table().slice(OVERALL))
    binned = decision_curve(log.table().coarsened(23).slice(OVERALL))
    for e, b in zip(exact, binned, strict=True):
        assert abs(e.net_benefit - b.net_benefit) <= b.bound + 1e-12
        assert e.treat_all == b.treat_all
    assert np.all([point.bound == 0 for point in exact])
