"""What a calendar reads; a constant number of queries each."""

from __future__ import annotations

from datetime import datetime, timedelta

from attending.governance.models import CalendarFeed, Meeting
from attending.program.models import Organisation, Person

READ_BACK = timedelta(days=365)


def owner_of(token_sha256: str) -> Person | None:
    """The active person whose address this is, while it has not ended. One query."""
    feed = (
        CalendarFeed.objects.filter(token_sha256=token_sha256, ended_at=None, person__active=True)
        .select_related("person__organisation")
        .first()
    )
    return feed.person if feed else None


def feed_of(person: Person) -> CalendarFeed | None:
    """The address a person has now. One query."""
    return CalendarFeed.objects.filter(person=person, ended_at=None).first()


def meetings_to_read(organisation: Organisation, now: datetime) -> list[Meeting]:
    """The meetings of the last year and to come, cancelled ones too, so that a calendar takes them out. One query."""
    found = Meeting.objects.filter(organisation=organisation, starts_at__gte=now - READ_BACK)
    return list(found.select_related("chair").order_by("starts_at", "pk"))
