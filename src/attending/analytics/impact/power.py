"""What an impact evaluation will be able to show, before there are data: its chance to show an effect of a given size.

An effect counts as shown when its two-sided 95 % interval excludes no effect, as in the evaluation itself.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np

from attending.analytics.impact import serial
from attending.analytics.impact.differences import Cohorts, overall_cells, overall_weights
from attending.analytics.impact.interrupted import FEWEST_AFTER, FEWEST_BEFORE, season_terms, segmented
from attending.analytics.impact.panel import Panel, Season, series
from attending.analytics.impact.serial import Array
from attending.analytics.impact.wedge import FEWEST_CLUSTERS

SERIES: Final = 400
SEED: Final = 20260101
WANTED: Final = 0.8
"""The chance that is usually wanted."""

_FAR: Final = 1e9


class Precision(Protocol):
    """How precise the estimate of a plan will be."""

    def chance(self, effect: float) -> float:
        """The chance that an effect of this size, in the unit of the spread, is shown; 0 to 1."""


@dataclass(frozen=True, slots=True)
class ExactPrecision:
    """A normal estimate with a known standard error, judged by t with `df` degrees of freedom (infinite: normal)."""

    error: float
    df: float

    def chance(self, effect: float) -> float:
        """By the noncentral t distribution, both tails."""
        from scipy.stats import nct, norm
        from scipy.stats import t as student

        away = abs(effect) / self.error
        if math.isinf(self.df):
            edge = float(norm.ppf(0.975))
            return float(norm.sf(edge - away) + norm.cdf(-edge - away))
        # Beyond this the noncentral t is not computed reliably, and the chance is 1 to many digits.
        if away > 30:
            return 1.0
        edge = float(student.ppf(0.975, self.df))
        return float(nct.sf(edge, self.df, away) + nct.cdf(-edge, self.df, away))


@dataclass(frozen=True)
class SimulatedPrecision:
    """Simulated series without an effect: by how much each estimate missed 0, and half of its interval; both (S,).

    The model is linear in the outcome, so an effect moves the estimate by itself and leaves the interval's width.
    """

    missed: Array
    half: Array

    def chance(self, effect: float) -> float:
        """The share of series whose interval excludes 0 once the effect is there; both directions count alike."""
        up, down = np.abs(effect + self.missed) > self.half, np.abs(effect - self.missed) > self.half
        return float((up.mean() + down.mean()) / 2)


def smallest_effect(precision: Precision, wanted: float = WANTED) -> float:
    """The smallest effect that is shown with a chance of `wanted`, to four digits; by bisection.

    Raises ValueError unless 0.05 < wanted < 1.
    """
    if not 0.05 < wanted < 1:
        raise ValueError("The wanted chance lies between 0.05 and 1.")
    high = 1e-6
    low = 0.0
    while precision.chance(high) < wanted and high < _FAR:
        high *= 2
    while high - low > 1e-5 * high:
        middle = (low + high) / 2
        low, high = (middle, high) if precision.chance(middle) < wanted else (low, middle)
    return high


def wedge_variance(treated: Array, *, within: float, between: float) -> float:
    """Variance of the effect in a stepped wedge with known variances (Hussey & Hughes 2007, eq. 8).

    `treated` (clusters x periods) of 0 and 1, every cell observed; `within` is the variance of a cell's mean around
    its cluster's level (for n people: that of one person over n), `between` that of the clusters' levels. Raises
    ValueError where treatment and period cannot be told apart.
    """
    clusters, periods = treated.shape
    u = float(treated.sum())
    w = float((treated.sum(axis=0) ** 2).sum())
    v = float((treated.sum(axis=1) ** 2).sum())
    known = (clusters * u - w) * within + (u * u + clusters * periods * u - periods * w - clusters * v) * between
    if known <= 0:
        raise ValueError("Treatment and period cannot be told apart: some periods need clusters in both states.")
    return float(clusters * within * (within + periods * between) / known)


def planned_wedge(start: tuple[int | None, ...], periods: int, *, spread: float, correlation: float) -> ExactPrecision:
    """A stepped wedge of clusters that cross over at `start` (index of a period; None: not within the data).

    `spread` is the standard deviation of a cluster's value around its own level, `correlation` that of any two periods
    of one cluster, which says how much clusters' levels differ. Closed form; t with the degrees of freedom that
    `stepped_wedge` uses. Raises ValueError where the design cannot be estimated.
    """
    _check(spread, correlation)
    if len(start) < FEWEST_CLUSTERS:
        raise ValueError(f"{len(start)} units; at least {FEWEST_CLUSTERS} are needed.")
    begins = np.array([periods if each is None else each for each in start])
    treated = (np.arange(periods)[None, :] >= begins[:, None]).astype(float)
    within = spread**2
    variance = wedge_variance(treated, within=within, between=within * correlation / (1 - correlation))
    clusters = len(start)
    return ExactPrecision(math.sqrt(variance), max((clusters - 1) * (periods - 1) - 1, 1))


def planned_differences(
    start: tuple[int | None, ...], periods: int, *, spread: float, correlation: float
) -> ExactPrecision:
    """Difference in differences, also staggered, of units that begin at `start` (None: never within the data).

    `spread` is the standard deviation of a unit's value around its own level, `correlation` that of neighbouring
    periods (fading geometrically). Closed form: the estimate of `difference_in_differences` is a weighted sum of
    cells, units being independent; with one start and no correlation it is Frison & Pocock's (1992) analysis of change
    with one period before. t with the units less their groups as degrees of freedom. Raises ValueError where there is
    nothing to compare.
    """
    _check(spread, correlation)
    kept = tuple(each for each in start if each != 0)
    cohorts = Cohorts(np.zeros((len(kept), periods)), kept)
    cells, never_only = overall_cells(cohorts)
    if not cells:
        raise ValueError("No unit is untreated while another is treated; there is nothing to compare with.")
    if cohorts.spare < 2:
        raise ValueError("There are not enough units of the same kind to see how much units vary.")
    weights = overall_weights(cohorts, cells, never_only)
    distance = np.abs(np.subtract.outer(np.arange(periods), np.arange(periods)))
    shared = np.power(correlation, distance)
    variance = spread**2 * float(np.einsum("it,ts,is->", weights, shared, weights))
    return ExactPrecision(math.sqrt(variance), cohorts.spare)


def planned_interruption(
    before: int,
    after: int,
    *,
    spread: float,
    correlation: float,
    phase_in: int = 0,
    season: Season = "none",
    cycle: int | None = 12,
    controlled: bool = False,
    seed: int = SEED,
    count: int = SERIES,
) -> SimulatedPrecision:
    """An interrupted time series by simulation: `count` series with AR(1) errors, fitted as the evaluation fits them.

    `before` and `after` count periods; the `phase_in` is left out of those after. `spread` is the standard deviation
    of a period's value around its line, `correlation` that of neighbouring periods. The effect is the average
    difference from what is expected, in a linear model with changes of level and slope: for proportions, rates and
    counts an approximation, since they are fitted on the logit or log scale. The line before is drawn on into the time
    after, so more periods before always help, and many after do not. A control series that varies alike and
    independently doubles the variance. Raises ValueError where the series is too short.
    """
    _check(spread, correlation)
    if before < FEWEST_BEFORE or after - phase_in < FEWEST_AFTER:
        raise ValueError(
            f"{before} periods before and {max(after - phase_in, 0)} after the start; at least {FEWEST_BEFORE} and "
            f"{FEWEST_AFTER} are needed."
        )
    n = before + after
    panel: Panel = series("mean", [(at, 0.0) for at in range(n)], before, cycle=cycle)
    seasonal, _ = season_terms(panel, season if cycle else "none", before)
    model = segmented(n, before, phase_in, seasonal, slope_change=True)
    generator = np.random.default_rng(seed)
    shocks = generator.standard_normal((n, count))
    noise = np.empty_like(shocks)
    noise[0] = shocks[0]
    for at in range(1, n):
        noise[at] = correlation * noise[at - 1] + math.sqrt(1 - correlation**2) * shocks[at]
    noise *= spread * (math.sqrt(2) if controlled else 1.0)
    since = model.times >= model.start
    contrast = (model.x[since] - model.without[since]).mean(axis=0)
    missed, errors, df = serial.averaged_many(
        noise[model.used], model.x[model.used], times=model.times[model.used], contrast=contrast
    )
    from scipy.stats import t as student

    return SimulatedPrecision(missed, float(student.ppf(0.975, df)) * errors)


def chance_spread(share: float, people: float) -> float:
    """The standard deviation of a proportion of `people` that chance alone gives: a lower bound of its spread."""
    if not 0 < share < 1 or people < 1:
        raise ValueError("A share lies between 0 and 1, of 1 or more people.")
    return math.sqrt(share * (1 - share) / people)


def _check(spread: float, correlation: float) -> None:
    if not spread > 0 or not 0 <= correlation < 1:
        raise ValueError("The spread is above 0, and the correlation from 0 to below 1.")
