"""Net benefit: true positives less false positives at the exchange rate of the threshold (Vickers & Elkin 2006)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from attending.analytics.estimate import LEVEL, Estimate
from attending.analytics.intervals import wilson

Floats = NDArray[np.float64]


def harm_weight(threshold: Decimal) -> float:
    """t / (1 - t): how many true positives one false positive costs; t < 1."""
    return float(threshold / (1 - threshold))


def net_benefits(tp: ArrayLike, fp: ArrayLike, n: int, weight: ArrayLike) -> tuple[Floats, Floats, Floats]:
    """TP/n - weight x FP/n per labelled row, with the lower and upper end of its interval, elementwise; n > 0.

    The two shares come from one sample, so they are negatively correlated. The interval recovers the variance of the
    difference from their Wilson intervals and that correlation (method of variance estimates recovery, Zou & Donner
    2008). For large n it equals the normal interval of net benefit as a mean of independent terms; unlike that one
    it does not collapse when nobody, or nobody wrongly, is flagged.
    """
    w = np.asarray(weight, dtype=np.float64)
    benefit, harm = np.asarray(tp, dtype=np.float64) / n, np.asarray(fp, dtype=np.float64) / n
    benefit_low, benefit_high = wilson(tp, n)
    harm_low, harm_high = wilson(fp, n)
    value = benefit - w * harm
    rest = np.maximum((1 - benefit) * (1 - harm), np.finfo(np.float64).tiny)
    together = 2 * np.sqrt(np.minimum(benefit * harm / rest, 1.0))
    down, harm_up = benefit - benefit_low, w * (harm_high - harm)
    up, harm_down = benefit_high - benefit, w * (harm - harm_low)
    below = np.sqrt(down**2 + together * down * harm_up + harm_up**2)
    above = np.sqrt(up**2 + together * up * harm_down + harm_down**2)
    return value, value - below, value + above


def net_benefit(
    tp: Sequence[int], fp: Sequence[int], *, labelled: int, events: int, thresholds: Sequence[Decimal]
) -> list[Estimate]:
    """Net benefit per labelled row of flagging at each threshold, whose counts are at the same places; exact."""

    def missing(threshold: Decimal, reason: str) -> Estimate:
        return Estimate.missing("net_benefit", reason, n=labelled, events=events, threshold=threshold)

    if labelled == 0:
        return [missing(t, "No labelled rows; at least 1 needed") for t in thresholds]
    weights = [harm_weight(t) if t < 1 else 0.0 for t in thresholds]
    told = zip(thresholds, *(ends.tolist() for ends in net_benefits(tp, fp, labelled, weights)), strict=True)
    return [
        Estimate("net_benefit", value, low, high, LEVEL, labelled, events, threshold=t)
        if t < 1
        else missing(t, "At a threshold of 1 a false positive costs infinitely much; a threshold below 1 needed")
        for t, value, low, high in told
    ]
