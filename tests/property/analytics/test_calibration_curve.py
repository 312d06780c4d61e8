"""The smoothed calibration curve and the errors read from it: against statsmodels, and their coverage."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from numpy.typing import NDArray

from attending.analytics import OVERALL, BinnedScores, ScoreTable
from attending.analytics.calibration_curve import Fit, fit_curve, smoothed_calibration, spline
from attending.analytics.calibration_error import MEASURES, calibration_errors
from attending.analytics.logistic import expit, logit
from tests.property.analytics.logs import Log, awkward_logs, model_logs

Floats = NDArray[np.float64]
Curve = Callable[[Floats], Floats]

CURVES: dict[str, Curve] = {
    "calibrated": lambda x: x,
    "too extreme": lambda x: 0.4 + 0.8 * x,
    "bent": lambda x: x + 0.25 * np.sin(2 * x) - 0.2,
    "shifted": lambda x: x + 0.5,
    "nearly calibrated": lambda x: 0.1 + 0.95 * x,
}


def sample(rng: np.random.Generator, curve: Curve, rows: int, centre: float, spread: float) -> BinnedScores:
    x = rng.normal(centre, spread, rows)
    outcome = rng.random(rows) < expit(curve(x))
    return ScoreTable.from_arrays(expit(x), outcome, period="2026-01").slice(OVERALL)


def fitted(scores: BinnedScores) -> Fit:
    fit = fit_curve(scores)
    assert isinstance(fit, Fit)
    return fit


def test_the_fit_is_that_of_statsmodels() -> None:
    scores = sample(np.random.default_rng(1), CURVES["bent"], 900, -1.0, 1.0)
    fit = fitted(scores)
    design = spline(logit(scores.mean_score), fit.knots)
    reference = sm.Logit(scores.positive, design).fit(disp=0, method="newton", tol=1e-12)
    assert fit.coefficients == pytest.approx(reference.params, rel=1e-6)
    assert fit.root @ fit.root.T == pytest.approx(reference.cov_params(), rel=1e-5)
    point = smoothed_calibration(fit, scores).points[10]
    told = reference.get_prediction(spline(logit(np.array([point.score])), fit.knots)).summary_frame().iloc[0]
    assert point.rate == pytest.approx(told["predicted"], rel=1e-6)
    assert point.low == pytest.approx(told["ci_lower"], rel=1e-5)
    assert point.high == pytest.approx(told["ci_upper"], rel=1e-5)
    ici, e50, e90 = (e.value for e in calibration_errors(fit, scores))
    distance = np.abs(reference.predict(design) - scores.mean_score)
    assert ici == pytest.approx(distance.mean(), abs=1e-9)
    assert e50 == pytest.approx(np.quantile(distance, 0.5, method="inverted_cdf"), abs=1e-9)
    assert e90 == pytest.approx(np.quantile(distance, 0.9, method="inverted_cdf"), abs=1e-9)


def test_the_spline_is_linear_outside_its_outer_knots() -> None:
    knots = np.array([-2.0, -1.0, 0.5, 2.0])
    for x in (np.linspace(-9, -2, 50), np.linspace(2, 9, 50)):
        assert np.abs(np.diff(spline(x, knots), n=2, axis=0)).max() < 1e-9


@settings(deadline=None)
@given(awkward_logs() | model_logs())
def test_there_is_a_curve_with_its_errors_or_a_reason(log: Log) -> None:
    scores = log.table().slice(OVERALL)
    fit = fit_curve(scores)
    curve = smoothed_calibration(fit, scores)
    assert (curve.reason is None) == bool(curve.points) == isinstance(fit, Fit)
    for point in curve.points:
        assert 0 <= point.low <= point.rate <= point.high <= 1
    for name, estimate in zip(MEASURES, calibration_errors(fit, scores), strict=True):
        assert estimate.measure == name
        assert estimate.reason == curve.reason
        if estimate.value is not None and estimate.low is not None and estimate.high is not None:
            assert 0 <= estimate.low <= estimate.value < estimate.high <= 1


def test_the_work_does_not_grow_with_the_log_and_joining_bins_changes_little() -> None:
    rng = np.random.default_rng(3)
    scores = sample(rng, CURVES["too extreme"], 60_000, -2.0, 1.2)
    joined = fitted(scores)
    assert len(joined.score) == 1_000
    assert joined.grouped
    errors = calibration_errors(joined, scores)
    assert errors[0].note is not None
    assert errors[0].note.endswith("neighbouring scores taken at their mean")
    reference = sm.Logit(scores.positive, spline(logit(scores.mean_score), joined.knots)).fit(disp=0)
    distance = np.abs(reference.predict() - scores.mean_score)
    assert errors[0].value == pytest.approx(distance.mean(), abs=2e-4)


def test_a_fit_that_fails_is_not_estimable() -> None:
    rng = np.random.default_rng(0)
    apart = ScoreTable.from_arrays(np.r_[rng.uniform(0.01, 0.4, 60), rng.uniform(0.6, 0.99, 60)],
                                   [0] * 60 + [1] * 60, period="2026-01").slice(OVERALL)  # fmt: skip
    few = ScoreTable.from_arrays([0.2, 0.3] * 9, [0, 1] * 9, period="2026-01").slice(OVERALL)
    alike = ScoreTable.from_arrays([0.2, 0.3] * 40, [0, 1, 1, 0] * 20, period="2026-01").slice(OVERALL)
    for scores, reason in ((apart, "did not settle"), (few, "20 needed"), (alike, "different scores")):
        for estimate in calibration_errors(fit_curve(scores), scores):
            assert estimate.value is None
            assert estimate.reason is not None
            assert reason in estimate.reason
        assert smoothed_calibration(fit_curve(scores), scores).points == ()


def coverage(curve: Curve, rows: int, centre: float, spread: float, repeats: int) -> dict[str, float]:
    rng = np.random.default_rng(rows)
    x = rng.normal(centre, spread, 400_000)
    distance = np.abs(expit(curve(x)) - expit(x))
    truth = (distance.mean(), np.quantile(distance, 0.5), np.quantile(distance, 0.9))
    held: dict[str, list[float]] = {name: [] for name in (*MEASURES, "band")}
    for _ in range(repeats):
        scores = sample(rng, curve, rows, centre, spread)
        fit = fit_curve(scores)
        if isinstance(fit, str):
            continue
        for estimate, true in zip(calibration_errors(fit, scores), truth, strict=True):
            assert estimate.low is not None
            assert estimate.high is not None
            held[estimate.measure].append(estimate.low <= true + 1e-9 and true <= estimate.high)
        points = smoothed_calibration(fit, scores).points
        at = np.array([p.score for p in points])
        rate = expit(curve(logit(at)))
        held["band"].append(float(np.mean([p.low <= r <= p.high for p, r in zip(points, rate, strict=True)])))
    return {name: float(np.mean(shares)) for name, shares in held.items()}


@pytest.mark.parametrize("name", ["calibrated", "too extreme", "bent"])
def test_intervals_and_band_hold_the_truth(name: str) -> None:
    for measure, share in coverage(CURVES[name], 1_000, -1.0, 1.0, repeats=120).items():
        assert 0.88 <= share <= 1, f"{measure} covers {share:.3f}"


@pytest.mark.slow
@pytest.mark.parametrize("name", CURVES)
@pytest.mark.parametrize(("rows", "centre", "spread"), [(200, -1, 1), (1_000, -1, 1), (3_000, -3, 1)])
def test_intervals_and_band_hold_the_truth_at_many_sizes(name: str, rows: int, centre: float, spread: float) -> None:
    for measure, share in coverage(CURVES[name], rows, centre, spread, repeats=800).items():
        assert 0.92 <= share <= 1, f"{measure} covers {share:.3f}"
