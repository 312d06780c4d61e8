"""A measure that cannot be estimated says why and how many more are needed; it never defaults."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest

from attending.analytics import Estimate, ScoreTable, StratumPerformance, review_performance

T = Decimal("0.5")


def review(score: list[float], outcome: list[float | None]) -> StratumPerformance:
    return review_performance(ScoreTable.from_arrays(score, outcome, period="2026-01", thresholds=[T])).overall


def refused(estimate: Estimate, reason: str) -> None:
    assert (estimate.value, estimate.low, estimate.high, estimate.estimable) == (None, None, None, False)
    assert estimate.reason == reason


def test_a_month_without_events() -> None:
    performance = review([0.2] * 106 + [0.4] * 106, [0] * 212)
    for measure in ("auroc", "calibration_intercept", "brier"):
        refused(performance.measures[measure], "No events among 212 labelled; at least 1 needed")
    refused(performance.measures["calibration_slope"], "No events among 212 labelled; at least 10 needed")
    refused(performance.at_thresholds[0].measures["sensitivity"], "No events among 212 labelled; at least 1 needed")
    # No events are an observation: expected 63.6 and none seen is a finding, with an interval.
    oe = performance.measures["oe"]
    assert (oe.value, oe.low) == (0, 0)
    assert 0 < oe.high < 0.1
    assert oe.note == "No event was observed, so that only the upper end says something"
    assert performance.measures["event_rate"].value == 0


def test_an_interval_that_stands_in_is_noted() -> None:
    constant = review([0.3] * 40, [0, 1] * 20).measures
    for measure in ("auroc", "mean_score"):
        assert "Wilson's interval stands in" in str(constant[measure].note)
    varied = review([0.2, 0.4, 0.3, 0.6] * 10, [0, 1, 1, 0] * 10).measures
    assert [varied[measure].note for measure in ("auroc", "mean_score", "brier")] == [None] * 3


def test_a_stratum_where_everyone_has_the_event() -> None:
    performance = review([0.2, 0.4], [1, 1])
    refused(performance.measures["auroc"], "No non-events among 2 labelled; at least 1 needed")
    refused(
        performance.measures["calibration_slope"],
        "2 events among 2 labelled; at least 10 needed (8 more). No non-events among 2 labelled; at least 10 needed",
    )
    refused(performance.at_thresholds[0].measures["specificity"], "No non-events among 2 labelled; at least 1 needed")


def test_nothing_labelled() -> None:
    performance = review([0.2, 0.9], [None, None])
    assert (performance.n, performance.labelled, performance.events) == (2, 0, 0)
    for estimate in performance.measures.values():
        assert estimate.reason is not None
        assert estimate.reason.startswith("No labelled rows; at least")
    flags = performance.at_thresholds[0].measures
    assert (flags["flag_rate"].value, flags["flag_rate"].n) == (0.5, 2)
    for measure in ("sensitivity", "specificity", "ppv", "npv", "nne", "net_benefit"):
        assert flags[measure].value is None
        assert flags[measure].reason is not None
    assert performance.calibration == ()
    assert performance.decision_curve == ()


def test_no_rows_at_all() -> None:
    performance = review([], [])
    assert (performance.n, performance.period) == (0, None)
    refused(performance.at_thresholds[0].measures["flag_rate"], "No rows; at least 1 needed")


def test_nobody_flagged() -> None:
    flags = review([0.1, 0.2], [0, 1]).at_thresholds[0].measures
    refused(flags["ppv"], "No rows flagged among 2 labelled; at least 1 needed")
    refused(flags["nne"], "No rows flagged among 2 labelled; at least 1 needed")
    assert flags["net_benefit"].value == 0
    assert flags["net_benefit"].low < 0 < flags["net_benefit"].high


def test_nobody_flagged_had_the_event() -> None:
    flags = review([0.1, 0.8, 0.9], [1, 0, 0]).at_thresholds[0].measures
    assert flags["ppv"].value == 0
    refused(flags["nne"], "No events among 2 flagged; at least 1 needed")


def test_everybody_flagged() -> None:
    refused(
        review([0.8, 0.9], [1, 0]).at_thresholds[0].measures["npv"],
        "No rows not flagged among 2 labelled; at least 1 needed",
    )


def test_scores_that_separate_completely_have_no_slope() -> None:
    scores = [*np.linspace(0.1, 0.4, 12), *np.linspace(0.4, 0.9, 12)]
    for outcome in ([0] * 12 + [1] * 12, [1] * 12 + [0] * 12):
        estimate = review(scores, outcome).measures["calibration_slope"]
        assert estimate.value is None
        assert estimate.reason is not None
        assert "separate events from non-events completely among 24 labelled" in estimate.reason


def test_a_constant_score_has_no_slope() -> None:
    refused(
        review([0.3] * 40, [0, 1] * 20).measures["calibration_slope"],
        "All 40 labelled rows have the same score; at least 2 different scores needed",
    )


def test_nothing_expected() -> None:
    refused(
        review([0.0, 0.0], [0, 1]).measures["oe"],
        "Every score among 2 labelled is 0, so no events are expected; at least 1 above 0 needed",
    )


def test_a_threshold_of_one_has_no_net_benefit() -> None:
    table = ScoreTable.from_arrays([0.2, 1.0], [0, 1], period="2026-01", thresholds=[Decimal(1)])
    performance = review_performance(table).overall
    estimate = performance.at_thresholds[0].measures["net_benefit"]
    refused(estimate, "At a threshold of 1 a false positive costs infinitely much; a threshold below 1 needed")
    assert all(point.threshold < 1 for point in performance.decision_curve)


def test_bins_too_wide_for_a_slope() -> None:
    """With every score between 0.01 and 0.99 in one bin beside a second, nearly any slope is possible."""
    rng = np.random.default_rng(1)
    score = rng.uniform(0.01, 0.99, 200)
    outcome = (rng.random(200) < score).astype(float)
    exact = ScoreTable.from_arrays(score, outcome, period="2026-01")
    refused(
        review_performance(exact.coarsened(2)).overall.measures["calibration_slope"],
        "The score bins are too wide to place a slope; reduce the log with more bins",
    )
    assert review_performance(exact).overall.measures["calibration_slope"].value == pytest.approx(1, abs=0.5)
