"""Downtime drills that are due, and those that did not work."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.urls import reverse
from django.utils import timezone

from attending.program.models import Deployment, Person
from attending.program.registries.worklist import Urgency, WorkItem
from attending.workflow.rules.drills import DrillStanding, Practised, in_words

MEND_WITHIN = timedelta(days=30)


def drill_item(deployment: Deployment, standing: DrillStanding, person: Person) -> WorkItem:
    """What is asked of whoever answers for the downtime of a deployment."""
    failed = standing.state is Practised.FAILED
    newest = standing.newest
    since = newest.recorded_at if newest else deployment.state_since
    due = since + MEND_WITHIN
    if standing.due_on is not None:
        due = timezone.make_aware(datetime.combine(standing.due_on, time(23, 59)))
    follows = f" What follows: {newest.follows}" if failed and newest is not None else ""
    return WorkItem(
        title="The fallback did not work" if failed else "Hold a downtime drill",
        subject=f"{deployment.use_case.title}, {deployment.unit.name}",
        asked=f"{in_words(standing)}{follows} Take the AI away for a while and see whether the fallback runs.",
        why="You own the operation: as operational owner, or as clinical owner where there is none.",
        if_nothing="On the day it fails, nobody knows what to do instead.",
        due=due,
        since=since,
        urgency=Urgency.WARN if failed or due < timezone.now() else Urgency.ASKED,
        link=reverse("workflow:record-drill", args=[deployment.use_case.key, deployment.pk]),
        action="Record a drill",
        waits_for=person.printed_name,
    )
