"""Lead time: from a unit's first score at a threshold to its event, and to the clinicians' own recognition.

An alert after clinicians acted adds burden and no value, so lead time is told against their recognition and not against
the event alone (Rolnick & Weissman 2019, Journal of Hospital Medicine 14:445).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from attending.analytics.estimate import Estimate
from attending.analytics.proportion import proportion
from attending.analytics.timeliness.durations import DurationCounts, median_duration


@dataclass(frozen=True, slots=True)
class LeadTimeCounts:
    """Units (encounters, or patients) with a mature event, at one threshold.

    `before_event` of `with_event` reached the threshold before the event, `late` only at or after it; the rest never
    did. `recognised` have the clinicians' own recognition and a crossing; `before_recognition` of them crossed first.
    `recognised_without_alert` were recognised and never crossed. `to_event` holds the hours from first crossing to the
    event of `before_event`, `to_recognition` those from first crossing to recognition of `recognised`: negative where
    clinicians knew first.
    """

    threshold: Decimal
    with_event: int
    before_event: int
    late: int
    recognised: int
    before_recognition: int
    recognised_without_alert: int
    to_event: DurationCounts
    to_recognition: DurationCounts

    def __post_init__(self) -> None:
        if self.before_event + self.late > self.with_event or self.before_recognition > self.recognised:
            raise ValueError(f"The lead-time counts at {self.threshold} do not add up.")
        if self.to_event.total != self.before_event or self.to_recognition.total != self.recognised:
            raise ValueError(f"The lead times at {self.threshold} are not as many as the units that have one.")

    def merge(self, other: LeadTimeCounts) -> LeadTimeCounts:
        """Both parts together; a unit must lie wholly in one of them."""
        if other.threshold != self.threshold:
            raise ValueError(f"Lead times at {self.threshold} and {other.threshold} cannot be added.")
        return LeadTimeCounts(
            self.threshold,
            self.with_event + other.with_event,
            self.before_event + other.before_event,
            self.late + other.late,
            self.recognised + other.recognised,
            self.before_recognition + other.before_recognition,
            self.recognised_without_alert + other.recognised_without_alert,
            self.to_event.merge(other.to_event),
            self.to_recognition.merge(other.to_recognition),
        )


@dataclass(frozen=True, slots=True)
class LeadTimes:
    """What the counts say, with intervals: shares by Wilson, medians by order statistics."""

    threshold: Decimal
    alerted_before_event: Estimate
    alerted_before_recognition: Estimate
    median_to_event: Estimate
    median_to_recognition: Estimate


def lead_times(counts: LeadTimeCounts) -> LeadTimes:
    """The measures of timeliness at one threshold.

    The median lead time is that of the units alerted before their event; read it beside their share, since a threshold
    that finds only the obvious ones early looks timely.
    """
    n = counts.with_event
    return LeadTimes(
        counts.threshold,
        proportion(
            "alerted_before_event", counts.before_event, n, n=n, events=n,
            without="No unit with a mature event; at least 1 needed", threshold=counts.threshold,
        ),
        proportion(
            "alerted_before_recognition", counts.before_recognition, counts.recognised, n=n, events=n,
            without="No unit with an alert and a recorded recognition; at least 1 needed", threshold=counts.threshold,
        ),
        median_duration("median_lead_time", counts.to_event, n=n, events=n),
        median_duration("median_lead_recognition", counts.to_recognition, n=n, events=n),
    )  # fmt: skip
