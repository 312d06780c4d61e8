"""Months of the demonstration, counted back from the day it is built."""

from __future__ import annotations

from datetime import date, timedelta


def month_before(today: date, count: int) -> date:
    """The first day of the month that lies ``count`` months before that of ``today``."""
    index = today.year * 12 + today.month - 1 - count
    return date(index // 12, index % 12 + 1, 1)


def month_name(today: date, count: int) -> str:
    """That month as 2026-03."""
    return f"{month_before(today, count):%Y-%m}"


def end_of_month(today: date, count: int) -> date:
    """The last day of that month."""
    return month_before(today, count - 1) - timedelta(days=1)
