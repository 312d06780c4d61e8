"""Where a measure stands against its agreed limits, and where it stood before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from attending.analytics import Estimate
from attending.charts import Limits
from attending.program.registries.limits import AgreedLimits


@dataclass(frozen=True, slots=True)
class Crossing:
    """Where a measure stands against its agreed limits now, and where it stood in the review before (None: unknown)."""

    limits: AgreedLimits
    now: str
    before: str | None
    estimate: Estimate

    @property
    def changed(self) -> bool:
        """Whether it stands elsewhere than before."""
        return self.before is not None and self.before != self.now


def crossing(limits: AgreedLimits, now: Estimate | None, before: Estimate | None) -> Crossing | None:
    """Hold the newest estimate against the limits; None where it cannot be judged."""
    stands = standing(limits, now)
    if now is None or stands is None:
        return None
    return Crossing(limits, stands, standing(limits, before), now)


def standing(limits: AgreedLimits, estimate: Estimate | None) -> str | None:
    """``within``, ``warn`` or ``stop``; None without a value or with too few rows."""
    if estimate is None or estimate.value is None or estimate.n < limits.minimum_n:
        return None
    return drawn(limits).status(estimate.value)


def drawn(limits: AgreedLimits) -> Limits:
    """The limits as a chart draws them."""
    return Limits(limits.warn_low, limits.warn_high, limits.stop_low, limits.stop_high)


def limits_of(agreed: Sequence[AgreedLimits], measure: str) -> AgreedLimits | None:
    """The limits of a measure for everyone, taken without a score threshold."""
    return next(
        (
            limits
            for limits in agreed
            if limits.measure == measure and limits.attribute == "overall" and limits.score_threshold is None
        ),
        None,
    )


def lines_of(agreed: Sequence[AgreedLimits], measure: str) -> Limits | None:
    """The limits of everyone's measure as a chart draws them, if any are agreed."""
    limits = limits_of(agreed, measure)
    return drawn(limits) if limits else None
