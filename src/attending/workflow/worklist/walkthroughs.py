"""Walkthroughs: waiting for whoever was asked or has begun, and what was said waiting for the owners' reply."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from django.urls import reverse
from django.utils import timezone

from attending.program.models import Deployment, Discipline, Person, Seat, UseCase
from attending.program.registries.worklist import Urgency, WorkItem
from attending.workflow.models import StepAnswer, Walkthrough
from attending.workflow.queries import walking as queries
from attending.workflow.rules.walking import REPLY_WITHIN

_UNASKED = timedelta(days=14)
REPLIES = (Seat.CLINICAL_OWNER, Seat.OPERATIONAL_OWNER, Seat.NURSING_LEAD)
"""The seats whose holders find what was said on their rounds; the other owners may reply too."""


class WalksToDo:
    """Whoever was asked to walk through a map, or began to, until they hand in."""

    def for_person(self, person: Person) -> Iterable[WorkItem]:
        """One query."""
        return [_walk(each) for each in queries.waiting_for(person)]

    def for_deployment(self, _deployment: Deployment) -> Iterable[WorkItem]:
        """Nothing: a map is walked for a use case."""
        return []


class RepliesOwed:
    """Whoever speaks is answered: within two weeks, by the owners of the use case."""

    def for_person(self, person: Person) -> Iterable[WorkItem]:
        """One query; one item for each use case that owes replies, with how many."""
        owned = UseCase.objects.filter(
            holdings__person=person, holdings__seat__in=REPLIES, holdings__ended_on=None
        ).distinct()
        waiting: dict[int, list[StepAnswer]] = {}
        for each in queries.owed(owned):
            if each.walkthrough.person_id != person.pk:
                waiting.setdefault(each.walkthrough.version.care_map.use_case_id, []).append(each)
        return [_replies(each) for each in waiting.values()]

    def for_deployment(self, _deployment: Deployment) -> Iterable[WorkItem]:
        """Nothing: a map is walked for a use case."""
        return []


def _walk(walk: Walkthrough) -> WorkItem:
    use_case = walk.version.care_map.use_case
    due = timezone.make_aware(datetime.combine(walk.due_on, time(23, 59))) if walk.due_on else walk.begun_at + _UNASKED
    answered = int(getattr(walk, "answered", 0))
    speaker = Discipline(walk.discipline).label.lower()
    return WorkItem(
        title=f"Walk through the map at {walk.site}",
        subject=use_case.title,
        asked="Say of each step whether that is how it goes where you work."
        + (f" {answered} are answered and kept." if answered else ""),
        why=f"{walk.asked_by} asks you for {speaker}." if walk.asked_by else "You have begun it.",
        if_nothing="The map is signed without knowing how it goes where you work.",
        due=due,
        since=walk.begun_at,
        urgency=Urgency.WARN if due < timezone.now() else Urgency.ASKED,
        link=reverse("workflow:walk", args=[walk.pk]),
        action="Walk through it",
        waits_for=walk.person.printed_name,
    )


def _replies(answers: list[StepAnswer]) -> WorkItem:
    """``answers`` of one use case, the earliest first."""
    first = answers[0].walkthrough
    use_case = first.version.care_map.use_case
    since = first.handed_in_at or first.begun_at
    due = since + REPLY_WITHIN
    several = f"{len(answers)} things were" if len(answers) > 1 else "1 thing was"
    return WorkItem(
        title=f"{several} said on walkthroughs",
        subject=use_case.title,
        asked="Reply to each, and say what is changed because of it.",
        why="You are one of its owners.",
        if_nothing="Whoever walked through the map hears nothing, and does not do it again.",
        due=due,
        since=since,
        urgency=Urgency.WARN if due < timezone.now() else Urgency.ASKED,
        link=f"{reverse('workflow:walkthrough', args=[use_case.key])}#owed",
        action="Reply",
        waits_for="Clinical owner",
    )
