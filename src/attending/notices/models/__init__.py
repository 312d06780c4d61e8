"""Notices, and when the clock last did its tasks."""

from attending.notices.models.clock import ClockTask
from attending.notices.models.notices import Channel, Notice, NoticeState

__all__ = ["Channel", "ClockTask", "Notice", "NoticeState"]
