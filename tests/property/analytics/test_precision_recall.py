"""Average precision against an independent implementation, and its interval's coverage where events are rare."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from scipy.stats import norm
from sklearn.metrics import average_precision_score

from attending.analytics import OVERALL, ScoreTable
from attending.analytics.precision_recall import auprc
from tests.property.analytics.logs import Log, awkward_logs, model_logs


@settings(deadline=None)
@given(awkward_logs() | model_logs())
def test_agrees_with_scikit_learn(log: Log) -> None:
    assume(log.has_both)
    score, outcome = log.labelled
    found = auprc(log.table().slice(OVERALL))
    assert found.value == pytest.approx(average_precision_score(outcome, score), abs=1e-12)
    assert found.low is not None
    assert found.high is not None
    assert 0 <= found.low <= found.value <= found.high <= 1
    assert found.low < found.high


def test_the_standard_error_is_that_of_the_jackknife() -> None:
    rng = np.random.default_rng(4)
    outcome = (rng.random(1_500) < 0.2).astype(float)
    score = (1 / (1 + np.exp(-rng.normal(-1 + outcome, 1)))).round(2)
    left_out = np.array(
        [average_precision_score(np.delete(outcome, i), np.delete(score, i)) for i in range(0, 1_500, 5)]
    )
    jackknife = np.sqrt(1_499 * np.mean((left_out - average_precision_score(outcome, score)) ** 2))
    found = auprc(ScoreTable.from_arrays(score, outcome, period="2026-01").slice(OVERALL))
    assert found.value is not None
    assert found.high is not None
    logit = np.log(found.high / (1 - found.high)) - np.log(found.value / (1 - found.value))
    error = logit * found.value * (1 - found.value) / 1.968  # the t quantile for about 290 degrees of freedom
    assert error == pytest.approx(jackknife, rel=0.1)


def true_value(prevalence: float, distance: float) -> float:
    """Average precision of binormal scores, by numerical integration over the events' scores."""
    x = np.linspace(-8, 8 + distance, 100_001)
    hit, false = norm.sf(x - distance), norm.sf(x)
    precision = prevalence * hit / (prevalence * hit + (1 - prevalence) * false)
    weight = norm.pdf(x - distance)
    return float((precision * weight).sum() / weight.sum())


def coverage(rows: int, prevalence: float, distance: float, repeats: int) -> float:
    rng = np.random.default_rng(rows)
    truth, inside, made = true_value(prevalence, distance), 0, 0
    for _ in range(repeats):
        outcome = rng.random(rows) < prevalence
        x = rng.normal(distance * outcome, 1)
        found = auprc(ScoreTable.from_arrays(norm.cdf(x), outcome, period="2026-01").slice(OVERALL))
        if found.low is not None and found.high is not None:
            inside += found.low <= truth <= found.high
            made += 1
    return inside / made


RARE = [(500, 0.02, 1.0), (1_000, 0.01, 1.0), (3_000, 0.01, 1.2), (2_000, 0.01, 3.0), (400, 0.05, 0.0)]
USUAL = [(60, 0.5, 2.5), (100, 0.2, 1.0), (400, 0.3, 1.0), (5_000, 0.02, 2.0)]


@pytest.mark.parametrize(("rows", "prevalence", "distance"), [RARE[0], RARE[1], USUAL[1]])
def test_the_interval_holds_the_truth(rows: int, prevalence: float, distance: float) -> None:
    assert 0.92 <= coverage(rows, prevalence, distance, repeats=400) <= 1


@pytest.mark.slow
@pytest.mark.parametrize(("rows", "prevalence", "distance"), [*RARE, *USUAL])
def test_the_interval_holds_the_truth_at_many_sizes(rows: int, prevalence: float, distance: float) -> None:
    assert 0.93 <= coverage(rows, prevalence, distance, repeats=2_000) <= 1
