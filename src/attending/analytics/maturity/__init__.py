"""Which outcomes count already: label maturity by month, and how long labels take to come."""

from attending.analytics.maturity.counts import MaturityCounts, PeriodMaturity
from attending.analytics.maturity.delay import DelayCounts, DelayPoint, event_curve, label_delay

__all__ = [
    "DelayCounts",
    "DelayPoint",
    "MaturityCounts",
    "PeriodMaturity",
    "event_curve",
    "label_delay",
]
