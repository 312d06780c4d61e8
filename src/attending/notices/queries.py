"""Every read of notices and of the clock."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from attending.notices.models import ClockTask, Notice, NoticeState
from attending.program.models import Organisation


def due(now: datetime, most: int) -> list[Notice]:
    """The oldest notices that wait to be sent by now, at most ``most``."""
    found = Notice.objects.filter(state=NoticeState.WAITING, next_at__lte=now).select_related("person__user")
    return list(found.order_by("next_at", "pk")[:most])


def notices(organisation: Organisation) -> QuerySet[Notice]:
    """Every notice of an organisation, newest first."""
    return Notice.objects.filter(organisation=organisation).select_related("person").order_by("-created_at", "-pk")


def notices_by_key(beginning: str) -> QuerySet[Notice]:
    """The notices whose key begins so, in the order they were written: what was told about one thing."""
    found = Notice.objects.filter(key__startswith=beginning).select_related("person")
    return found.order_by("created_at", "pk")


def undelivered(organisation: Organisation) -> QuerySet[Notice]:
    """What was given up and not tried again."""
    return notices(organisation).filter(state=NoticeState.UNDELIVERED)


def last_run() -> datetime | None:
    """When the clock last ran, or None where it never did."""
    newest = ClockTask.objects.exclude(ran_at=None).order_by("-ran_at").first()
    return newest.ran_at if newest else None


def failing_tasks() -> list[ClockTask]:
    """The tasks whose last run failed."""
    return list(ClockTask.objects.exclude(error=""))
