"""When a notice that could not be delivered is tried again, and when it is given up."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

WAITS: Final = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720))
"""How long after each failed attempt the next follows; after the last of them it is given up: 17 hours in all."""
LEASE: Final = timedelta(minutes=5)
"""How long one process may take to deliver what it took; then another tries."""


def next_attempt(attempts: int, now: datetime) -> datetime | None:
    """When it is tried again after ``attempts`` attempts (1 or more) that all failed; None: it is given up."""
    return now + WAITS[attempts - 1] if attempts <= len(WAITS) else None
