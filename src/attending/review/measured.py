"""An estimate of a review as the program records it, for every room that listens."""

from __future__ import annotations

from datetime import date

from attending.analytics.estimate import Estimate
from attending.program.actions.measures import Measured
from attending.review.months import first_day, last_day


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


class MeasuredOnce:
    """Estimates of a review by what they are of: one that is told twice is recorded once, as it was told last."""

    def __init__(self) -> None:
        self._found: dict[tuple[object, ...], Measured] = {}

    def add(self, estimate: Estimate, attribute: str, level: str, months: tuple[str, str]) -> None:
        """The estimate for one level of one attribute, from one ISO month to another."""
        period = (first_day(months[0]), last_day(months[1]))
        place = (estimate.measure, attribute, level, period, estimate.threshold)
        self._found[place] = as_measured(estimate, attribute, level, period)

    def all(self) -> list[Measured]:
        """Each of them."""
        return list(self._found.values())
