"""What is asked of predictions and events, wherever they lie."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from attending.sources.clinical.columns import of_events, of_predictions
from attending.sources.clinical.declaration import Declaration
from attending.sources.clinical.intake import Wanted
from attending.sources.clinical.standard import milliseconds
from attending.sources.clinical.timing import DELAY_EDGES, LEAD_EDGES
from attending.sources.limits import Limits
from attending.sources.thresholds import checked_thresholds


@dataclass(frozen=True)
class Asked:
    """What is asked of two logs; `as_of` is the date of the review, with its offset from UTC. Raises ValueError.

    Nothing that happened or arrived after it is used, so an earlier review can be made again.
    """

    declaration: Declaration
    as_of: datetime
    thresholds: Sequence[Decimal] = ()
    lead_edges: Sequence[float] = LEAD_EDGES
    delay_edges: Sequence[float] = DELAY_EDGES
    exact_rows: int = 500_000
    limits: Limits = field(default_factory=Limits)

    def __post_init__(self) -> None:
        checked_thresholds(self.thresholds)
        milliseconds(self.as_of)

    @property
    def predictions(self) -> Wanted:
        """The columns of the predictions; without a key, patient, encounter and time are one."""
        named, zone = self.declaration.predictions, self.declaration.time_zone
        identity = (named.key,) if named.key else tuple(n for n in (named.patient, named.encounter, named.time) if n)
        return Wanted(named.columns, identity, of_predictions(self.declaration), self.limits, time_zone=zone)

    @property
    def events(self) -> Wanted:
        """The columns of the events; without a key, all of them are one."""
        named, zone = self.declaration.events, self.declaration.time_zone
        identity = (named.key,) if named.key else named.columns
        return Wanted(named.columns, identity, of_events(self.declaration), self.limits, time_zone=zone)
