"""Distance between the score and the smoothed calibration curve: ICI, E50 and E90 (Austin & Steyerberg 2019)."""

from __future__ import annotations

from functools import cache
from statistics import NormalDist
from typing import Final

import numpy as np
from numpy.typing import NDArray

from attending.analytics.binned_scores import BinnedScores
from attending.analytics.calibration_curve import Fit
from attending.analytics.estimate import LEVEL, Estimate, Z

Floats = NDArray[np.float64]

MEASURES: Final = ("ici", "e50", "e90")

_POINTS: Final = 100
_DRAWS: Final = 256
_SHRUNK: Final = np.linspace(0, 1, 5)
_MOST_KNOTS: Final = 5
_NEIGHBOURS: Final = 5


def calibration_errors(fit: Fit | str, scores: BinnedScores) -> tuple[Estimate, Estimate, Estimate]:
    """Mean, median and 90th percentile of |curve - score| over the labelled rows; a text for `fit` says why not.

    These cannot be negative, so chance makes them larger than 0 even for a perfect score, and the usual interval, which
    takes the estimate as the centre, would never reach 0. Here the lower end is found by inverting a test: the curve's
    distance is shrunk towards perfect calibration, by simulation from the covariance of its coefficients (taken as
    linear in them), until so large an error as the one observed would come up in 2.5 % of samples. It is 0 where
    perfect calibration itself is compatible. The upper end is the 97.5 % quantile around the fitted curve. A quantile
    is the farther of the simulated and the normal one, since a few hundred draws place tails badly. A percentile hangs
    on the curve at one place, so the intervals of E50 and E90 are at least as wide as its band there.

    The note tells what perfect calibration would show on average with these scores, and whether neighbouring scores
    were taken together; no bound is given for that. What the spline cannot follow, and chance in who came, are not in
    the intervals.
    """
    if isinstance(fit, str):
        first, second, third = (
            Estimate.missing(name, fit, n=scores.total_labelled, events=scores.events) for name in MEASURES
        )
        return first, second, third
    distance = fit.rate - fit.score
    values = _weighted(np.abs(distance), fit.weight)
    at = np.searchsorted(np.cumsum(fit.weight), (np.arange(_POINTS) + 0.5) / _POINTS)
    at = np.minimum(at, len(fit.weight) - 1)
    rate, d = fit.rate[at], distance[at]
    # Movement of the curve per standard deviation of each independent direction of its coefficients.
    direction = (rate * (1 - rate))[:, None] * (fit.design[at] @ fit.root)
    noise = _draws()[:, : direction.shape[1]] @ direction.T
    observed = _summaries(d)
    perfect, as_fitted = _summaries(noise), _summaries(d + noise)
    upper = [_end(perfect, 1), _end(as_fitted, 1)]
    if np.any(observed > upper[0]):
        # Between the two only a test that rejects perfect calibration looks.
        upper[1:1] = _end(_summaries(_SHRUNK[1:-1, None, None] * d + noise), 1)
    lower = _end(as_fitted, -1)
    by_chance = perfect.mean(axis=-1)
    band = _band(np.abs(d), Z * np.sqrt((direction**2).sum(axis=1)))
    found = []
    for i, name in enumerate(MEASURES):
        share = 0.0
        if observed[i] > upper[0][i]:
            share = float(np.interp(observed[i], np.maximum.accumulate([each[i] for each in upper]), _SHRUNK))
        low = min(share * values[i], max(float(lower[i]), 0.0) if share > 0 else 0.0)
        high = values[i] + max(float(upper[-1][i] - observed[i]), 0.0)
        if band[i] > 0:
            low, high = min(low, values[i] - band[i]), max(high, values[i] + band[i])
        found.append(
            Estimate(
                name,
                values[i],
                min(max(low, 0.0), values[i]),
                max(min(high, 1.0), values[i]),
                LEVEL,
                fit.n,
                fit.events,
                note=f"A perfectly calibrated score would show {by_chance[i]:.3f} on average with these rows"
                + ("; neighbouring scores taken at their mean" if fit.grouped else ""),
            )
        )
    return found[0], found[1], found[2]


def _weighted(error: Floats, weight: Floats) -> tuple[float, float, float]:
    order = np.argsort(error)
    # Shares of rows are added up with rounding: a hair below, so that a share met exactly counts as met.
    reached = np.searchsorted(np.cumsum(weight[order]), np.array([0.5, 0.9]) - 1e-9)
    middle, most = (float(error[order[min(int(place), len(order) - 1)]]) for place in reached)
    return float(error @ weight / weight.sum()), middle, most


def _summaries(distance: Floats) -> Floats:
    """Mean, median and 90th percentile of the absolute distances at the places of the last axis; shape (..., 3, draws).

    Without draws (one axis) the shape is (3,).
    """
    half, most = _POINTS // 2, _POINTS * 9 // 10
    # Sorted whole: many times faster than np.partition for rows as short as these.
    ordered = np.sort(np.abs(distance), axis=-1)
    middle = (ordered[..., half - 1] + ordered[..., half]) / 2
    high = (ordered[..., most - 1] + ordered[..., most]) / 2
    return np.stack([ordered.mean(axis=-1), middle, high], axis=-2 if distance.ndim > 1 else -1)


def _end(simulated: Floats, side: int) -> Floats:
    """The upper (`side` 1) or lower (-1) end of 95 % of the draws along the last axis."""
    place = (simulated.shape[-1] - 1) * (0.5 + side * LEVEL / 2)
    ordered = np.sort(simulated, axis=-1)
    below, share = ordered[..., int(place)], place - int(place)
    quantile = below + share * (ordered[..., int(place) + 1] - below)
    normal = simulated.mean(axis=-1) + side * Z * simulated.std(axis=-1)
    farther: Floats = np.maximum(quantile, normal) if side > 0 else np.minimum(quantile, normal)
    return farther


def _band(error: Floats, half_width: Floats) -> tuple[float, float, float]:
    """Half-width of the curve's band where the median and the 90th percentile lie; 0 for the mean: it has no place."""
    ordered = half_width[np.argsort(error)]
    places = (_POINTS // 2, _POINTS * 9 // 10)
    near = [np.sort(ordered[place - _NEIGHBOURS : place + _NEIGHBOURS]).tolist() for place in places]
    middle, most = ((each[_NEIGHBOURS - 1] + each[_NEIGHBOURS]) / 2 for each in near)
    return 0.0, middle, most


@cache
def _draws() -> Floats:
    """Normal draws in mirrored pairs, with unit variances and no correlation exactly; shape (_DRAWS, _MOST_KNOTS).

    Quantiles of evenly spread points: an additive recurrence with powers of the root of x^6 = x + 1 (Roberts 2018). The
    ends of the intervals lie nearer to those of many thousand draws than with so few random ones, and are no matter of
    a seed.
    """
    root = 1.0
    for _ in range(60):
        root = (1 + root) ** (1 / (_MOST_KNOTS + 1))
    steps = root ** -np.arange(1.0, _MOST_KNOTS + 1)
    points = (0.5 + np.outer(np.arange(1, _DRAWS // 2 + 1), steps)) % 1
    half = np.array([NormalDist().inv_cdf(each) for each in points.ravel()]).reshape(points.shape)
    half = half @ np.linalg.inv(np.linalg.cholesky(half.T @ half / len(half))).T
    draws = np.concatenate([half, -half])
    draws.flags.writeable = False
    return draws
