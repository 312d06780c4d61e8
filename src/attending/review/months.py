"""Months as a review counts them."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

WINDOWS = (1, 3, 6, 12)
"""Trailing windows in whole months; oversight thresholds are judged on these."""


def first_day(month: str) -> date:
    """The first day of an ISO month."""
    year, number = (int(part) for part in month.split("-"))
    return date(year, number, 1)


def last_day(month: str) -> date:
    """The last day of an ISO month."""
    first = first_day(month)
    return first.replace(day=monthrange(first.year, first.month)[1])


def months_before(month: str, count: int) -> str:
    """The ISO month ``count`` months before another."""
    first = first_day(month)
    index = first.year * 12 + first.month - 1 - count
    return f"{index // 12:04d}-{index % 12 + 1:02d}"
