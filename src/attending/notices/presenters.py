"""Rows for the page of notices, ready to print."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from attending.notices.models import ClockTask, Notice, NoticeState
from attending.ui import formats
from attending.ui.parts import Link, Status, SummaryRow

STATE_STATUS: Final = {
    NoticeState.WAITING: "pending",
    NoticeState.SENT: "ok",
    NoticeState.UNDELIVERED: "stop",
    NoticeState.OFF: "neutral",
}
CLOCK_STOPPED: Final = timedelta(minutes=30)
"""A clock that has not run for so long has stopped: it runs every minute."""


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """One notice as an administrator sees it."""

    written: str
    recipient: str
    subject: Link
    state: Status
    tried: str
    again: Link | str


def notice_status(notice: Notice) -> Status:
    """How the delivery stands."""
    state = NoticeState(notice.state)
    if state == NoticeState.SENT and notice.sent_at is not None:
        return Status("ok", f"Sent {formats.moment(notice.sent_at)}")
    return Status(STATE_STATUS[state], state.label)


def notice_rows(notices: Sequence[Notice]) -> list[NoticeRow]:
    return [
        NoticeRow(
            formats.moment(notice.created_at),
            notice.recipient,
            Link(notice.subject, notice.link, notice.error),
            notice_status(notice),
            formats.count(notice.attempts),
            Link("Try again", reverse("notices:try-again", args=[notice.pk]))
            if notice.state in {NoticeState.UNDELIVERED, NoticeState.OFF}
            else "",
        )
        for notice in notices
    ]


def delivery_rows(last_run: datetime | None, failing: Sequence[ClockTask]) -> list[SummaryRow]:
    """How notices leave this installation, and whether the clock runs."""
    smtp, webhooks = settings.ATTENDING_SMTP, settings.ATTENDING_WEBHOOKS
    return [
        SummaryRow("E-mail", str(smtp) if smtp else Status("watch", "Not set up: notices stand on the pages only")),
        SummaryRow("Webhooks", ", ".join(webhook.host for webhook in webhooks) or "none"),
        SummaryRow("Clock", clock_status(last_run)),
        *(SummaryRow(f"Task {task.name}", Status("stop", f"Failed: {task.error}")) for task in failing),
    ]


def clock_status(last_run: datetime | None) -> Status:
    """Whether deadlines are watched: the clock runs every minute while the server does."""
    if last_run is None:
        return Status("stop", "Never ran: no deadline is watched")
    text = f"last ran {formats.moment(last_run)}"
    if timezone.now() - last_run > CLOCK_STOPPED:
        return Status("stop", f"Stopped: {text}; no deadline is watched")
    return Status("ok", f"Runs: {text}")
