"""Pure decisions about the record."""

from __future__ import annotations

from datetime import datetime, timedelta

CLOCK_TOLERANCE = timedelta(seconds=1)
"""Hosts that share a database differ by less than this when their clocks are kept."""

LEVEL_SHIFT = 56


def stepped_back(previous: datetime | None, now: datetime) -> timedelta | None:
    """How far the clock went back since the previous entry, or None if it did not."""
    if previous is None or previous - now <= CLOCK_TOLERANCE:
        return None
    return previous - now


def node_key(level: int, index: int) -> int:
    """The number under which a node is stored: level in the upper bits, index in the lower 56."""
    return level << LEVEL_SHIFT | index
