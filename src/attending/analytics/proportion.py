"""A proportion as an estimate."""

from __future__ import annotations

from decimal import Decimal

from attending.analytics.estimate import LEVEL, Estimate
from attending.analytics.intervals import wilson


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
    low, high = wilson(numerator, denominator)
    return Estimate(
        measure,
        numerator / denominator,
        float(low),
        float(high),
        LEVEL,
        n,
        events,
        numerator,
        denominator,
        threshold=threshold,
    )
