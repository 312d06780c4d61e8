"""Impact estimators against statsmodels, SciPy and brute force."""

import itertools
from statistics import fmean

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
import statsmodels.formula.api as smf
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.stattools import durbin_watson

from attending.analytics.impact import serial
from attending.analytics.impact.differences import Cohorts, difference_in_differences
from attending.analytics.impact.interrupted import interrupted_time_series
from attending.analytics.impact.panel import Cell, Panel, series
from attending.analytics.impact.quarterly import quarters
from attending.analytics.impact.wedge import averaged_fit, generalised_least_squares, stepped_wedge

SEEDS = st.integers(0, 10_000)


def segmented(n: int) -> tuple[np.ndarray, np.ndarray]:
    times = np.arange(n)
    after = (times >= n // 2).astype(float)
    return np.column_stack([np.ones(n), times, after, after * (times - n // 2)]), times


def correlated(rng: np.random.Generator, n: int, rho: float) -> np.ndarray:
    out = rng.standard_normal(n)
    for i in range(1, n):
        out[i] = rho * out[i - 1] + np.sqrt(1 - rho**2) * out[i]
    return out


@settings(max_examples=15, deadline=None)
@given(seed=SEEDS, n=st.integers(16, 60), lags=st.integers(0, 5))
def test_newey_west_is_that_of_statsmodels(seed: int, n: int, lags: int) -> None:
    x, times = segmented(n)
    y = correlated(np.random.default_rng(seed), n, 0.4)
    ours = serial.fit(y, x, times=times, errors="newey_west", lags=lags)
    theirs = sm.OLS(y, x).fit(cov_type="HAC", cov_kwds={"maxlags": lags, "use_correction": True})
    assert ours.beta == pytest.approx(theirs.params, abs=1e-8)
    assert np.sqrt(np.diag(ours.covariance)) == pytest.approx(theirs.bse, rel=1e-6)
    assert serial.durbin_watson(y - x @ ours.beta) == pytest.approx(durbin_watson(theirs.resid), rel=1e-9)


@settings(max_examples=15, deadline=None)
@given(seed=SEEDS, rho=st.floats(-0.5, 0.9))
def test_whitening_is_generalised_least_squares_also_with_gaps(seed: int, rho: float) -> None:
    x, times = segmented(30)
    kept = np.delete(times, [15, 16, 17])
    x, y = x[kept], np.random.default_rng(seed).normal(size=27)
    sigma = rho ** np.abs(np.subtract.outer(kept, kept)).astype(float)
    beta = np.linalg.lstsq(serial.whiten(x, kept, rho), serial.whiten(y, kept, rho), rcond=None)[0]
    assert beta == pytest.approx(sm.GLS(y, x, sigma=sigma).fit().params, abs=1e-7)


@pytest.mark.parametrize("seed", range(4))
def test_prais_winsten_is_generalised_least_squares_at_its_own_correlation(seed: int) -> None:
    x, times = segmented(48)
    y = correlated(np.random.default_rng(seed), 48, 0.5)
    ours = serial.fit(y, x, times=times, errors="prais_winsten")
    assert ours.rho is not None
    theirs = sm.GLS(y, x, sigma=ours.rho ** np.abs(np.subtract.outer(times, times)).astype(float)).fit()
    assert ours.beta == pytest.approx(theirs.params, abs=1e-8)
    assert np.sqrt(np.diag(ours.covariance)) == pytest.approx(theirs.bse, rel=1e-7)
    left = y - x @ ours.beta
    assert ours.rho == pytest.approx(float(left[1:] @ left[:-1]) / float(left[:-1] @ left[:-1]), abs=1e-8)


@pytest.mark.parametrize("seed", range(3))
def test_averaging_equals_brute_force_over_the_restricted_likelihood(seed: int) -> None:
    x, times = segmented(24)
    y = correlated(np.random.default_rng(seed), 24, 0.4)
    weights, betas, covariances = [], [], []
    for rho in np.linspace(-0.9, 0.98, 95):
        sigma = rho ** np.abs(np.subtract.outer(times, times)).astype(float)
        inverse = np.linalg.inv(sigma)
        information = x.T @ inverse @ x
        beta = np.linalg.solve(information, x.T @ inverse @ y)
        rss = float((y - x @ beta) @ inverse @ (y - x @ beta))
        weights.append(-0.5 * np.linalg.slogdet(sigma)[1] - 0.5 * np.linalg.slogdet(information)[1] - 10 * np.log(rss))
        betas.append(beta)
        covariances.append(rss / 20 * np.linalg.inv(information))
    w = np.exp(np.array(weights) - max(weights))
    w /= w.sum()
    mean = w @ np.array(betas)
    off = np.array(betas) - mean
    covariance = np.einsum("g,gij->ij", w, np.array(covariances)) + np.einsum("g,gi,gj->ij", w, off, off)
    ours = serial.fit(y, x, times=times)
    assert ours.beta == pytest.approx(mean, abs=1e-8)
    assert ours.covariance == pytest.approx(covariance, rel=1e-6, abs=1e-10)


@settings(max_examples=10, deadline=None)
@given(seed=SEEDS, family=st.sampled_from(["poisson", "binomial"]))
def test_quasi_likelihood_is_that_of_statsmodels(seed: int, family: str) -> None:
    rng = np.random.default_rng(seed)
    x, times = segmented(36)
    exposure = rng.integers(200, 400, 36).astype(float)
    if family == "poisson":
        y = rng.poisson(exposure * 0.1).astype(float)
        theirs = sm.GLM(y, x, family=sm.families.Poisson(), offset=np.log(exposure))
        ours = serial.fit(y, x, times=times, family="poisson", errors="independent", offset=np.log(exposure))
    else:
        y = rng.binomial(exposure.astype(int), 0.2).astype(float)
        theirs = sm.GLM(np.column_stack([y, exposure - y]), x, family=sm.families.Binomial())
        ours = serial.fit(y, x, times=times, family="binomial", errors="independent", trials=exposure)
    fitted = theirs.fit()
    p = fitted.fittedvalues if family == "binomial" else fitted.fittedvalues / exposure
    spread = exposure * p * (1 - p) if family == "binomial" else exposure * p
    dispersion = float(np.sum((y - exposure * p) ** 2 / spread)) / 32
    assert ours.beta == pytest.approx(fitted.params, abs=1e-6)
    assert ours.dispersion == pytest.approx(dispersion, rel=1e-5)
    assert np.sqrt(np.diag(ours.covariance)) == pytest.approx(fitted.bse * np.sqrt(dispersion), rel=1e-5)


def test_effects_of_counts_are_those_of_the_delta_method_by_simulation() -> None:
    rng = np.random.default_rng(5)
    y = rng.poisson(80, 40).astype(float)
    panel = series("count", [(i, float(v)) for i, v in enumerate(y)], 20)
    found = interrupted_time_series(panel, errors="independent")
    x, times = segmented(40)
    fitted = serial.fit(y, x, times=times, family="poisson", errors="independent")
    draws = rng.multivariate_normal(fitted.beta, fitted.covariance, 40_000)
    without = x.copy()
    without[:, 2:] = 0
    difference = (np.exp(draws @ x[20:].T) - np.exp(draws @ without[20:].T)).mean(axis=1)
    average = found.effects["average"]
    assert average.low is not None
    assert average.high is not None
    width = average.high - average.low
    assert width == pytest.approx(2 * stats.t.ppf(0.975, 36) * difference.std(), rel=0.05)


def panel_of(y: np.ndarray, starts: list[int | None]) -> Panel:
    cells = tuple(Cell(f"u{i}", t, value=float(y[i, t])) for i in range(y.shape[0]) for t in range(y.shape[1]))
    return Panel("mean", cells, {f"u{i}": start for i, start in enumerate(starts)})


@settings(max_examples=15, deadline=None)
@given(seed=SEEDS, treated=st.integers(3, 7), controls=st.integers(3, 7))
def test_two_groups_are_welchs_test_of_the_changes(seed: int, treated: int, controls: int) -> None:
    y = np.random.default_rng(seed).normal(size=(treated + controls, 6))
    found = difference_in_differences(panel_of(y, [3] * treated + [None] * controls)).effects["overall"]
    change = y[:, 3:].mean(axis=1) - y[:, 2]
    welch = stats.ttest_ind(change[:treated], change[treated:], equal_var=False)
    interval = welch.confidence_interval()
    assert found.p == pytest.approx(welch.pvalue, abs=1e-10)
    assert (found.low, found.high) == pytest.approx((interval.low, interval.high), abs=1e-9)


@settings(max_examples=10, deadline=None)
@given(seed=SEEDS, treated=st.integers(2, 3), controls=st.integers(2, 3))
def test_small_groups_are_students_test_of_the_changes(seed: int, treated: int, controls: int) -> None:
    y = np.random.default_rng(seed).normal(size=(treated + controls, 4))
    found = difference_in_differences(panel_of(y, [3] * treated + [None] * controls)).effects["overall"]
    change = y[:, 3] - y[:, 2]
    equal = treated == controls == 3
    assert found.p == pytest.approx(
        stats.ttest_ind(change[:treated], change[treated:], equal_var=not equal).pvalue, abs=1e-10
    )


def test_two_groups_are_also_cr2() -> None:
    """Bell & McCaffrey 2002 by full matrices, on a regression of each unit's change on treatment."""
    change = np.random.default_rng(8).normal(size=9)
    x = np.column_stack([np.ones(9), np.arange(9) < 4]).astype(float)
    bread = np.linalg.inv(x.T @ x)
    left = change - x @ (bread @ x.T @ change)
    adjusted = left / np.sqrt(1 - np.diag(x @ bread @ x.T))
    variance = (bread @ (x.T * adjusted**2) @ x @ bread)[1, 1]
    cohorts = Cohorts(np.column_stack([np.zeros(9), change]), (1,) * 4 + (None,) * 5)
    found = cohorts.combine(cohorts.weights(1, 1, never_only=True))
    assert found.variance == pytest.approx(variance, rel=1e-10)


@settings(max_examples=10, deadline=None)
@given(seed=SEEDS, whom=st.sampled_from(["never", "not_yet"]))
def test_staggered_effects_are_the_brute_force_average(seed: int, whom: str) -> None:
    y = np.random.default_rng(seed).normal(size=(9, 7))
    starts: list[int | None] = [2, 2, 2, 4, 4, 4, None, None, None]
    found = difference_in_differences(panel_of(y, starts), controls=whom).effects["overall"]  # type: ignore[arg-type]
    effects = []
    for unit, t in itertools.product(range(6), range(7)):
        g = starts[unit]
        if g is None or t < g:
            continue
        controls = [i for i, s in enumerate(starts) if s is None or (whom == "not_yet" and s > t)]
        effects.append(y[unit, t] - y[unit, g - 1] - fmean(y[i, t] - y[i, g - 1] for i in controls))
    assert found.value == pytest.approx(fmean(effects), abs=1e-10)


def wedge_design(starts: np.ndarray, periods: int) -> tuple[np.ndarray, np.ndarray]:
    treated = (np.arange(periods)[None, :] >= starts[:, None]).astype(float)
    eye = np.broadcast_to(np.eye(periods), (len(starts), periods, periods))
    return treated, np.concatenate([eye, treated[:, :, None]], axis=2)


@pytest.mark.parametrize("seed", range(3))
def test_the_mixed_model_is_that_of_statsmodels(seed: int) -> None:
    rng = np.random.default_rng(seed)
    treated, x = wedge_design(np.repeat([1, 2, 3, 4], 3), 5)
    y = rng.normal(size=(12, 1)) + rng.normal(size=(12, 5)) + 0.5 * treated
    unit, period = np.indices(y.shape)
    frame = pd.DataFrame({"y": y.ravel(), "x": treated.ravel(), "unit": unit.ravel(), "period": period.ravel()})
    theirs = smf.mixedlm("y ~ 0 + C(period) + x", frame, groups="unit").fit(reml=True)
    icc = float(theirs.cov_re.iloc[0, 0]) / (float(theirs.cov_re.iloc[0, 0]) + theirs.scale)
    used = np.ones_like(y)
    ours = generalised_least_squares(y, x, used, icc)
    assert ours.beta[-1] == pytest.approx(theirs.params["x"], abs=1e-5)
    assert np.sqrt(ours.covariance[-1, -1]) == pytest.approx(theirs.bse["x"], rel=1e-2)
    for other in (icc - 0.05, icc + 0.05):
        assert generalised_least_squares(y, x, used, other).log_likelihood < ours.log_likelihood
    averaged = averaged_fit(y, x, used, "exchangeable")
    assert averaged.beta[-1] == pytest.approx(theirs.params["x"], abs=0.1 * theirs.bse["x"])


def test_the_permutation_test_is_brute_force_over_all_orders() -> None:
    starts = np.array([1, 1, 2, 2, 3])
    treated, x = wedge_design(starts, 4)
    y = np.random.default_rng(3).normal(size=(5, 4)) + treated
    found = stepped_wedge(panel_of(y, [int(s) for s in starts])).effects["permutation"]
    icc = averaged_fit(y, x, np.ones_like(y), "exchangeable").icc
    effects = [
        generalised_least_squares(y, wedge_design(starts[list(order)], 4)[1], np.ones_like(y), icc).beta[-1]
        for order in itertools.permutations(range(5))
    ]
    assert found.p == pytest.approx(np.mean(np.abs(effects) >= abs(effects[0]) - 1e-9), abs=1e-12)


@settings(max_examples=20, deadline=None)
@given(events=st.integers(0, 400), exposure=st.floats(1, 1e4))
def test_quarterly_rates_have_garwoods_interval(events: int, exposure: float) -> None:
    panel = series("rate", [("2025-01", float(events), exposure)], None)
    found = quarters(panel, 1.0, 0.5, "2025-Q1").quarters[0]
    low = stats.chi2.ppf(0.025, 2 * events) / 2 if events else 0.0
    assert found.low == pytest.approx(low / exposure, rel=1e-8, abs=1e-12)
    assert found.high == pytest.approx(stats.chi2.ppf(0.975, 2 * events + 2) / 2 / exposure, rel=1e-8)
