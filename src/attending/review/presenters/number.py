"""One exported number."""

from __future__ import annotations

from dataclasses import dataclass

from attending.analytics import Estimate


@dataclass(frozen=True, slots=True)
class Number:
    """One estimate with its denominator, 95 % interval, period and bound; ``section`` says where it belongs.

    A difference names its ``reference``; ``p_adjusted`` allows for every group compared, as do the simultaneous limits.
    """

    section: str
    attribute: str
    level: str
    first_month: str
    last_month: str
    threshold: str
    measure: str
    value: float | None
    low: float | None
    high: float | None
    n: int | None
    events: int | None
    numerator: int | None
    denominator: int | None
    bound: float | None
    reason: str
    reference: str = ""
    simultaneous_low: float | None = None
    simultaneous_high: float | None = None
    p: float | None = None
    p_adjusted: float | None = None

    @classmethod
    def of(cls, place: tuple[str, str, str, str, str], estimate: Estimate) -> Number:
        """An estimate; ``place`` is its section, attribute, level, first and last month."""
        return cls(
            *place,
            "" if estimate.threshold is None else f"{estimate.threshold.normalize():f}",
            estimate.measure,
            estimate.value,
            estimate.low,
            estimate.high,
            estimate.n,
            estimate.events,
            estimate.numerator,
            estimate.denominator,
            estimate.bound,
            estimate.reason or "",
        )
