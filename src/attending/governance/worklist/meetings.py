"""Meetings that come next, for the members of the committee, and minutes that nobody has offered yet."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from attending.governance.models import Meeting, MeetingState
from attending.governance.queries import meetings as queries
from attending.program.models import Deployment, Person
from attending.program.queries.seats import seats_of
from attending.program.registries.worklist import Urgency, WorkItem
from attending.ui import formats

SHOWN_BEFORE = timedelta(days=7)


class MeetingsToAttend:
    """Asked of members a week before; the minutes are asked of the chair."""

    def for_person(self, person: Person) -> Iterable[WorkItem]:
        """Three queries."""
        if not seats_of(person) & frozenset(queries.MEMBER_SEATS):
            return []
        soon = timezone.now() + SHOWN_BEFORE
        to_come = [each for each in queries.to_come(person.organisation) if each.starts_at <= soon]
        return [
            *(_to_attend(each, person) for each in to_come),
            *(_to_offer(each) for each in queries.without_minutes(person)),
        ]

    def for_deployment(self, deployment: Deployment) -> Iterable[WorkItem]:
        """Nothing: a meeting is not about one deployment."""
        del deployment
        return []


def _to_attend(meeting: Meeting, person: Person) -> WorkItem:
    chair = meeting.chair_id == person.pk
    in_session = meeting.state == MeetingState.OPEN
    return WorkItem(
        title="The committee is in session" if in_session else "The committee meets",
        subject=f"{meeting.title}, {formats.moment(meeting.starts_at)}",
        asked="Join, and say that you are there." if in_session else "Read the one-page packets before it begins.",
        why="You take the chair." if chair else "You are a member of the committee.",
        if_nothing="Without a quorum nothing is taken up, and everything waits for the next meeting.",
        due=meeting.starts_at,
        since=meeting.called_at,
        urgency=Urgency.ASKED,
        link=reverse("governance:meeting", args=[meeting.pk]),
        action="Join" if in_session else "Read the agenda",
        waits_for=person.printed_name,
    )


def _to_offer(meeting: Meeting) -> WorkItem:
    return WorkItem(
        title="Minutes are to be offered for approval",
        subject=f"{meeting.title}, {formats.date(meeting.starts_at)}",
        asked="Complete what was said, and offer the minutes; another person approves them.",
        why="You took the chair.",
        if_nothing="What was said at the meeting stays a draft.",
        due=(meeting.closed_at or meeting.starts_at) + SHOWN_BEFORE,
        since=meeting.closed_at or meeting.starts_at,
        urgency=Urgency.ASKED,
        link=reverse("governance:minutes", args=[meeting.pk]),
        action="Write the minutes",
        waits_for=meeting.chair.printed_name,
    )
