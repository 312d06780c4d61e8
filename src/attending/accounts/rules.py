"""Pure decisions about logins: how long a link lives, what its token hashes to, when a session has ended."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Literal

from attending.accounts.models import OneTimeLink

LIFETIME: dict[str, timedelta] = {
    OneTimeLink.Purpose.FIRST_ADMINISTRATOR: timedelta(hours=24),
    OneTimeLink.Purpose.INVITATION: timedelta(days=7),
    OneTimeLink.Purpose.RESET: timedelta(hours=24),
}
SIGNING_FAILURES = 10
SIGNING_WINDOW = timedelta(minutes=15)
CLOCK_STEP_SECONDS = 60

SessionEnd = Literal["idle", "age"]


def sha256_hex(text: str) -> str:
    """Hex SHA-256 of the UTF-8 text."""
    return hashlib.sha256(text.encode()).hexdigest()


def session_end(*, now: int, started: int, last_seen: int, idle_limit: int, absolute_limit: int) -> SessionEnd | None:
    """Why a session is over, or None while it may go on; all arguments are seconds.

    A session from the future (the clock was set back by more than a minute) is over too: its age cannot be known.
    """
    if now - started > absolute_limit or started - now > CLOCK_STEP_SECONDS:
        return "age"
    if now - last_seen > idle_limit or last_seen - now > CLOCK_STEP_SECONDS:
        return "idle"
    return None
