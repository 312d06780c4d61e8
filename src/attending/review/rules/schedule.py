"""When a deployment is to be reviewed: by the risk tier of its use case, counted from the newest review."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from attending.program.models.deployments import RUNNING, State

ASKED_BEFORE = timedelta(days=14)
"""The next review is asked for this long before it is due."""


class Freshness(StrEnum):
    """Whether a deployment was reviewed lately enough."""

    FRESH = "fresh"
    STALE = "stale"
    NEVER = "never"
    NOT_DUE = "not due"


def freshness(state: str, every: timedelta, newest: datetime | None, now: datetime) -> Freshness:
    """Whether it was reviewed within ``every``.

    Planned and retired deployments need no review; a paused one needs none if it never had one.
    """
    if state in {State.PLANNED, State.RETIRED} or (state == State.PAUSED and newest is None):
        return Freshness.NOT_DUE
    if newest is None:
        return Freshness.NEVER
    return Freshness.FRESH if now - newest < every else Freshness.STALE


def due_at(every: timedelta, state_since: datetime, newest: datetime | None) -> datetime:
    """When the next review is due: counted from the newest one, or from when the deployment took its state."""
    return (newest or state_since) + every


def is_asked(state: str, every: timedelta, newest: datetime | None, now: datetime) -> bool:
    """Whether a review is asked for now: a first one at once, the next shortly before it is due."""
    if state not in RUNNING:
        return False
    return newest is None or now >= newest + every - ASKED_BEFORE
