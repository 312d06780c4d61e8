"""The decision curve: net benefit over a grid of thresholds, against treating everyone and treating no one."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

import numpy as np
from numpy.typing import NDArray

from attending.analytics.binned_scores import BinnedScores
from attending.analytics.net_benefit import harm_weight, net_benefits
from attending.analytics.results import DecisionPoint

GRID: Final = tuple(Decimal(i) / 100 for i in range(1, 100))
"""Thresholds of the curve: each per cent from 0.01 to 0.99."""


def decision_curve(scores: BinnedScores, grid: Sequence[Decimal] = GRID) -> tuple[DecisionPoint, ...]:
    """Net benefit at each threshold of `grid` below 1 and of the table, ascending; empty without labelled rows.

    A bin that straddles a grid threshold is taken as flagged when its mean score reaches it; the point's bound covers
    every other way its rows may lie. At the table's own thresholds the counts are those of the operating points.
    """
    bins = scores.only_labelled()
    labelled = bins.total_labelled
    thresholds = tuple(sorted(t for t in {*grid, *scores.thresholds} if t < 1))
    if labelled == 0 or not thresholds:
        return ()
    t = np.array([float(x) for x in thresholds])
    weight = np.array([harm_weight(x) for x in thresholds])
    # Rows in the bins from position i upwards: entry i; the last entry is none.
    tp_from = np.r_[np.cumsum(bins.positive[::-1])[::-1], 0]
    fp_from = np.r_[np.cumsum(bins.negative[::-1])[::-1], 0]
    first = np.searchsorted(bins.mean_score, t, side="left")
    own = [scores.thresholds.index(x) + 1 if x in scores.thresholds else 0 for x in thresholds]
    for i in np.flatnonzero(own):
        first[i] = np.searchsorted(bins.passed, own[i], side="left")
    tp, fp = tp_from[first], fp_from[first]
    bound = np.zeros(len(t))
    straddling = np.searchsorted(bins.score_high, t, side="left")
    for i in np.flatnonzero(straddling < len(bins.bin)):
        k = straddling[i]
        if not own[i] and bins.score_low[k] < t[i]:
            bound[i] = max(float(bins.positive[k]), float(weight[i] * bins.negative[k])) / labelled
    value, low, high = net_benefits(tp, fp, labelled, weight)
    everyone, _, _ = net_benefits(bins.events, labelled - bins.events, labelled, weight)
    avoided = _avoided(bins.events - tp, labelled - bins.events - fp, labelled, weight)
    return tuple(
        DecisionPoint(x, float(v), float(lo), float(hi), float(a), float(e), *spared)
        for x, v, lo, hi, a, e, spared in zip(thresholds, value, low, high, everyone, bound, avoided, strict=True)
    )


def _avoided(
    fn: NDArray[np.int64], tn: NDArray[np.int64], n: int, weight: NDArray[np.float64]
) -> list[tuple[float, float, float] | tuple[None, None, None]]:
    """Interventions avoided per 100 rows against treating all, with interval (Vickers & Elkin 2006).

    100 (NB of the score - NB of all) / weight is 100 (TN/n - FN/n / weight): a net benefit with the roles exchanged.
    """
    told: list[tuple[float, float, float] | tuple[None, None, None]] = []
    for misses, spared, w in zip(fn, tn, weight, strict=True):
        if w == 0:
            told.append((None, None, None))
            continue
        value, low, high = net_benefits(spared, misses, n, 1 / w)
        told.append((float(100 * value), float(100 * low), float(100 * high)))
    return told
