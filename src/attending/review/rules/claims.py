"""A number that a maker published, held against the one measured here."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from attending.analytics import Estimate
from attending.analytics.catalogs import measures


class Held(StrEnum):
    """How a local estimate stands to a published number."""

    LIKE = "like"
    BETTER = "better"
    WORSE = "worse"
    OTHER = "other"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Claimed:
    """A published number with its 95 % interval, where there is one."""

    measure: str
    value: float
    low: float | None
    high: float | None


def held_against(claimed: Claimed, local: Estimate | None) -> Held:
    """Whether the local number bears the claim out.

    LIKE where the local 95 % interval and the published one (or the published value alone) have a point in common;
    this is no proof that they are equal. UNKNOWN without a local interval, OTHER where no direction is better.
    """
    if local is None or local.value is None or local.low is None or local.high is None:
        return Held.UNKNOWN
    low = claimed.value if claimed.low is None else claimed.low
    high = claimed.value if claimed.high is None else claimed.high
    if local.low <= high and low <= local.high:
        return Held.LIKE
    measure = measures()[claimed.measure]
    if measure.direction == "none":
        return Held.OTHER
    if measure.direction == "target":
        ideal = measure.ideal or 0.0
        return Held.WORSE if abs(local.value - ideal) > abs(claimed.value - ideal) else Held.BETTER
    return Held.BETTER if (local.value > claimed.value) == (measure.direction == "higher") else Held.WORSE
