"""The label-delay curve against statsmodels' product-limit estimate, and its coverage; medians from histograms."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.stats import binom
from statsmodels.duration.survfunc import SurvfuncRight

from attending.analytics.maturity import DelayCounts, event_curve, label_delay
from attending.analytics.timeliness import DurationCounts, median_duration


def counted(time: np.ndarray, known: np.ndarray, edges: tuple[float, ...]) -> DelayCounts:
    place = np.searchsorted(edges, time, side="left")
    whole = ~known & (time >= edges[-1])
    bins = range(len(edges))
    return DelayCounts(
        edges,
        tuple(int(np.sum(known & (place == i))) for i in bins),
        tuple(int(np.sum(~known & (place == i) & ~whole)) for i in bins),
        int(np.sum(whole | (place == len(edges)))),
    )


def test_without_ties_within_bins_the_curve_is_the_product_limit_estimate() -> None:
    rng = np.random.default_rng(3)
    time = rng.permutation(np.arange(1, 301)).astype(float)
    known = rng.random(300) < 0.4
    edges = tuple(np.arange(1, 301) + 0.0)
    reference = SurvfuncRight(time, known.astype(int))
    survival = dict(
        zip(reference.surv_times, zip(reference.surv_prob, reference.surv_prob_se, strict=True), strict=True)
    )
    for point in event_curve(counted(time, known, edges)):
        if point.hours in survival and point.at_risk > 30:
            assert point.share.value is not None
            assert 1 - point.share.value == pytest.approx(survival[point.hours][0], abs=2e-12)


def test_binning_stays_within_its_stated_bound() -> None:
    rng = np.random.default_rng(4)
    event, end = rng.exponential(30, 4000), rng.uniform(0, 60, 4000)
    time, known = np.minimum(event, end), event <= end
    exact = SurvfuncRight(time, known.astype(int))
    for point in event_curve(counted(time, known, (5.0, 10.0, 20.0, 40.0))):
        wanted = 1 - float(exact.surv_prob[np.searchsorted(exact.surv_times, point.hours, side="right") - 1])
        assert point.share.value == pytest.approx(wanted, abs=point.share.bound + 1e-12)


def coverage(n: int, scale: float, last_seen: tuple[float, float], runs: int) -> dict[str, float]:
    """How often both curves hold the truth after each edge: events at a steady rate, rows last seen at an even one."""
    rng = np.random.default_rng(n)
    edges = (6.0, 12.0, 24.0, 48.0)
    share = [1 - math.exp(-edge / scale) for edge in edges]
    truth = {event_curve: share, label_delay: [each / share[-1] for each in share]}
    held: dict[str, list[bool]] = {}
    for _ in range(runs):
        event, end = rng.exponential(scale, n), rng.uniform(*last_seen, n)
        counts = counted(np.minimum(event, end), event <= end, edges)
        for curve, true in truth.items():
            for point, each in zip(curve(counts), true, strict=True):
                if point.share.low is not None and point.share.high is not None:
                    inside = point.share.low - 1e-12 <= each <= point.share.high + 1e-12
                    held.setdefault(f"{curve.__name__} after {point.hours:g} h", []).append(inside)
    return {name: float(np.mean(inside)) for name, inside in held.items()}


@pytest.mark.parametrize(
    ("n", "scale", "last_seen"), [(40, 40, (10, 120)), (400, 40, (10, 120)), (3_000, 40, (0, 60)), (150, 400, (0, 60))]
)
def test_intervals_cover(n: int, scale: float, last_seen: tuple[float, float]) -> None:
    for name, share in coverage(n, scale, last_seen, runs=250).items():
        assert share >= 0.91, f"{name} covers {share:.3f}"


@pytest.mark.parametrize("n", [40, 400])
def test_intervals_early_in_the_curve_are_no_wider_than_they_say(n: int) -> None:
    held = coverage(n, 40, (10, 120), runs=600)
    assert 0.93 <= held["event_curve after 12 h"] <= 0.985
    assert 0.92 <= held["label_delay after 12 h"] <= 0.99


@pytest.mark.slow
@pytest.mark.parametrize("last_seen", [(10, 120), (0, 60)])
@pytest.mark.parametrize(("n", "scale"), [(40, 40), (40, 400), (150, 40), (400, 400), (3_000, 40), (20_000, 400)])
def test_intervals_cover_at_many_sizes(n: int, scale: float, last_seen: tuple[float, float]) -> None:
    for name, share in coverage(n, scale, last_seen, runs=1_000).items():
        assert share >= 0.91, f"{name} covers {share:.3f}"


def test_nothing_is_said_where_nobody_was_followed() -> None:
    counts = DelayCounts((1.0, 2.0), (1, 0), (3, 0), 0)
    assert event_curve(counts)[1].share.value is None
    assert label_delay(counts)[0].share.reason == "Nobody was followed to the horizon yet"
    none = DelayCounts((1.0, 2.0), (0, 0), (0, 0), 9)
    assert label_delay(none)[0].share.reason == "No known events among 9 rows; at least 5 needed"
    assert event_curve(none)[1].share.value == 0.0


def test_the_place_of_those_last_seen_within_a_bin_stays_within_the_bound() -> None:
    rng = np.random.default_rng(9)
    event, end = rng.exponential(30, 4_000), rng.uniform(0, 60, 4_000)
    coarse = label_delay(counted(np.minimum(event, end), event <= end, (20.0, 50.0)))[0].share
    fine = label_delay(counted(np.minimum(event, end), event <= end, tuple(np.arange(0.5, 50.5, 0.5))))
    (exact,) = [point.share for point in fine if point.hours == 20]
    assert exact.bound < coarse.bound / 10
    assert coarse.value == pytest.approx(exact.value, abs=coarse.bound + exact.bound)
    assert coarse.value - coarse.low > exact.value - exact.low


def test_parts_add_up_to_the_whole() -> None:
    rng = np.random.default_rng(6)
    time, known, edges = rng.exponential(10, 500), rng.random(500) < 0.5, (1.0, 5.0, 30.0)
    parts = counted(time[:200], known[:200], edges).merge(counted(time[200:], known[200:], edges))
    assert parts == counted(time, known, edges)
    with pytest.raises(ValueError, match="different edges"):
        parts.merge(counted(time, known, (1.0, 30.0)))


@pytest.mark.parametrize("n", [6, 25, 200, 3000])
def test_the_median_of_a_histogram_holds_the_true_one_as_often_as_it_says(n: int) -> None:
    rng = np.random.default_rng(n)
    edges = tuple(float(x) for x in np.arange(0, 60, 0.25))
    inside, runs = 0, 300
    for _ in range(runs):
        time = rng.gamma(3, 3, n)
        numbers, _ = np.histogram(time, edges)
        found = median_duration(
            "median_lead_time",
            DurationCounts(edges, tuple(int(x) for x in numbers), 0, int(np.sum(time >= edges[-1]))), n=n, events=n,
        )  # fmt: skip
        if found.value is not None and found.low is not None and found.high is not None:
            assert abs(found.value - np.median(time)) <= found.bound + 1e-9
            inside += found.low <= 8.0217 <= found.high
    assert inside / runs >= binom.ppf(0.001, runs, 0.95) / runs


def test_a_median_needs_six_durations() -> None:
    edges = (0.0, 1.0, 2.0)
    assert median_duration("median_lead_time", DurationCounts(edges, (5, 0)), n=9, events=9).reason is not None
    beyond = median_duration("median_lead_time", DurationCounts(edges, (1, 0), 0, 8), n=9, events=9)
    assert beyond.reason is not None
    assert "beyond 0 to 2 hours" in beyond.reason
