"""Calibration intercept and slope against statsmodels' generalised linear model."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import assume, given, settings

from attending.analytics import OVERALL
from attending.analytics.calibration_model import calibration_intercept, calibration_slope
from attending.analytics.logistic import CLIP
from tests.property.analytics.logs import Log, model_logs


def fitted(log: Log, *, slope: bool) -> tuple[float, float, float]:
    """Last coefficient of the reference fit, and its 95 % Wald interval."""
    score, outcome = log.labelled
    clipped = np.clip(score, CLIP, 1 - CLIP)
    logit = np.log(clipped / (1 - clipped))
    design = sm.add_constant(logit) if slope else np.ones(len(score))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        result = sm.GLM(outcome, design, family=sm.families.Binomial(), offset=None if slope else logit).fit(
            tol=1e-13, maxiter=200
        )
    low, high = result.conf_int()[-1]
    return float(result.params[-1]), float(low), float(high)


@settings(deadline=None, max_examples=60)
@given(model_logs())
def test_intercept_equals_statsmodels(log: Log) -> None:
    assume(log.has_both)
    estimate = calibration_intercept(log.table().slice(OVERALL))
    assert (estimate.value, estimate.low, estimate.high) == pytest.approx(fitted(log, slope=False), abs=1e-6)
    assert estimate.bound == 0


@settings(deadline=None, max_examples=60)
@given(model_logs())
def test_slope_equals_statsmodels(log: Log) -> None:
    estimate = calibration_slope(log.table().slice(OVERALL))
    assume(estimate.estimable)
    assert (estimate.value, estimate.low, estimate.high) == pytest.approx(fitted(log, slope=True), abs=1e-6)
    assert estimate.bound == 0
