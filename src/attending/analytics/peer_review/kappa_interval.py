"""Intervals of chance-corrected agreement."""

from __future__ import annotations

import math

from attending.analytics.estimate import LEVEL, Estimate, Z
from attending.analytics.intervals import wilson


def agreement_estimate(
    measure: str,
    *,
    value: float,
    error: float,
    observed: float,
    by_chance: float,
    items: int,
    method: str,
    notes: tuple[str, ...] = (),
) -> Estimate:
    """A coefficient (observed - chance) / (1 - chance) with its interval; `events` counts nothing and is 0.

    The interval is on Fisher's z scale (atanh), which keeps it below 1 and asymmetric near it. When the sample shows
    no spread, as at complete agreement, the standard error is 0 and says nothing: then the Wilson interval of the
    observed agreement stands in, corrected for the same chance agreement and held within [-1, 1].
    """
    if error > 1e-12 and abs(value) < 1 - 1e-12:
        low, high = fisher_limits(value, error, Z)
    else:
        method = "Wilson interval of the observed agreement, as the sample shows no spread"
        ends = wilson(observed * items, items)
        low, high = (corrected(float(end), by_chance) for end in ends)
    return Estimate(
        measure,
        value,
        min(low, value),
        max(high, value),
        LEVEL,
        items,
        0,
        note="; ".join((method, *notes)),
    )


def corrected(observed: float, by_chance: float) -> float:
    """An agreement less that of chance, at least -1: no coefficient lies below, whatever the margins are."""
    return max((observed - by_chance) / (1 - by_chance), -1.0)


def fisher_limits(value: float, error: float, quantile: float) -> tuple[float, float]:
    """Limits at `quantile` standard errors on Fisher's z scale; the value itself where that scale ends."""
    if abs(value) >= 1:
        return value, value
    centre, half = math.atanh(value), quantile * error / (1 - value * value)
    return math.tanh(centre - half), math.tanh(centre + half)
