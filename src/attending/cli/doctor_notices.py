"""What the doctor says about notices: whether the mail server answers, the clock runs, and nothing was left behind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils import timezone

from attending.cli.doctor import Line, State
from attending.notices.models import Notice, NoticeState
from attending.notices.presenters import CLOCK_STOPPED
from attending.notices.queries import failing_tasks, last_run
from attending.notices.sending import mail
from attending.notices.sending.refused import NotDeliveredError
from attending.notices.settings import Smtp, Webhook


def lines(smtp: Smtp | None, webhooks: Sequence[Webhook]) -> Iterator[Line]:
    """E-mail, webhooks, undelivered notices, and the clock."""
    yield mail_server(smtp)
    if webhooks:
        yield Line(State.OK, "Webhooks", f"told: {', '.join(webhook.host for webhook in webhooks)}")
    left = Notice.objects.filter(state=NoticeState.UNDELIVERED).count()
    if left:
        yield Line(State.WARNING, "Notices", f"{left} not delivered", "An administrator sees why under Notices.")
    yield from clock()


def mail_server(smtp: Smtp | None) -> Line:
    """Whether the mail server answers and lets us in; no message is sent."""
    if smtp is None:
        return Line(
            State.WARNING,
            "E-mail",
            "not set up: people learn of breaches only from the pages",
            "Set ATTENDING_SMTP_HOST and ATTENDING_SMTP_FROM, then: attending notices test --to you@hospital.example",
        )
    try:
        with mail.connected(smtp):
            return Line(State.OK, "E-mail", f"by {smtp}")
    except NotDeliveredError as problem:
        return Line(
            State.FAULT, "E-mail", str(problem), "Check ATTENDING_SMTP_*, and that the server lets this one in."
        )


def clock() -> Iterator[Line]:
    """Whether the clock runs, without which no deadline is watched."""
    ran = last_run()
    if ran is None:
        yield Line(State.WARNING, "Clock", "never ran", "attending serve runs it every minute: attending clock.")
    elif timezone.now() - ran > CLOCK_STOPPED:
        mend = "No deadline is watched. Start attending serve, or run attending clock every minute."
        yield Line(State.WARNING, "Clock", f"last ran {ran:%Y-%m-%d %H:%M} UTC", mend)
    else:
        yield Line(State.OK, "Clock", f"ran {ran:%Y-%m-%d %H:%M} UTC")
    for task in failing_tasks():
        yield Line(State.FAULT, "Clock", f"{task.name} failed: {task.error}", "Run attending clock, and read the log.")
