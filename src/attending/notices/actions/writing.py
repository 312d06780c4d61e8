"""Write a notice, in the transaction of what it tells: neither exists without the other."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from attending.ledger.errors import OutsideTransactionError
from attending.notices.models import Channel, Notice, NoticeState
from attending.notices.settings import Webhook
from attending.program.models import Organisation, Person

LONGEST_SUBJECT = 200


def notify(person: Person, *, subject: str, body: str, link: str, key: str, now: datetime | None = None) -> Notice:
    """Tell a person by e-mail. The same ``key`` for the same person returns the notice there is.

    ``subject`` is one line, ``body`` plain text; neither may name a patient. ``link`` is the address on this server
    where it is read in full, and begins with ``/``. Raises OutsideTransactionError outside ``transaction.atomic()``.
    """
    now = now or timezone.now()
    state, error = NoticeState.WAITING, ""
    if settings.ATTENDING_SMTP is None:
        state = NoticeState.OFF
    elif not address_of(person):
        state, error = NoticeState.UNDELIVERED, "No e-mail address is recorded for this person's login."
    return _write(
        f"{key}:person:{person.pk}",
        state,
        now,
        organisation=person.organisation,
        channel=Channel.EMAIL,
        person=person,
        subject=_line(subject),
        body=body,
        link=link,
        error=error,
    )


def announce(
    organisation: Organisation, *, subject: str, body: str, link: str, key: str, now: datetime | None = None
) -> list[Notice]:
    """Tell every webhook that is set up, a notice each; terms as of ``notify``."""
    now = now or timezone.now()
    return [
        _write(
            f"{key}:webhook:{place(webhook)}",
            NoticeState.WAITING,
            now,
            organisation=organisation,
            channel=Channel.WEBHOOK,
            host=webhook.host,
            subject=_line(subject),
            body=body,
            link=link,
        )
        for webhook in settings.ATTENDING_WEBHOOKS
    ]


def place(webhook: Webhook) -> str:
    """What names a webhook in a notice's key without giving its address away."""
    return hashlib.sha256(webhook.url.encode()).hexdigest()[:16]


def address_of(person: Person) -> str:
    """Where a person's e-mail goes: their login's address, or nowhere while they have no active login."""
    user = person.user
    return user.email if person.active and user is not None and user.is_active else ""


def _line(subject: str) -> str:
    return " ".join(subject.split())[:LONGEST_SUBJECT]


def _write(key: str, state: NoticeState, now: datetime, **said: Any) -> Notice:
    if not transaction.get_connection().in_atomic_block:
        raise OutsideTransactionError("Write a notice inside transaction.atomic(), together with what it tells.")
    found, _ = Notice.objects.get_or_create(
        key=key,
        defaults={**said, "state": state, "created_at": now, "next_at": now if state == NoticeState.WAITING else None},
    )
    return found
