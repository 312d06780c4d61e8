"""Run every task of the clock, and then send what is due."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime

from django.db import transaction

from attending.notices.models import ClockTask
from attending.notices.sending import Sent, send_due
from attending.program.registries import clock

logger = logging.getLogger(__name__)


def run(now: datetime) -> Iterator[str]:
    """Do what is due by ``now`` and say it, a sentence each.

    Each task runs in a transaction of its own, so that one that fails stops no other; a task that another process is
    running is passed over. Running again changes nothing.
    """
    for task in clock.tasks():
        yield from _run(task, now)
    yield from _said(send_due(now))


def _run(task: clock.Task, now: datetime) -> list[str]:
    ClockTask.objects.get_or_create(name=task.name)
    try:
        with transaction.atomic():
            mine = ClockTask.objects.select_for_update(skip_locked=True, no_key=True).filter(name=task.name).first()
            if mine is None:
                return []
            did = list(task.tick(now))
            failed = [sentence for sentence in did if isinstance(sentence, clock.Failed)]
            mine.ran_at, mine.error = now, " ".join(failed)[:500]
            mine.save(update_fields=["ran_at", "error"])
    except Exception as problem:  # whatever fails in one room, the others' clocks go on
        logger.exception("The task %s of the clock failed", task.name)
        text = f"{type(problem).__name__}: {problem}"
        ClockTask.objects.filter(name=task.name).update(ran_at=now, error=text[:500])
        return [f"{task.name} failed: {text}"]
    return did


def _said(sent: Sent) -> Iterator[str]:
    if sent.sent:
        yield f"Notices sent: {sent.sent}."
    if sent.later:
        yield f"Notices not delivered yet, tried again later: {sent.later}."
    if sent.given_up:
        yield f"Notices given up: {sent.given_up}. The administrators see them under Notices."
