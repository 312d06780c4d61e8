"""Krippendorff's alpha: agreement of any number of reviewers on any scale, with ratings missing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from attending.analytics.estimate import LEVEL, Estimate
from attending.analytics.intervals import wilson
from attending.analytics.peer_review.kappa_interval import corrected
from attending.analytics.peer_review.ratings import item_counts

Scale = Literal["nominal", "ordinal", "interval"]


def krippendorff_alpha(
    counts: Sequence[Sequence[int]] | NDArray[np.int64],
    *,
    scale: Scale,
    values: Sequence[float] | None = None,
    seed: int = 0,
    resamples: int = 2000,
) -> Estimate:
    """Krippendorff's (2011) alpha from the coincidences of values within items.

    `counts[i][k]` reviewers gave item i category k, categories in ascending order; items with fewer than two ratings
    are left out, as they pair with nothing. `values` are the numbers of the categories on an interval scale (0, 1, ...
    by default). The interval is the percentile bootstrap over items (Zapf et al. 2016) with that seed: approximate,
    and too short below some 20 items or where a handful fall outside one category (then some 90 %).
    Resamples in which every rating is the same have no alpha and are left out;
    when that is more than one in twenty, or the sample shows no spread, the interval is Wilson's of the weighted
    observed agreement, corrected for the same chance. Not estimable when every rating is the same.
    """
    if resamples < 200:
        raise ValueError(f"A bootstrap interval takes at least 200 resamples, not {resamples}.")
    table = item_counts(counts)
    n = len(table)
    if n == 0:
        return Estimate.missing("krippendorff_alpha", "No items with two ratings; at least 1 needed", n=0, events=0)
    k = table.shape[1]
    pairs = table[:, :, None] * table[:, None, :]
    pairs[:, np.arange(k), np.arange(k)] -= table
    coincidences = (pairs / (table.sum(axis=1) - 1)[:, None, None]).reshape(n, k * k)
    position = np.arange(k, dtype=np.float64) if values is None else np.asarray(values, dtype=np.float64)
    if len(position) != k:
        raise ValueError(f"There are {len(position)} values for {k} categories: give one for each.")
    observed, expected = _disagreements(coincidences.sum(axis=0)[None, :], k, scale, position)
    if expected[0] <= 0:
        return Estimate.missing(
            "krippendorff_alpha", "Every rating is the same category: there is nothing to tell apart", n=n, events=0
        )
    value = 1 - float(observed[0] / expected[0])
    rng = np.random.default_rng(seed)
    # Items with the same ratings are interchangeable: drawing how many of each kind keeps the memory small.
    kinds, repeats = np.unique(coincidences, axis=0, return_counts=True)
    drawn = rng.multinomial(n, repeats / n, size=resamples).astype(np.float64)
    of, ex = _disagreements(drawn @ kinds, k, scale, position)
    usable = ex > 0
    alphas = 1 - of[usable] / ex[usable]
    method = f"{scale} scale; percentile bootstrap over items, {resamples:,} resamples, seed {seed}"
    if usable.mean() >= 0.95 and float(np.ptp(alphas)) > 1e-12:
        tail = (1 - LEVEL) / 2
        low, high = (float(q) for q in np.quantile(alphas, [tail, 1 - tail]))
        if not usable.all():
            method += f", {int((~usable).sum())} without an alpha left out"
    else:
        # Disagreement is scaled by its largest possible value, so that agreement lies in [0, 1].
        worst = float(expected[0]) / _share(coincidences.sum(axis=0), k, scale, position)
        chance = 1 - float(expected[0]) / worst
        ends = wilson((1 - float(observed[0]) / worst) * n, n)
        low, high = (corrected(float(end), chance) for end in ends)
        method = f"{scale} scale; Wilson interval of the observed agreement, as the sample shows too little spread"
    return Estimate("krippendorff_alpha", value, min(low, value), max(high, value), LEVEL, n, 0, note=method)


def _disagreements(
    flat: NDArray[np.float64], k: int, scale: Scale, position: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Observed and expected disagreement of each coincidence matrix; `flat` has shape (matrices, k x k)."""
    marginal = flat.reshape(-1, k, k).sum(axis=2)
    total = marginal.sum(axis=1)
    apart = _apart(marginal, scale, position)
    by_chance = marginal[:, :, None] * marginal[:, None, :]
    return (
        (flat.reshape(-1, k, k) * apart).sum(axis=(1, 2)) / total,
        (by_chance * apart).sum(axis=(1, 2)) / (total * (total - 1)),
    )


def _apart(marginal: NDArray[np.float64], scale: Scale, position: NDArray[np.float64]) -> NDArray[np.float64]:
    """Squared distance of two categories; shape (matrices or 1, k, k). Ordinal distances count the ratings between."""
    k = len(position)
    if scale == "nominal":
        return (1 - np.eye(k))[None]
    if scale == "interval":
        return np.asarray(np.subtract.outer(position, position)[None] ** 2)
    rank = np.cumsum(marginal, axis=1) - marginal / 2
    return np.asarray((rank[:, :, None] - rank[:, None, :]) ** 2)


def _share(flat: NDArray[np.float64], k: int, scale: Scale, position: NDArray[np.float64]) -> float:
    """Expected disagreement as a share of the largest distance between two categories in use."""
    marginal = flat.reshape(1, k, k).sum(axis=2)
    apart = _apart(marginal, scale, position)[0]
    used = marginal[0] > 0
    _, expected = _disagreements(flat[None, :], k, scale, position)
    return float(expected[0]) / float(apart[np.ix_(used, used)].max())
