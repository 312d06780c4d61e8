"""Whether alerts are followed by the intervention they ask for."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from attending.analytics.estimate import Estimate
from attending.analytics.proportion import proportion


@dataclass(frozen=True, slots=True)
class ResponseCounts:
    """Units that reached a threshold, and those of them with the intervention within its window after.

    Only units whose window has passed where events are complete are in `alerted`; `waiting` are the others. `unknown`
    are in neither: their window has passed, and the only event that could be the intervention could not be read.
    """

    threshold: Decimal
    intervention: str
    alerted: int
    followed: int
    waiting: int
    unknown: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.followed <= self.alerted or self.waiting < 0 or self.unknown < 0:
            raise ValueError(f"The counts of {self.intervention!r} at {self.threshold} do not add up.")

    def merge(self, other: ResponseCounts) -> ResponseCounts:
        """Both parts together; a unit must lie wholly in one of them."""
        if (other.threshold, other.intervention) != (self.threshold, self.intervention):
            raise ValueError("Responses to another threshold or of another kind cannot be added.")
        return ResponseCounts(
            self.threshold,
            self.intervention,
            self.alerted + other.alerted,
            self.followed + other.followed,
            self.waiting + other.waiting,
            self.unknown + other.unknown,
        )


def response_share(counts: ResponseCounts) -> Estimate:
    """The share of alerted units that the intervention followed in time, with Wilson's interval.

    It says what came after the alert, not what came of it: some would have been treated anyway.
    """
    return proportion(
        "intervention_after_alert", counts.followed, counts.alerted, n=counts.alerted, events=counts.followed,
        without="No unit was alerted and its window has passed; at least 1 needed", threshold=counts.threshold,
    )  # fmt: skip
