"""Whether alerts come in time: before the event, before clinicians knew by themselves, and followed by action."""

from attending.analytics.timeliness.durations import DurationCounts, median_duration
from attending.analytics.timeliness.lead import LeadTimeCounts, LeadTimes, lead_times
from attending.analytics.timeliness.response import ResponseCounts, response_share

__all__ = [
    "DurationCounts",
    "LeadTimeCounts",
    "LeadTimes",
    "ResponseCounts",
    "lead_times",
    "median_duration",
    "response_share",
]
