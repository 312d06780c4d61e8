"""One measured number with everything a reader needs to judge it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from statistics import NormalDist
from typing import Final

LEVEL: Final = 0.95
"""Two-sided confidence level of every interval."""

Z: Final = NormalDist().inv_cdf(0.5 + LEVEL / 2)
"""Standard normal quantile of that level (1.95996...)."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """An estimate with its denominator, interval and bound; or the reason why there is none.

    `measure` is an id of the measure catalog (`attending.analytics.catalogs.measures`).
    `value` is None when the measure cannot be estimated; then `low` and `high` are None as well and `reason` says why
    and how many more rows are needed. Otherwise `low <= value <= high` is the 95 % confidence interval.
    `n` counts the rows of the population the measure is taken over: labelled rows, or every row for `flag_rate`.
    `events` counts the positives among the labelled rows. Proportions also carry `numerator` and `denominator`.
    `bound` is how far the value may lie from the one computed on unbinned scores: 0.0 means exact.
    `note` qualifies a value that exists (for example scores that had to be clipped); it is never a failure.
    `clusters` is how many patients the rows come from, where the interval takes each patient's rows together.
    """

    measure: str
    value: float | None
    low: float | None
    high: float | None
    level: float
    n: int
    events: int
    numerator: int | None = None
    denominator: int | None = None
    bound: float = 0.0
    reason: str | None = None
    threshold: Decimal | None = None
    note: str | None = None
    clusters: int | None = None

    @property
    def estimable(self) -> bool:
        """True when there is a value."""
        return self.value is not None

    @classmethod
    def missing(
        cls,
        measure: str,
        reason: str,
        *,
        n: int,
        events: int,
        numerator: int | None = None,
        denominator: int | None = None,
        threshold: Decimal | None = None,
    ) -> Estimate:
        """An estimate that could not be made, with the reason in words for the reader."""
        return cls(measure, None, None, None, LEVEL, n, events, numerator, denominator, 0.0, reason, threshold)
