"""How months and levels are written, whichever engine reads the log."""

from __future__ import annotations

from attending.analytics.stratum import NOT_RECORDED


def month(period: int) -> str:
    """The ISO month of a number of months since year 0."""
    return f"{period // 12:04d}-{period % 12 + 1:02d}"


def level_name(written: str | None) -> str:
    """The level of an attribute from the text in the log: without outer blanks, and named where it is missing."""
    plain = "" if written is None else written.strip()
    return plain or NOT_RECORDED
