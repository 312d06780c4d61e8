"""Make and end the private address from which a calendar reads the meetings."""

from __future__ import annotations

import secrets

from django.db import transaction
from django.utils import timezone

from attending.accounts.rules import sha256_hex
from attending.governance.models import CalendarFeed
from attending.ledger.actions import take_turn
from attending.program.actions.record import log
from attending.program.models import Person
from attending.program.rules import NotAllowed, Refused

BYTES = 24


@transaction.atomic
def make_feed(acting: Person) -> str:
    """The secret of a new address; only its hash is kept, and an earlier address ends."""
    if not acting.active:
        raise NotAllowed("This account is no longer active, so it has no calendar.")
    take_turn()
    now = timezone.now()
    CalendarFeed.objects.filter(person=acting, ended_at=None).update(ended_at=now)
    token = secrets.token_urlsafe(BYTES)
    feed = CalendarFeed.objects.create(person=acting, token_sha256=sha256_hex(token), made_at=now)
    log(acting, "calendar.made", feed, {})
    return token


@transaction.atomic
def end_feed(acting: Person) -> CalendarFeed:
    """End one's address."""
    take_turn()
    feed = CalendarFeed.objects.filter(person=acting, ended_at=None).first()
    if feed is None:
        raise Refused("You have no private address of the calendar.")
    feed.ended_at = timezone.now()
    feed.save(update_fields=["ended_at"])
    log(acting, "calendar.ended", feed, {})
    return feed
