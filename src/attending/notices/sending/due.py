"""Send everything that is due."""

from __future__ import annotations

import smtplib
from collections.abc import Sequence
from datetime import datetime
from email.errors import MessageError
from typing import Final, NamedTuple

from django.conf import settings

from attending.notices.actions.delivering import delivered, failed, take
from attending.notices.actions.writing import address_of
from attending.notices.models import Channel, Notice
from attending.notices.queries import due
from attending.notices.sending import mail, webhook
from attending.notices.sending.refused import NotDeliveredError
from attending.notices.settings import Smtp

MOST_AT_ONCE: Final = 200


class Sent(NamedTuple):
    """How many notices were sent, how many failed and are tried again, and how many were given up."""

    sent: int = 0
    later: int = 0
    given_up: int = 0


def send_due(now: datetime) -> Sent:
    """Send what is due by ``now``, at most 200 notices; the rest follows next time. Never inside a transaction."""
    waiting = due(now, MOST_AT_ONCE)
    outcomes = _mails([notice for notice in waiting if notice.channel == Channel.EMAIL], now)
    outcomes += [_webhook(notice, now) for notice in waiting if notice.channel == Channel.WEBHOOK and take(notice, now)]
    return Sent(outcomes.count("sent"), outcomes.count("later"), outcomes.count("given_up"))


def _mails(notices: Sequence[Notice], now: datetime) -> list[str]:
    """One connection for all; where there is none, or it breaks off, each of the rest failed."""
    if not notices:
        return []
    outcomes: list[str] = []
    left, held = list(notices), None
    try:
        smtp = settings.ATTENDING_SMTP
        if smtp is None:
            raise NotDeliveredError("No mail server is set up any more; set ATTENDING_SMTP_HOST.")
        with mail.connected(smtp) as server:
            while left:
                held = left.pop(0)
                if take(held, now):
                    outcomes.append(_mail(server, smtp, held, now))
                held = None
    except NotDeliveredError as problem:
        outcomes += [_failed(held, now, problem)] if held else []
        outcomes += [_failed(notice, now, problem) for notice in left if take(notice, now)]
    return outcomes


def _mail(server: smtplib.SMTP, smtp: Smtp, notice: Notice, now: datetime) -> str:
    address = address_of(notice.person) if notice.person else ""
    try:
        if not address:
            raise NotDeliveredError("No e-mail address is recorded for this person's login.", for_good=True)
        mail.send(server, mail.message_of(notice, address, smtp))
    except NotDeliveredError as problem:
        return _failed(notice, now, problem)
    except (ValueError, MessageError) as problem:
        return _failed(notice, now, _unsayable(problem))
    delivered(notice, now)
    return "sent"


def _webhook(notice: Notice, now: datetime) -> str:
    try:
        webhook.post(notice, now)
    except NotDeliveredError as problem:
        return _failed(notice, now, problem)
    except ValueError as problem:
        return _failed(notice, now, _unsayable(problem))
    delivered(notice, now)
    return "sent"


def _unsayable(problem: Exception) -> NotDeliveredError:
    """One notice that no message can be made of, such as to an address with a line break, must not hold up the rest."""
    return NotDeliveredError(f"No message can be made of it: {problem}", for_good=True)


def _failed(notice: Notice, now: datetime, problem: NotDeliveredError) -> str:
    return "given_up" if failed(notice, now, str(problem), for_good=problem.for_good) else "later"
