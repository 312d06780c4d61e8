"""Paired comparison of two scores against brute force, and the coverage of its intervals."""

from __future__ import annotations

import math
from collections.abc import Iterator
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.stats import binom

from attending.analytics import OVERALL, ScoreTable, compare_scores, review_performance
from attending.analytics.difference import Difference
from attending.analytics.discrimination import auroc
from attending.analytics.net_benefit import harm_weight
from attending.analytics.paired_comparison import FEWEST_OF_EACH, PairedComparison, compare_paired
from attending.analytics.paired_influence import clusters_of_rows
from attending.analytics.paired_scores import PairedScores
from attending.analytics.student import t_quantile

T = (Decimal("0.1"), Decimal("0.29"))
Floats = NDArray[np.float64]


def drawn(rng: np.random.Generator, rows: int, centre: float, noise: float) -> tuple[Floats, Floats, Floats]:
    """A model and a noisier comparator of the same rows, and their outcomes."""
    x = rng.normal(centre, 1.3, rows)
    outcome = (rng.random(rows) < 1 / (1 + np.exp(-x))).astype(float)
    model = 1 / (1 + np.exp(-x - rng.normal(0, 0.4, rows)))
    comparator = 1 / (1 + np.exp(-0.9 * x - rng.normal(0, noise, rows)))
    return model, comparator, outcome


def brute_force(model: Floats, comparator: Floats, outcome: Floats) -> tuple[float, float]:
    """Difference of AUROCs and its standard error from every pair of an event and a non-event."""
    kernel = []
    for score in (model, comparator):
        events, others = score[outcome == 1], score[outcome == 0]
        kernel.append((events[:, None] > others) + 0.5 * (events[:, None] == others))
    both = kernel[0] - kernel[1]
    of_events, of_others = both.mean(axis=1), both.mean(axis=0)
    variance = of_events.var(ddof=1) / len(of_events) + of_others.var(ddof=1) / len(of_others)
    return float(both.mean()), float(np.sqrt(variance))


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 2**32 - 1), st.integers(30, 200), st.sampled_from([1, 2, 3, 17]))
def test_agrees_with_every_pair_and_every_row(seed: int, rows: int, digits: int) -> None:
    model, comparator, outcome = drawn(np.random.default_rng(seed), rows, -1.0, 0.8)
    model, comparator = model.round(digits), comparator.round(digits)
    outcome[:4] = [0, 1, 0, 1]
    found = compare_paired(PairedScores.from_arrays(model, comparator, outcome, thresholds=T))
    assert (found.n, found.events) == (rows, int(outcome.sum()))
    value, error = brute_force(model, comparator, outcome)
    if error > 1e-9:
        assert found.auroc.value == pytest.approx(value, abs=1e-12)
        delong = min(value + 1.959963984540054 * error, 1)
        if min(found.events, rows - found.events) >= FEWEST_OF_EACH:
            assert found.auroc.high == pytest.approx(delong, abs=1e-12)
        assert found.auroc.high >= delong - 1e-12
    for score, side in ((model, found.model_auroc), (comparator, found.comparator_auroc)):
        alone = auroc(ScoreTable.from_arrays(score, outcome, period="2026-01").slice(OVERALL))
        assert (side.value, side.low, side.high) == pytest.approx((alone.value, alone.low, alone.high), abs=1e-12)
    squares = (model - outcome) ** 2 - (comparator - outcome) ** 2
    assert found.brier.value == pytest.approx(squares.mean(), abs=1e-12)
    assert found.brier.low == pytest.approx(
        squares.mean() - 1.959963984540054 * squares.std(ddof=1) / np.sqrt(rows), abs=1e-6
    )
    for at in found.at_thresholds:
        t = float(at.threshold)
        m, c = model >= t, comparator >= t
        w = harm_weight(at.threshold)
        benefit = ((m & (outcome == 1)).sum() - w * (m & (outcome == 0)).sum()) / rows
        benefit -= ((c & (outcome == 1)).sum() - w * (c & (outcome == 0)).sum()) / rows
        assert at.differences["net_benefit"].value == pytest.approx(benefit, abs=1e-12)
        sensitivity = m[outcome == 1].mean() - c[outcome == 1].mean()
        specificity = c[outcome == 0].mean() - m[outcome == 0].mean()
        assert at.differences["sensitivity"].value == pytest.approx(sensitivity, abs=1e-12)
        assert at.differences["specificity"].value == pytest.approx(specificity, abs=1e-12)
        few, disagree = min(at.events_model_only, at.events_comparator_only), (m ^ c)[outcome == 1].sum()
        if 2 * few < disagree:
            mid_p = 2 * binom.cdf(few, disagree, 0.5) - binom.pmf(few, disagree, 0.5)
            assert at.differences["sensitivity"].p == pytest.approx(mid_p, abs=1e-9)


def all_of(found: PairedComparison) -> Iterator[tuple[str, Difference]]:
    yield "auroc", found.auroc
    yield "brier", found.brier
    for at in found.at_thresholds:
        for name, difference in at.differences.items():
            yield f"{name} at {at.threshold}", difference


def coverage(rows: int, centre: float, noise: float, repeats: int) -> dict[str, float]:
    rng = np.random.default_rng(rows)
    everyone = PairedScores.from_arrays(*drawn(rng, 400_000, centre, noise), thresholds=T)
    truth = {name: d.value for name, d in all_of(compare_paired(everyone))}
    inside: dict[str, list[bool]] = {name: [] for name in truth}
    for _ in range(repeats):
        found = compare_paired(PairedScores.from_arrays(*drawn(rng, rows, centre, noise), thresholds=T))
        for name, d in all_of(found):
            if d.value is not None:
                inside[name].append(d.low <= truth[name] <= d.high)
    return {name: float(np.mean(held)) for name, held in inside.items()}


@pytest.mark.parametrize(("rows", "centre", "noise"), [(300, -3.0, 0.6), (200, -1.5, 0.5)])
def test_intervals_hold_the_true_differences(rows: int, centre: float, noise: float) -> None:
    for name, share in coverage(rows, centre, noise, repeats=400).items():
        assert 0.915 <= share <= 1, f"{name} covers {share:.3f}"


@pytest.mark.slow
@pytest.mark.parametrize(("rows", "centre", "noise"), [(100, -1, 1), (1_000, -4, 1), (3_000, -2, 0.45), (60, -2, 0.8)])
def test_intervals_hold_the_true_differences_at_many_sizes(rows: int, centre: float, noise: float) -> None:
    for name, share in coverage(rows, centre, noise, repeats=1_500).items():
        assert 0.925 <= share <= 1, f"{name} covers {share:.3f}"


def test_what_cannot_be_compared_says_why() -> None:
    one_class = compare_paired(PairedScores.from_arrays([0.1, 0.4], [0.2, 0.3], [0, 0], thresholds=T))
    assert one_class.auroc.value is None
    assert one_class.auroc.reason is not None
    assert "No events" in one_class.auroc.reason
    assert one_class.at_thresholds[0].differences["sensitivity"].value is None
    assert one_class.at_thresholds[0].differences["specificity"].value is not None
    score, outcome = [0.1, 0.5, 0.4, 0.9], [0, 0, 1, 1]
    alike = compare_paired(PairedScores.from_arrays(score, score, outcome))
    assert alike.auroc.value is None
    assert alike.auroc.reason is not None
    assert "rank every event" in alike.auroc.reason
    assert compare_paired(PairedScores.from_arrays([], [], [])).auroc.value is None


def test_joint_counts_are_checked() -> None:
    paired = PairedScores.from_arrays([0.1, 0.4, np.nan], [0.2, 0.3, 0.1], [0, 1, 1], thresholds=T)
    assert (paired.total, paired.events) == (2, 1)
    with pytest.raises(ValueError, match="read-only"):
        paired.n[0] = 5
    with pytest.raises(ValueError, match="probability"):
        PairedScores.from_arrays([1.2], [0.2], [0])
    with pytest.raises(ValueError, match="0, 1, or missing"):
        PairedScores.from_arrays([0.2], [0.2], [2])
    with pytest.raises(ValueError, match="both scores and outcome"):
        PairedScores.from_arrays([0.2], [0.2, 0.3], [1])


def test_a_review_carries_the_paired_comparison_of_its_own_rows() -> None:
    model, comparator, outcome = drawn(np.random.default_rng(2), 300, -1.0, 0.8)
    tables = [ScoreTable.from_arrays(s, outcome, period="2026-01", thresholds=T) for s in (model, comparator)]
    paired = PairedScores.from_arrays(model, comparator, outcome, thresholds=T)
    review = review_performance(tables[0], comparison=(tables[0], tables[1]), paired=paired)
    assert review.comparator is not None
    assert review.comparator.paired == compare_paired(paired)
    assert review.comparator.comparator.decision_curve[0].avoided_per_100 is not None
    other = PairedScores.from_arrays(model[1:], comparator[1:], outcome[1:], thresholds=T)
    with pytest.raises(ValueError, match="not of the same labelled rows"):
        compare_scores(tables[0], tables[1], other)


def repeated(rng: np.random.Generator, patients: int, own: float) -> tuple[np.ndarray, ...]:
    """Rows of patients with 1 to 5 rows each, alike in both scores and outcome where `own` is large."""
    many = rng.integers(1, 6, patients)
    patient = np.repeat(np.arange(patients), many)
    shared, mine = rng.normal(-1, own, patients)[patient], rng.normal(0, 0.6, len(patient))
    x = shared + mine
    outcome = (rng.random(len(x)) < 1 / (1 + np.exp(-2 * x))).astype(int)
    lean = rng.normal(0, 0.8 * own, patients)[patient]
    model = 1 / (1 + np.exp(-x - lean - rng.normal(0, 0.4, len(x))))
    comparator = 1 / (1 + np.exp(-x + lean - rng.normal(0, 0.5, len(x))))
    return model.round(3), comparator.round(3), outcome, patient


def clustered(model: np.ndarray, comparator: np.ndarray, outcome: np.ndarray, patient: np.ndarray) -> PairedComparison:
    paired = PairedScores.from_arrays(model, comparator, outcome, thresholds=T)
    place = {
        key: i
        for i, key in enumerate(
            zip(paired.model_low.tolist(), paired.comparator_low.tolist(), paired.outcome.tolist(), strict=True)
        )
    }
    cell = np.array([place[key] for key in zip(model.tolist(), comparator.tolist(), outcome.tolist(), strict=True)])
    return compare_paired(paired, clusters_of_rows(paired, cell, patient, np.ones(len(cell), dtype=np.int64)))


def test_each_row_thrice_says_no_more_than_once() -> None:
    model, comparator, outcome, _ = repeated(np.random.default_rng(4), 200, 0.5)
    size = len(model)
    once = clustered(model, comparator, outcome, np.arange(size))
    thrice = clustered(*(np.tile(v, 3) for v in (model, comparator, outcome, np.arange(size))))
    assert (once.clusters, thrice.clusters) == (size, size)
    for (name, a), (_, b) in zip(all_of(once), all_of(thrice), strict=True):
        # Net benefit adds one row to each way of disagreeing, which weighs less among more rows.
        if "net_benefit" not in name:
            assert (a.value, a.low, a.high, a.p) == pytest.approx((b.value, b.low, b.high, b.p), abs=1e-9), name
    plain = compare_paired(PairedScores.from_arrays(model, comparator, outcome, thresholds=T))
    assert once.auroc.high - once.auroc.value == pytest.approx(
        (plain.auroc.high - plain.auroc.value)
        * t_quantile(0.975, int(min(outcome.sum(), size - outcome.sum())) - 1)
        / 1.959963984540054,
        rel=1e-9,
    )


def test_the_variance_over_patients_is_that_of_leaving_each_out() -> None:
    """A jackknife over patients, for the difference of two AUROCs."""
    model, comparator, outcome, patient = repeated(np.random.default_rng(8), 150, 1.0)
    found = clustered(model, comparator, outcome, patient)
    left = []
    for each in range(150):
        keep = patient != each
        left.append(compare_paired(PairedScores.from_arrays(model[keep], comparator[keep], outcome[keep])).auroc.value)
    jackknife = math.sqrt(149 / 150 * float(((np.array(left) - np.mean(left)) ** 2).sum()))
    few = min(len(set(patient[outcome == y])) for y in (0, 1))
    error = (found.auroc.high - found.auroc.value) / t_quantile(0.975, few - 1)
    assert error == pytest.approx(jackknife, rel=0.06)


def clustered_coverage(patients: int, own: float, repeats: int) -> tuple[dict[str, float], dict[str, float]]:
    """Coverage with each patient's rows together, and with rows as independent."""
    rng = np.random.default_rng(patients)
    model, comparator, outcome, _ = repeated(rng, 60_000, own)
    everyone = compare_paired(PairedScores.from_arrays(model, comparator, outcome, thresholds=T))
    truth = {name: d.value for name, d in all_of(everyone)}
    held: dict[str, list[list[bool]]] = {name: [[], []] for name in truth}
    for _ in range(repeats):
        drawn_rows = repeated(rng, patients, own)
        plain = compare_paired(PairedScores.from_arrays(*drawn_rows[:3], thresholds=T))
        for i, comparison in enumerate((clustered(*drawn_rows), plain)):
            for name, d in all_of(comparison):
                if d.value is not None:
                    held[name][i].append(d.low <= truth[name] <= d.high)
    return tuple({name: float(np.mean(each[i])) for name, each in held.items()} for i in (0, 1))


def test_clustered_intervals_hold_the_true_differences() -> None:
    together, independent = clustered_coverage(80, 1.5, repeats=120)
    assert min(together.values()) >= 0.89, together
    assert min(independent.values()) < 0.89, independent


@pytest.mark.slow
@pytest.mark.parametrize(("patients", "own"), [(40, 1.0), (150, 1.5), (300, 0.3)])
def test_clustered_intervals_hold_at_many_sizes(patients: int, own: float) -> None:
    together, _ = clustered_coverage(patients, own, repeats=1_000)
    assert min(together.values()) >= 0.92, together
