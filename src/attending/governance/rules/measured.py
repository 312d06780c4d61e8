"""How governance itself does: ages and latencies in days, from times. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median, quantiles
from typing import Final

FEWEST_FOR_LATE: Final = 10
"""Below this many the 90th percentile says more about one decision than about all."""
DAY: Final = 86_400


@dataclass(frozen=True, slots=True)
class Spread:
    """Days: ``median``, and ``late``, the 90th percentile (None for fewer than ten), of ``n``; None where n is 0.

    The percentile is the linear interpolation of Hyndman and Fan (1996), type 7.
    """

    n: int
    median: float | None
    late: float | None


def spread(days: Sequence[float]) -> Spread:
    """The spread of some days."""
    if not days:
        return Spread(0, None, None)
    late = quantiles(days, n=10, method="inclusive")[-1] if len(days) >= FEWEST_FOR_LATE else None
    return Spread(len(days), median(days), late)


def days_between(before: datetime, after: datetime) -> float:
    """Days from one time to another, 0 where the clock says that it came first."""
    return max(0.0, (after - before).total_seconds() / DAY)


@dataclass(frozen=True, slots=True)
class Decided:
    """When something was asked and decided; ``route`` and ``tier`` are empty where it was no gate."""

    asked_at: datetime
    decided_at: datetime
    month: str
    route: str = ""
    tier: str = ""

    @property
    def days(self) -> float:
        return days_between(self.asked_at, self.decided_at)


def by_month(decided: Sequence[Decided]) -> list[tuple[str, Spread]]:
    """The spread of each month in which something was decided, the oldest first."""
    return _by(decided, "month")


def by_route(decided: Sequence[Decided]) -> list[tuple[str, Spread]]:
    """The same for each review route; empty for what was no gate."""
    return _by(decided, "route")


def by_tier(decided: Sequence[Decided]) -> list[tuple[str, Spread]]:
    """The same for each risk tier; empty for what was no gate."""
    return _by(decided, "tier")


def _by(decided: Sequence[Decided], name: str) -> list[tuple[str, Spread]]:
    days: dict[str, list[float]] = defaultdict(list)
    for each in decided:
        days[getattr(each, name)].append(each.days)
    return [(key, spread(found)) for key, found in sorted(days.items())]
