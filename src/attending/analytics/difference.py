"""The difference of two estimates, with its interval and p-value."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal

from attending.analytics.estimate import LEVEL, Estimate, Z


@dataclass(frozen=True, slots=True)
class Difference:
    """First minus second of the same measure; or the reason why there is none.

    `measure` is the id of the measure that differs. `value` is None when the difference cannot be estimated. `p` is
    two-sided, for no difference. `n` and `events` count the labelled rows and events the difference rests on, of both
    samples together when they are separate. `method` names how interval and p-value were made. `bound` is how far the
    value may lie from the one on unbinned scores.
    """

    measure: str
    value: float | None
    low: float | None
    high: float | None
    level: float
    p: float | None
    n: int
    events: int
    method: str
    bound: float = 0.0
    reason: str | None = None
    threshold: Decimal | None = None

    @classmethod
    def missing(
        cls, measure: str, reason: str, *, n: int, events: int, method: str, threshold: Decimal | None = None
    ) -> Difference:
        """A difference that could not be estimated, with the reason in words for the reader."""
        return cls(measure, None, None, None, LEVEL, None, n, events, method, 0.0, reason, threshold)


RECOVERED = "Variances recovered from both intervals (Zou & Donner 2008); samples taken as independent"


def compare_unpaired(a: Estimate, b: Estimate) -> Difference:
    """a - b for two estimates of one measure from separate samples, such as two sites or two periods.

    Each end of the interval adds, in quadrature, the distances of both estimates to the ends of their own intervals
    that push the difference that way (Newcombe 1998; Zou & Donner 2008); it is as asymmetric as those are and stays
    where the measure lives. The p-value is that of the same distances towards no difference, so it is below 0.05
    exactly when the interval excludes 0. Not for estimates that share rows: use `compare_paired`.

    Raises ValueError when the measures or thresholds differ.
    """
    if (a.measure, a.threshold) != (b.measure, b.threshold):
        raise ValueError(
            f"Only one measure at one threshold can be compared, not {a.measure} at {a.threshold} with {b.measure} at "
            f"{b.threshold}."
        )
    n, events = a.n + b.n, a.events + b.events
    if a.value is None or a.low is None or a.high is None or b.value is None or b.low is None or b.high is None:
        reason = a.reason or b.reason or "One of the two has no estimate"
        return Difference.missing(a.measure, reason, n=n, events=events, method=RECOVERED, threshold=a.threshold)
    value = a.value - b.value
    below = math.hypot(a.value - a.low, b.high - b.value)
    above = math.hypot(a.high - a.value, b.value - b.low)
    towards = below if value > 0 else above
    if below == 0 and above == 0:
        reason = "Neither estimate has any spread, so nothing can be said of their difference"
        return Difference.missing(a.measure, reason, n=n, events=events, method=RECOVERED, threshold=a.threshold)
    p = normal_p(Z * value / towards) if towards > 0 else (1.0 if value == 0 else 0.0)
    return Difference(
        a.measure,
        value,
        value - below,
        value + above,
        LEVEL,
        p,
        n,
        events,
        RECOVERED,
        a.bound + b.bound,
        threshold=a.threshold,
    )


def normal_p(z: float) -> float:
    """Two-sided p-value of a standard normal deviate."""
    return math.erfc(abs(z) / math.sqrt(2))
