"""Agreement of a panel against SciPy, definitions and simulation."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import friedmanchisquare

from attending.analytics.panel import intraclass_correlation, kendall_w, measure_disagreement

SCORES = st.tuples(st.integers(3, 7), st.integers(3, 9)).flatmap(
    lambda shape: arrays(np.float64, shape, elements=st.integers(1, 9).map(float))
)
CELLS = st.tuples(st.integers(1, 16), st.integers(1, 3), st.integers(1, 3)).flatmap(
    lambda shape: arrays(np.float64, shape, elements=st.sampled_from([np.nan, *map(float, range(1, 10))]))
)


@given(scores=SCORES)
@settings(max_examples=60, deadline=None)
def test_kendalls_w_is_friedmans_chi_square(scores: np.ndarray) -> None:
    """chi-square = raters x (items - 1) x W, ties corrected."""
    assume(any(len(set(row)) > 1 for row in scores))
    found = kendall_w(scores, resamples=200)
    raters, items = scores.shape
    theirs = friedmanchisquare(*scores.T)
    assert found.value * raters * (items - 1) == pytest.approx(theirs.statistic, abs=1e-9)
    assert found.p_value == pytest.approx(theirs.pvalue, abs=1e-9)
    assert 0 <= found.value <= 1 + 1e-12
    assert (found.low is None) == (items < 8)
    if found.low is not None:
        assert found.low <= found.value <= found.high


@given(scores=SCORES, seed=st.integers(0, 1000))
@settings(max_examples=30, deadline=None)
def test_neither_order_of_raters_nor_of_items_matters(scores: np.ndarray, seed: int) -> None:
    rng = np.random.default_rng(seed)
    blank = scores.copy()
    blank[rng.random(scores.shape) < 0.1] = np.nan
    other = blank[rng.permutation(len(blank))][:, rng.permutation(blank.shape[1])]
    for measure in (lambda s: kendall_w(s, resamples=200), lambda s: intraclass_correlation(s).single):
        one, two = measure(blank), measure(other)
        assert (one.raters, one.items, one.reason) == (two.raters, two.items, two.reason)
        assert one.value == pytest.approx(two.value, abs=1e-9)


@given(scores=SCORES)
@settings(max_examples=40, deadline=None)
def test_the_intraclass_correlation_is_that_of_its_variance_components(scores: np.ndarray) -> None:
    """ICC(2,1) = item variance / (item + rater + residual), each by the method of moments of the two-way table."""
    found = intraclass_correlation(scores)
    assume(found.single.value is not None)
    k, n = scores.shape
    residual = scores - scores.mean(axis=0) - scores.mean(axis=1, keepdims=True) + scores.mean()
    error = (residual**2).sum() / ((k - 1) * (n - 1))
    item = scores.mean(axis=0).var(ddof=1) - error / k
    rater = scores.mean(axis=1).var(ddof=1) - error / n
    assert found.single.value == pytest.approx(item / (item + rater + error), abs=1e-9)
    if found.mean.value is None:
        assert item < 0, found.mean.reason
    else:
        assert found.mean.value == pytest.approx(item / (item + (rater + error) / k), abs=1e-9)
        assert -1 <= found.mean.low <= found.mean.value <= found.mean.high <= 1
    assert -1 <= found.single.low <= found.single.value <= found.single.high <= 1


@given(scores=CELLS)
@settings(max_examples=60, deadline=None)
def test_percentiles_are_those_of_numpy_and_the_flag_its_definition(scores: np.ndarray) -> None:
    names = tuple("abc")
    found = measure_disagreement(scores)
    for cell in found.cells(names[: scores.shape[1]], names[: scores.shape[2]]):
        given_scores = scores[:, names.index(cell.item), names.index(cell.criterion)]
        given_scores = given_scores[~np.isnan(given_scores)]
        assert cell.n == len(given_scores)
        if cell.n == 0:
            assert (cell.median, cell.low, cell.disagreement) == (None, None, None)
            continue
        low, median, high = np.percentile(given_scores, [30, 50, 70], method="averaged_inverted_cdf")
        assert (cell.low, cell.median, cell.high) == (low, median, high)
        wide = high - low > 2.35 + 1.5 * abs((low + high) / 2 - 5)
        assert cell.disagreement == (None if cell.n < 3 else wide)


@given(scores=CELLS)
@settings(max_examples=30, deadline=None)
def test_turning_the_scale_round_changes_no_disagreement(scores: np.ndarray) -> None:
    found, turned = measure_disagreement(scores), measure_disagreement(10 - scores)
    assert np.array_equal(found.flag, turned.flag)
    assert np.array_equal(found.classic, turned.classic)


def coverage(items: int, raters: int, runs: int, seed: int) -> float:
    """Share of simulated panels whose interval of ICC(2,1) holds the true 0.5: items 1, raters 0.25, residual 0.75."""
    rng = np.random.default_rng(seed)
    hits = 0
    for _ in range(runs):
        scores = (
            rng.normal(0, 1, items)
            + rng.normal(0, np.sqrt(0.25), (raters, 1))
            + rng.normal(0, np.sqrt(0.75), (raters, items))
        )
        single = intraclass_correlation(scores).single
        hits += single.low <= 0.5 <= single.high
    return hits / runs


def test_the_interval_of_the_intraclass_correlation_covers_what_it_says() -> None:
    assert 0.92 <= coverage(20, 8, 600, 1) <= 0.98


@pytest.mark.slow
@pytest.mark.parametrize(("items", "raters"), [(6, 12), (12, 12), (40, 6), (100, 12)])
def test_the_interval_of_the_intraclass_correlation_covers_in_depth(items: int, raters: int) -> None:
    assert 0.935 <= coverage(items, raters, 4000, items) <= 0.975


@pytest.mark.slow
@pytest.mark.parametrize(("items", "least"), [(8, 0.83), (20, 0.88), (60, 0.90)])
def test_the_interval_of_w_covers_somewhat_less_as_its_docstring_says(items: int, least: float) -> None:
    """Scores of 12 raters; the true W is that of 20,000 items."""
    rng = np.random.default_rng(3)

    def draw(n: int) -> np.ndarray:
        return np.clip(np.rint(5 + 1.3 * (rng.normal(0, 1.2, n) + rng.normal(0, 1.2, (12, n)))), 1, 9)

    truth = np.mean([kendall_w(draw(5000), resamples=200).value for _ in range(8)])
    found = [kendall_w(draw(items), seed=run, resamples=400) for run in range(600)]
    assert least <= np.mean([each.low <= truth <= each.high for each in found]) <= 0.98
