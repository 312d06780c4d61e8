"""An estimate of a review as the program records it, for every room that listens."""

from __future__ import annotations

from datetime import date

from attending.analytics.estimate import Estimate
from attending.program.actions.measures import Measured


def as_measured(estimate: Estimate, attribute: str, level: str, period: tuple[date, date]) -> Measured:
    """The estimate for one level of one attribute, from the first to the last day of a period."""
    return Measured(
        measure=estimate.measure,
        attribute=attribute,
        level=level,
        period_start=period[0],
        period_end=period[1],
        n=estimate.n,
        events=estimate.events,
        value=estimate.value,
        low=estimate.low,
        high=estimate.high,
        numerator=estimate.numerator,
        denominator=estimate.denominator,
        threshold=estimate.threshold,
        bound=estimate.bound,
        reason=estimate.reason or "",
    )
