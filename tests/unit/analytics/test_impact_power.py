"""What a plan will be able to show, and what adjusting for case mix does; against independent calculations."""

from __future__ import annotations

import math
from itertools import pairwise
from statistics import NormalDist

import numpy as np
import pytest
import statsmodels.api as sm
from statsmodels.stats.power import TTestIndPower

from attending.analytics.impact import power, serial
from attending.analytics.impact.differences import difference_in_differences
from attending.analytics.impact.interrupted import interrupted_time_series
from attending.analytics.impact.panel import BadPanelError, Cell, Panel
from attending.analytics.impact.wedge import generalised_least_squares, stepped_wedge


def wedge(steps: int, between: int, before: int, clusters: int) -> np.ndarray:
    rows = [[0] * (before + between * at) + [1] * (between * (steps - at)) for at in range(steps)]
    return np.array([row for row in rows for _ in range(clusters)], dtype=float)


@pytest.mark.parametrize(
    ("steps", "between", "before", "clusters", "n", "rho"),
    [(4, 1, 1, 3, 10, 0.05), (5, 2, 1, 2, 7, 0.1), (3, 1, 2, 4, 20, 0.02)],
)
def test_the_stepped_wedge_has_the_published_design_effect(
    steps: int, between: int, before: int, clusters: int, n: int, rho: float
) -> None:
    """Woertman et al. 2013 (J Clin Epidemiol 66:752), derived from Hussey & Hughes 2007 for balanced designs."""
    treated = wedge(steps, between, before, clusters)
    found = power.wedge_variance(treated, within=(1 - rho) / n, between=rho)
    all_ = steps * between * n
    effect = (1 + rho * (all_ + before * n - 1)) / (1 + rho * (all_ / 2 + before * n - 1))
    effect *= 3 * (1 - rho) / (2 * between * (steps - 1 / steps))
    assert found == pytest.approx(4 * effect / (len(treated) * n), rel=1e-12)
    periods = treated.shape[1]
    x = np.concatenate(
        [np.broadcast_to(np.eye(periods), (len(treated), periods, periods)), treated[:, :, None]], axis=2
    )
    noise = np.random.default_rng(1).normal(size=treated.shape)
    within, total = (1 - rho) / n, (1 - rho) / n + rho
    fitted = generalised_least_squares(noise, x, np.ones_like(treated), rho / total)
    assert within < total
    assert found == pytest.approx(float(fitted.covariance[-1, -1]) / fitted.variance * total, rel=1e-9)


def test_chances_are_those_of_t_and_normal_tests() -> None:
    found = power.ExactPrecision(math.sqrt(2 / 20), 38)
    assert found.chance(0.8) == pytest.approx(TTestIndPower().power(0.8, 20, 0.05), abs=1e-9)
    normal = power.ExactPrecision(1.0, math.inf)
    edge = NormalDist().inv_cdf(0.975)
    assert normal.chance(2.8) == pytest.approx(NormalDist().cdf(2.8 - edge) + NormalDist().cdf(-2.8 - edge))
    assert power.smallest_effect(normal) == pytest.approx(2.8016, abs=1e-3)
    assert found.chance(0) == pytest.approx(0.05)
    assert found.chance(1000.0) == 1.0


def test_differences_are_the_analysis_of_change() -> None:
    """Frison & Pocock 1992: one value before, the mean of r after; correlation between periods cancels where equal."""
    start = (4,) * 6 + (None,) * 10
    found = power.planned_differences(start, 10, spread=2.0, correlation=0.0)
    assert found.error**2 == pytest.approx(4 * (1 + 1 / 6) * (1 / 6 + 1 / 10))
    assert found.df == 14
    # Staggered, correlated: the spread of estimates over simulated panels without an effect.
    start = (4, 4, 4, 7, 7, 7, None, None, None, None)
    plan = power.planned_differences(start, 10, spread=1.0, correlation=0.5)
    generator, periods = np.random.default_rng(5), np.arange(10)
    root = np.linalg.cholesky(0.5 ** np.abs(np.subtract.outer(periods, periods)))
    estimates = []
    for _ in range(100):
        y = generator.standard_normal((10, 10)) @ root.T
        cells = tuple(Cell(f"u{i}", t, value=float(y[i, t])) for i in range(10) for t in range(10))
        panel = Panel("mean", cells, {f"u{i}": each for i, each in enumerate(start)})
        estimates.append(difference_in_differences(panel).effects["overall"].value or 0.0)
    assert float(np.std(estimates)) == pytest.approx(plan.error, rel=0.2)
    with pytest.raises(ValueError, match="nothing to compare"):
        power.planned_differences((4, 4, 4), 10, spread=1.0, correlation=0.0)


def test_an_interrupted_series_is_simulated_as_it_is_fitted() -> None:
    generator = np.random.default_rng(3)
    y, times = generator.normal(size=(24, 4)), np.arange(24)
    x = np.column_stack([np.ones(24), times, times >= 12])
    contrast = np.array([0.0, 0.0, 1.0])
    values, errors, df = serial.averaged_many(y, x, times=times, contrast=contrast)
    for column in range(4):
        fitted = serial.fit(y[:, column], x, times=times)
        assert values[column] == pytest.approx(float(fitted.beta[2]))
        assert errors[column] == pytest.approx(math.sqrt(float(fitted.covariance[2, 2])))
        assert df == fitted.df
    plan = power.planned_interruption(24, 12, spread=2.0, correlation=0.3, count=200)
    assert plan.chance(0.0) < 0.1
    needed = power.smallest_effect(plan)
    assert plan.chance(needed) == pytest.approx(0.8, abs=0.01)
    # A larger spread scales, a longer line before helps, and the same seed says the same.
    assert power.smallest_effect(power.planned_interruption(24, 12, spread=4.0, correlation=0.3, count=200)) == (
        pytest.approx(2 * needed, rel=1e-3)
    )
    several = [
        power.planned_interruption(before, 12, spread=2.0, correlation=0.3, count=200) for before in (12, 24, 48)
    ]
    assert all(a > b for a, b in pairwise(power.smallest_effect(each) for each in several))
    with pytest.raises(ValueError, match="at least 8 and 4"):
        power.planned_interruption(6, 12, spread=2.0, correlation=0.3)


def mixed(seed: int, effect: float, *, start: tuple[int | None, ...], covariate: bool) -> Panel:
    """Case mix of much weight that becomes heavier with time in treated units."""
    generator = np.random.default_rng(seed)
    cells = []
    for at, begin in enumerate(start):
        for period in range(24):
            on = begin is not None and period >= begin
            mix = float(generator.normal()) + (1.5 if on else 0.0)
            value = 50 + at + 3 * mix + (effect if on else 0.0) + float(generator.normal(0, 0.5))
            cells.append(Cell(f"u{at}", period, value=value, covariates=(mix,) if covariate else ()))
    starts = {f"u{at}": begin for at, begin in enumerate(start)}
    return Panel("mean", tuple(cells), starts, "days", covariates=("case_mix",) if covariate else ())


def test_case_mix_that_changed_is_taken_out_of_the_effect() -> None:
    fitters = {
        interrupted_time_series: (12,),
        difference_in_differences: (12, 12, 12, 12, None, None, None, None),
        stepped_wedge: (4, 8, 12, 16, 20, 22),
    }
    for fit, start in fitters.items():
        raw, found = (fit(mixed(7, -2.0, start=start, covariate=each)) for each in (False, True))
        effect, biased = found.effects[found.main or ""], raw.effects[raw.main or ""]
        assert effect.value == pytest.approx(-2.0, abs=0.6)
        assert biased.value is not None
        assert abs(biased.value + 2.0) > 1.5
        assert effect.low is not None
        assert effect.high is not None
        assert effect.low < -2.0 < effect.high
        assert "adjusted for case_mix" in effect.method
        assert any("does not itself change case_mix" in each for each in found.assumptions)
        assert not any("case_mix" in each for each in raw.assumptions)


def test_slopes_of_differences_are_those_of_a_two_way_regression_of_untreated_cells() -> None:
    panel = mixed(9, -2.0, start=(12, 12, 16, None, None, None), covariate=True)
    values, mix = panel.values, panel.adjusted_for[:, :, 0]
    begins = np.array([24 if each is None else each for each in panel.start])
    rows, columns = np.nonzero(np.arange(24)[None, :] < begins[:, None])
    design = np.column_stack([mix[rows, columns], np.eye(6)[rows], np.eye(24)[columns][:, 1:]])
    slope = float(sm.OLS(values[rows, columns], design).fit().params[0])
    plain = Panel(
        "mean",
        tuple(
            Cell(unit, period, value=float(values[i, t] - slope * mix[i, t]))
            for i, unit in enumerate(panel.units)
            for t, period in enumerate(panel.periods)
        ),
        panel.treated_from,
        "days",
    )
    adjusted, by_hand = (difference_in_differences(each).effects["overall"].value for each in (panel, plain))
    assert adjusted == pytest.approx(by_hand, abs=1e-9)


def test_intervals_of_adjusted_differences_cover() -> None:
    held = 0
    for seed in range(80):
        effect = difference_in_differences(mixed(seed, 0.0, start=(12,) * 5 + (None,) * 5, covariate=True)).effects[
            "overall"
        ]
        assert effect.low is not None
        assert effect.high is not None
        held += effect.low <= 0 <= effect.high
    assert held >= 0.88 * 80


def test_covariates_that_are_missing_or_do_not_move_are_refused() -> None:
    with pytest.raises(BadPanelError, match="0 covariates; 1 are expected"):
        Panel("mean", (Cell("a", 1, value=1.0),), {"a": None}, covariates=("mix",))
    still = mixed(1, 0.0, start=(12, 12, None, None), covariate=True)
    cells = tuple(Cell(each.unit, each.period, value=each.value, covariates=(1.0,)) for each in still.cells)
    found = difference_in_differences(Panel("mean", cells, still.treated_from, covariates=("mix",)))
    assert found.reason is not None
    assert "hardly move" in found.reason
