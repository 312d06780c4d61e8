"""Do 95 % intervals hold the truth in about 95 % of samples? By simulation from known truths."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import numpy as np
import pytest

from attending.analytics import OVERALL, BinnedScores, Estimate, ScoreTable
from attending.analytics.calibration_model import calibration_intercept, calibration_slope
from attending.analytics.discrimination import auroc
from attending.analytics.operating_points import operating_points
from attending.analytics.overall_accuracy import brier, event_rate, mean_score, observed_expected

T = Decimal("0.3")


def at_threshold(measure: str) -> Callable[[BinnedScores], Estimate]:
    return lambda scores: operating_points(scores)[0].measures[measure]


MEASURES: dict[str, Callable[[BinnedScores], Estimate]] = {
    "auroc": auroc,
    "oe": observed_expected,
    "calibration_intercept": calibration_intercept,
    "calibration_slope": calibration_slope,
    "brier": brier,
    "event_rate": event_rate,
    "mean_score": mean_score,
    "sensitivity": at_threshold("sensitivity"),
    "specificity": at_threshold("specificity"),
    "ppv": at_threshold("ppv"),
    "npv": at_threshold("npv"),
    "flag_rate": at_threshold("flag_rate"),
    "nne": at_threshold("nne"),
    "net_benefit": at_threshold("net_benefit"),
}


def sample(rng: np.random.Generator, rows: int, centre: float, spread: float) -> BinnedScores:
    """Rows of a model that predicts too few events and is too extreme: intercept and slope are off."""
    x = rng.normal(centre, spread, rows)
    outcome = rng.random(rows) < 1 / (1 + np.exp(-0.4 - 0.8 * x))
    return ScoreTable.from_arrays(1 / (1 + np.exp(-x)), outcome, period="2026-01", thresholds=[T]).slice(OVERALL)


def coverage(rows: int, centre: float, spread: float, repeats: int, seed: int) -> dict[str, float]:
    rng = np.random.default_rng(seed)
    large = sample(rng, 400_000, centre, spread)
    truth = {name: measure(large).value for name, measure in MEASURES.items()}
    held = {name: [0, 0] for name in MEASURES}
    for _ in range(repeats):
        scores = sample(rng, rows, centre, spread)
        for name, measure in MEASURES.items():
            estimate = measure(scores)
            if estimate.value is not None:
                held[name][0] += estimate.low <= truth[name] <= estimate.high
                held[name][1] += 1
    return {name: inside / made for name, (inside, made) in held.items() if made}


def test_intervals_hold_the_truth_at_a_usual_size() -> None:
    for name, share in coverage(rows=400, centre=-1.2, spread=1.2, repeats=400, seed=11).items():
        assert 0.92 <= share <= 0.99, f"{name} covers {share:.3f}"


def test_auroc_near_one_keeps_its_interval_honest() -> None:
    """Binormal scores with a true area of 0.99: separation is common in small samples, a zero-width interval is not."""
    rng = np.random.default_rng(3)
    true_area, distance = 0.99, 2.3263478740408408 * np.sqrt(2)
    inside = 0
    repeats = 500
    for _ in range(repeats):
        x = np.r_[rng.normal(0, 1, 60), rng.normal(distance, 1, 12)]
        outcome = np.r_[np.zeros(60), np.ones(12)]
        scores = ScoreTable.from_arrays(1 / (1 + np.exp(-x)), outcome, period="2026-01").slice(OVERALL)
        estimate = auroc(scores)
        assert estimate.low < estimate.high
        inside += estimate.low <= true_area <= estimate.high
    assert 0.92 <= inside / repeats <= 1


@pytest.mark.slow
@pytest.mark.parametrize(
    ("rows", "centre", "spread"), [(100, -1.0, 1.0), (250, -2.5, 1.2), (1_000, -3.5, 1.0), (3_000, -1.0, 1.5)]
)
def test_intervals_hold_the_truth_at_many_sizes(rows: int, centre: float, spread: float) -> None:
    for name, share in coverage(rows, centre, spread, repeats=2_000, seed=rows).items():
        assert 0.925 <= share <= 0.999, f"{name} covers {share:.4f}"
