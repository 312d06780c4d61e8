"""Agreement coefficients against scikit-learn, statsmodels and definitions; coverage by simulation."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score
from statsmodels.stats import inter_rater

from attending.analytics.peer_review import cohen_kappa, fleiss_kappa, gwet_ac1, krippendorff_alpha, percent_agreement

TABLES = st.lists(st.lists(st.integers(0, 30), min_size=3, max_size=3), min_size=3, max_size=3).filter(
    lambda t: sum(map(sum, t)) > 0
)
COUNTS = st.integers(2, 4).flatmap(
    lambda k: st.lists(st.lists(st.integers(0, 3), min_size=k, max_size=k), min_size=2, max_size=15)
)


@given(table=TABLES, weights=st.sampled_from(["none", "linear", "quadratic"]))
@settings(max_examples=60, deadline=None)
def test_cohens_kappa_is_that_of_scikit_learn_and_statsmodels(table: list[list[int]], weights: str) -> None:
    estimate = cohen_kappa(table, weights=weights)
    assume(estimate.value is not None)
    pairs = [(i, j) for i in range(3) for j in range(3) for _ in range(table[i][j])]
    first, second = zip(*pairs, strict=True)
    theirs = cohen_kappa_score(first, second, labels=[0, 1, 2], weights=None if weights == "none" else weights)
    assert estimate.value == pytest.approx(theirs, abs=1e-12)
    assert estimate.low <= estimate.value <= estimate.high
    kind = {"none": None, "linear": "linear", "quadratic": "quadratic"}[weights]
    oracle = inter_rater.cohens_kappa(np.array(table), wt=kind)
    if oracle.std_kappa > 1e-6 and abs(estimate.value) < 0.999:
        error = (np.arctanh(estimate.high) - np.arctanh(estimate.value)) * (1 - estimate.value**2) / 1.959963984540054
        assert error == pytest.approx(oracle.std_kappa, rel=1e-6)


@given(seed=st.integers(0, 10_000), raters=st.integers(2, 6), categories=st.integers(2, 4))
@settings(max_examples=40, deadline=None)
def test_fleiss_kappa_is_that_of_statsmodels(seed: int, raters: int, categories: int) -> None:
    rng = np.random.default_rng(seed)
    table = rng.multinomial(raters, rng.dirichlet(np.ones(categories)), size=12)
    estimate = fleiss_kappa(table)
    assume(estimate.value is not None)
    assert estimate.value == pytest.approx(inter_rater.fleiss_kappa(table), abs=1e-12)


def brute_alpha(counts: np.ndarray, scale: str) -> float:
    """From the definition: mean distance of pairs within items over mean distance of all pairs of ratings."""
    items = [[k for k, c in enumerate(row) for _ in range(c)] for row in counts.tolist() if sum(row) >= 2]
    ratings = [r for item in items for r in item]
    totals = np.bincount(ratings, minlength=counts.shape[1])

    def distance(a: int, b: int) -> float:
        if scale == "nominal":
            return float(a != b)
        if scale == "interval":
            return (a - b) ** 2
        low, high = min(a, b), max(a, b)
        return (totals[low : high + 1].sum() - (totals[low] + totals[high]) / 2) ** 2

    within = sum(sum(distance(a, b) for a, b in permutations(item, 2)) / (len(item) - 1) for item in items)
    overall = sum(distance(a, b) for a, b in permutations(ratings, 2)) / (len(ratings) - 1)
    return 1 - within / overall


@given(counts=COUNTS, scale=st.sampled_from(["nominal", "ordinal", "interval"]))
@settings(max_examples=60, deadline=None)
def test_alpha_is_its_definition(counts: list[list[int]], scale: str) -> None:
    estimate = krippendorff_alpha(counts, scale=scale, resamples=200)
    assume(estimate.value is not None)
    assert estimate.value == pytest.approx(brute_alpha(np.array(counts), scale), abs=1e-9)
    assert estimate.low <= estimate.value <= estimate.high


@given(counts=COUNTS)
@settings(max_examples=60, deadline=None)
def test_no_number_is_ever_not_a_number(counts: list[list[int]]) -> None:
    for estimate in (percent_agreement(counts), fleiss_kappa(counts), gwet_ac1(counts)):
        if estimate.value is None:
            assert estimate.reason
        else:
            assert -np.inf < estimate.low <= estimate.value <= estimate.high < np.inf


@pytest.mark.slow
@pytest.mark.parametrize(
    ("items", "prevalence", "accuracy", "least"),
    [
        (30, 0.5, 0.9, 0.91),
        (30, 0.5, 0.7, 0.91),
        (60, 0.1, 0.95, 0.91),
        (150, 0.05, 0.95, 0.87),
        (100, 0.3, 0.98, 0.91),
    ],
)
def test_intervals_of_agreement_cover(items: int, prevalence: float, accuracy: float, least: float) -> None:
    """Three reviewers who each find the truth with the same probability; alpha's limit is that of Fleiss' kappa."""
    rng = np.random.default_rng(4)

    def sample(n: int) -> np.ndarray:
        truth = rng.random(n) < prevalence
        return np.where(rng.random((3, n)) < accuracy, truth, ~truth).astype(int)

    def measured(rated: np.ndarray) -> list:
        found = rated.sum(axis=0)
        counts = np.column_stack([3 - found, found])
        table = np.bincount(rated[0] * 2 + rated[1], minlength=4).reshape(2, 2)
        return [
            cohen_kappa(table),
            fleiss_kappa(counts),
            gwet_ac1(counts),
            krippendorff_alpha(counts, scale="nominal", resamples=400),
        ]

    truth = [estimate.value for estimate in measured(sample(200_000))]
    held = np.zeros((300, 4))
    for i in range(len(held)):
        held[i] = [
            np.nan if e.value is None else e.low <= t <= e.high
            for e, t in zip(measured(sample(items)), truth, strict=True)
        ]
    assert (np.nanmean(held, axis=0) >= least).all(), np.nanmean(held, axis=0)
