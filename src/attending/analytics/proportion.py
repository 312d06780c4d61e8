"""A proportion as an estimate."""

from __future__ import annotations

from decimal import Decimal

from attending.analytics.estimate import LEVEL, Estimate, Z
from attending.analytics.limits import wilson_limits


def proportion(
    measure: str,
    numerator: int,
    denominator: int,
    *,
    n: int,
    events: int,
    without: str,
    threshold: Decimal | None = None,
) -> Estimate:
    """`numerator` of `denominator` with its Wilson interval, exact; `without` is the reason when the latter is 0."""
    if denominator == 0:
        return Estimate.missing(
            measure, without, n=n, events=events, numerator=numerator, denominator=denominator, threshold=threshold
        )
    value = numerator / denominator
    low, high = wilson_limits(value, denominator, Z)
    return Estimate(
        measure,
        value,
        low,
        high,
        LEVEL,
        n,
        events,
        numerator,
        denominator,
        threshold=threshold,
    )
