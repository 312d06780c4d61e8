"""Coverage of the 95 % intervals of impact evaluations, by simulation, where they are said to hold and where not."""

import numpy as np
import pytest
from scipy import stats

from attending.analytics.impact import serial
from attending.analytics.impact.differences import Cohorts
from attending.analytics.impact.wedge import averaged_fit


def segmented(n: int) -> tuple[np.ndarray, np.ndarray]:
    times = np.arange(n)
    after = (times >= n // 2).astype(float)
    return np.column_stack([np.ones(n), times, after, after * (times - n // 2)]), times


def level_coverage(n: int, rho: float, errors: serial.Errors, runs: int = 300) -> float:
    rng = np.random.default_rng(n + int(100 * rho))
    x, times = segmented(n)
    root = np.linalg.cholesky(rho ** np.abs(np.subtract.outer(times, times)).astype(float))
    hits = 0
    for _ in range(runs):
        found = serial.fit(root @ rng.standard_normal(n), x, times=times, errors=errors)
        width = stats.t.ppf(0.975, found.df) * np.sqrt(found.covariance[2, 2])
        hits += abs(found.beta[2]) <= width
    return hits / runs


@pytest.mark.parametrize(("n", "rho"), [(24, 0.0), (24, 0.4), (48, 0.0), (48, 0.4)])
def test_series_intervals_hold_with_autocorrelation(n: int, rho: float) -> None:
    assert level_coverage(n, rho, "ar1") > 0.91


def test_older_methods_fall_short_as_they_say() -> None:
    assert level_coverage(24, 0.4, "newey_west") < 0.82
    assert level_coverage(24, 0.4, "prais_winsten") < 0.91
    assert level_coverage(24, 0.4, "independent") < 0.90


def test_overdispersed_autocorrelated_counts_are_covered() -> None:
    rng = np.random.default_rng(9)
    x, times = segmented(36)
    root = np.linalg.cholesky(0.4 ** np.abs(np.subtract.outer(times, times)).astype(float))
    hits = 0
    for _ in range(150):
        y = rng.poisson(60 * np.exp(0.15 * (root @ rng.standard_normal(36)))).astype(float)
        found = serial.fit(y, x, times=times, family="poisson")
        hits += abs(found.beta[2]) <= stats.t.ppf(0.975, found.df) * np.sqrt(found.covariance[2, 2])
    assert hits / 150 > 0.89


STARTS: list[tuple[int | None, ...]] = [
    (3, 3, None, None),
    (3, *[None] * 9),
    (3, 3, 3, None, None, None),
    (2, 3, 4, 5, 6, 7, None, None, None, None),
]


@pytest.mark.parametrize("starts", STARTS)
def test_few_clusters_are_covered_in_difference_in_differences(starts: tuple[int | None, ...]) -> None:
    rng = np.random.default_rng(4)
    root = np.linalg.cholesky(0.7 ** np.abs(np.subtract.outer(np.arange(10), np.arange(10))))
    hits = 0
    for _ in range(500):
        y = rng.standard_normal((len(starts), 1)) + rng.standard_normal((len(starts), 10)) @ root.T
        cohorts = Cohorts(y, starts)
        weights = sum(
            cohorts.sizes[g] * cohorts.weights(g, t, never_only=True) for g in cohorts.treated for t in range(g, 10)
        )
        found = cohorts.combine(np.asarray(weights))
        assert found.variance is not None
        assert found.df is not None
        hits += abs(found.value) <= stats.t.ppf(0.975, found.df) * np.sqrt(found.variance)
    assert 0.92 <= hits / 500 <= 0.98


@pytest.mark.slow
@pytest.mark.parametrize(("clusters", "periods"), [(8, 5), (12, 7)])
@pytest.mark.parametrize("icc", [0.1, 0.6])
def test_stepped_wedges_are_covered(clusters: int, periods: int, icc: float) -> None:
    rng = np.random.default_rng(6)
    start = np.array([1 + i * (periods - 1) // clusters for i in range(clusters)])
    treated = (np.arange(periods)[None, :] >= start[:, None]).astype(float)
    eye = np.broadcast_to(np.eye(periods), (clusters, periods, periods))
    x = np.concatenate([eye, treated[:, :, None]], axis=2)
    hits = 0
    for _ in range(400):
        y = np.sqrt(icc) * rng.normal(size=(clusters, 1)) + np.sqrt(1 - icc) * rng.normal(size=treated.shape)
        found = averaged_fit(y, x, np.ones_like(y), "exchangeable")
        hits += abs(found.beta[-1]) <= stats.t.ppf(0.975, found.df) * np.sqrt(found.covariance[-1, -1])
    assert 0.91 <= hits / 400 <= 0.98
