"""Meetings and their items by number, of the reader's own organisation only, and the pages above them."""

from __future__ import annotations

from django.http import Http404
from django.urls import reverse

from attending.governance.models import AgendaItem, Meeting
from attending.governance.queries import meetings as queries
from attending.program.models import Person
from attending.program.queries.seats import seats_of
from attending.program.rules import RIGHTS, Act
from attending.ui.parts import Crumb


def meeting_or_404(acting: Person, pk: int) -> Meeting:
    """The meeting with all its page shows."""
    try:
        return queries.meeting(acting.organisation, pk)
    except Meeting.DoesNotExist:
        raise Http404("There is no such meeting here.") from None


def item_or_404(acting: Person, pk: int) -> AgendaItem:
    """The item with its meeting."""
    try:
        return queries.item(acting.organisation, pk)
    except AgendaItem.DoesNotExist:
        raise Http404("There is no such item here.") from None


def may(acting: Person, act: Act) -> bool:
    """Whether this person's enterprise seats allow it."""
    return bool(seats_of(acting) & RIGHTS[act])


def crumbs(meeting: Meeting | None = None) -> list[Crumb]:
    """The pages above a meeting, or above one of its own pages."""
    above = [Crumb("Meetings", reverse("governance:meetings"))]
    if meeting is not None:
        above.append(Crumb(meeting.title, reverse("governance:meeting", args=[meeting.pk])))
    return above
