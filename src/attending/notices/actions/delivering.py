"""Take a notice to deliver it, and record how that went. No two processes hold the same notice at once."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F

from attending.notices.models import Notice, NoticeState
from attending.notices.rules.retries import LEASE, next_attempt

LONGEST_ERROR = 500


def take(notice: Notice, now: datetime) -> bool:
    """Take a due notice for as long as a lease; False where another process has it by now."""
    due = Notice.objects.filter(pk=notice.pk, state=NoticeState.WAITING, next_at__lte=now)
    taken = due.update(next_at=now + LEASE, attempts=F("attempts") + 1)
    return taken == 1


def delivered(notice: Notice, now: datetime) -> None:
    """Record that the mail server or the webhook accepted it."""
    waiting = Notice.objects.filter(pk=notice.pk, state=NoticeState.WAITING)
    waiting.update(state=NoticeState.SENT, sent_at=now, next_at=None, error="")


@transaction.atomic
def failed(notice: Notice, now: datetime, problem: str, *, for_good: bool) -> bool:
    """Record a failed attempt; returns whether it was given up. ``for_good``: trying again would not help."""
    standing = Notice.objects.select_for_update(no_key=True).get(pk=notice.pk)
    if standing.state != NoticeState.WAITING:
        return False
    again = None if for_good else next_attempt(standing.attempts, now)
    standing.next_at, standing.error = again, problem[:LONGEST_ERROR]
    standing.state = NoticeState.UNDELIVERED if again is None else NoticeState.WAITING
    standing.save(update_fields=["next_at", "error", "state"])
    return again is None
