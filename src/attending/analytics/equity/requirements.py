"""When a group has enough data to be given a number, and how much more it needs."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from attending.analytics.clustering.influence import BASES, base_rows
from attending.analytics.equity.groups import Group
from attending.analytics.estimate import Z

HALF_WIDTHS: Final[Mapping[str, float]] = {
    "auroc": 0.10,
    "oe": 0.50,
    "calibration_intercept": 0.50,
    "calibration_slope": 0.50,
    "brier": 0.05,
    "event_rate": 0.10,
    "mean_score": 0.10,
    "sensitivity": 0.15,
    "specificity": 0.15,
    "ppv": 0.15,
    "npv": 0.15,
    "flag_rate": 0.10,
    "net_benefit": 0.05,
}
"""Half-widths of the 95 % interval a group's measure should reach, in its own unit (our own choice)."""

_BY_EVENTS: Final = frozenset({"auroc", "oe", "calibration_intercept", "calibration_slope"})
_NEEDS_OTHERS: Final = frozenset({"auroc", "calibration_intercept", "calibration_slope"})
_UNITS: Final = {
    "rows": "rows",
    "labelled": "labelled rows",
    "events": "events",
    "non_events": "non-events",
    "flagged": "flagged rows",
    "unflagged": "rows not flagged",
}


@dataclass(frozen=True)
class Requirements:
    """What a group must have before a number is shown.

    `half_widths` by measure, in the measure's unit. `fewest` is the least number of the rows a measure is taken over
    (events, flagged rows, ...) whatever the precision. Raises ValueError for one that is not above 0.
    """

    half_widths: Mapping[str, float] = field(default_factory=lambda: dict(HALF_WIDTHS))
    fewest: int = 10

    def __post_init__(self) -> None:
        if self.fewest < 1 or any(not width > 0 for width in self.half_widths.values()):
            raise ValueError("A wanted half-width is above 0, and the fewest rows are 1 or more.")


@dataclass(frozen=True, slots=True)
class Shortfall:
    """`group` has `have` of `unit` where `needed` give an interval of about +/- `half_width`."""

    group: str
    unit: str
    have: int
    needed: int
    half_width: float

    @property
    def more(self) -> int:
        """How many more are needed."""
        return self.needed - self.have

    def __str__(self) -> str:
        return (
            f"Not enough data yet for {self.group}: {self.have:,} {self.unit}, {self.more:,} more needed "
            f"({self.needed:,} for an interval of about \u00b1{self.half_width:g})"
        )


def shortfalls(group: Group, everyone: Group, key: str, requirements: Requirements) -> tuple[Shortfall, ...]:
    """What `group` lacks for the measure of `key`; empty when it has enough.

    The number needed is planned from everyone, never from the group itself, whose few rows would say little: the
    standard error in everyone shrinks with the root of the number of rows (events, flagged rows, ...) the measure is
    taken over, so n = n_everyone (z SE_everyone / half-width)^2. Assumes the group varies as everyone does.
    """
    measure = everyone.estimates[key].measure
    threshold = everyone.estimates[key].threshold
    width = requirements.half_widths[measure]
    base = "events" if measure in _BY_EVENTS else BASES.get(measure, "labelled")
    have = base_rows(group.scores, base, threshold)
    planned = 0
    spread = everyone.spreads.get(key)
    if spread is not None:
        planned = math.ceil(base_rows(everyone.scores, base, threshold) * (Z * spread.error() / width) ** 2 - 1e-9)
    needed = max(planned, requirements.fewest)
    found = [Shortfall(group.name, _UNITS[base], have, needed, width)] if have < needed else []
    others = group.scores.total_labelled - group.scores.events
    if measure in _NEEDS_OTHERS and others < requirements.fewest:
        found.append(Shortfall(group.name, "non-events", others, requirements.fewest, width))
    return tuple(found)
