"""Meetings as a calendar reads them (RFC 5545), without anything that was decided or about patients."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from icalendar import Alarm, Calendar, Event, vText

from attending.governance.models import AgendaItem, Meeting, MeetingState

_NAMES: Final = uuid.UUID("5b0a2b52-3f0e-5a55-9a39-7f3a3a6f0c21")
"""The namespace of the UIDs, so that the same meeting has the same one each time."""

_STATUS = {MeetingState.CANCELLED: "CANCELLED"}


def calendar_file(
    meetings: Iterable[Meeting],
    *,
    now: datetime,
    name: str,
    page: Mapping[int, str],
    agenda: Mapping[int, Sequence[AgendaItem]] | None = None,
) -> bytes:
    """One calendar of meetings. ``page`` is the address of each by primary key; ``agenda`` its items, if they are told.

    A meeting keeps its UID, and its SEQUENCE grows as it is changed, so that a calendar replaces what it had.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Attending//Committee//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", vText(name))
    calendar.add("refresh-interval", timedelta(hours=6), parameters={"VALUE": "DURATION"})
    for meeting in meetings:
        calendar.add_component(_event(meeting, now, page[meeting.pk], (agenda or {}).get(meeting.pk, ())))
    return bytes(calendar.to_ical())


def _uid(meeting: Meeting) -> str:
    """One that no other installation gives (RFC 7986, 5.3): two hospitals may both have a first meeting."""
    return str(uuid.uuid5(_NAMES, f"{meeting.pk} {meeting.called_at.astimezone(UTC).isoformat()}"))


def _event(meeting: Meeting, now: datetime, page: str, items: Sequence[AgendaItem]) -> Event:
    event = Event()
    event.add("uid", _uid(meeting))
    event.add("dtstamp", now)
    event.add("dtstart", meeting.starts_at)
    event.add("dtend", meeting.starts_at + timedelta(minutes=meeting.length))
    event.add("summary", meeting.title)
    event.add("location", ", ".join(part for part in (meeting.place, meeting.link) if part))
    event.add("status", _STATUS.get(MeetingState(meeting.state), "CONFIRMED"))
    event.add("sequence", meeting.revision)
    lines = [f"Chair: {meeting.chair.printed_name}", f"Agenda and packets: {page}"]
    lines += [f"{at}. {item.title} ({item.planned} min)" for at, item in enumerate(items, start=1)]
    event.add("description", "\n".join(lines))
    event.add("url", page)
    if meeting.state == MeetingState.PLANNED:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", f"{meeting.title}: read the one-page packets")
        alarm.add("trigger", timedelta(days=-1))
        event.add_component(alarm)
    return event
