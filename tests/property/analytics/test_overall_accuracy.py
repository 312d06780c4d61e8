"""Brier, O:E, event rate and mean score against scikit-learn, statsmodels and plain arithmetic."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from sklearn.metrics import brier_score_loss
from statsmodels.stats.proportion import proportion_confint

from attending.analytics import OVERALL
from attending.analytics.overall_accuracy import brier, event_rate, mean_score, observed_expected
from tests.property.analytics.logs import Log, awkward_logs, model_logs

Z = 1.959963984540054


@given(awkward_logs())
def test_brier_equals_scikit_learn(log: Log) -> None:
    assume(log.has_both)
    score, outcome = log.labelled
    estimate = brier(log.table().slice(OVERALL))
    assert estimate.value == pytest.approx(brier_score_loss(outcome, score), abs=1e-12)
    assert 0 <= estimate.low <= estimate.value <= estimate.high <= 1


@given(model_logs(most=200))
def test_brier_interval_comes_from_the_squared_differences(log: Log) -> None:
    assume(log.has_both)
    score, outcome = log.labelled
    squared = (score - outcome) ** 2
    value, error = squared.mean(), squared.std(ddof=1) / np.sqrt(len(squared))
    centre, half = np.log(value / (1 - value)), Z * error / (value * (1 - value))
    estimate = brier(log.table().slice(OVERALL))
    assert estimate.low == pytest.approx(1 / (1 + np.exp(half - centre)), abs=1e-9)
    assert estimate.high == pytest.approx(1 / (1 + np.exp(-half - centre)), abs=1e-9)


@given(awkward_logs())
def test_event_rate_and_observed_to_expected(log: Log) -> None:
    score, outcome = log.labelled
    assume(len(score) and score.sum() > 0)
    scores = log.table().slice(OVERALL)
    rate, ratio = event_rate(scores), observed_expected(scores)
    low, high = proportion_confint(outcome.sum(), len(outcome), method="wilson")
    assert (rate.low, rate.high) == pytest.approx((low, high), abs=1e-12)
    assert ratio.value == pytest.approx(outcome.sum() / score.sum())
    assert (ratio.low, ratio.high) == pytest.approx((low / score.mean(), high / score.mean()))
    assert ratio.low <= ratio.value <= ratio.high


@given(awkward_logs())
def test_mean_score(log: Log) -> None:
    score, _ = log.labelled
    assume(len(score) > 0)
    estimate = mean_score(log.table().slice(OVERALL))
    assert estimate.value == pytest.approx(score.mean(), abs=1e-12)
    assert 0 <= estimate.low <= estimate.value <= estimate.high <= 1
