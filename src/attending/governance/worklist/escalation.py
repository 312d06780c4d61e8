"""Breaches and drills for the people whom an escalation told; who must decide a breach is told by decisions."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone

from attending.governance.escalation_texts import place
from attending.governance.models import Breach, Drill
from attending.governance.oversight_packet import watched_title
from attending.governance.queries.escalation import escalating, people_told, running_drills
from attending.program.models import Deployment, Person
from attending.program.models.deployments import RUNNING
from attending.program.registries.pages import url_of
from attending.program.registries.worklist import Urgency, WorkItem


class BreachesTold:
    """Unanswered breaches that were told to somebody who is not asked to decide them."""

    def for_person(self, person: Person) -> Iterable[WorkItem]:
        found = escalating().filter(escalation__people=person).distinct()
        return [_breach(breach, person) for breach in found if _theirs(breach, person)]

    def for_deployment(self, deployment: Deployment) -> Iterable[WorkItem]:
        """Nothing: the decision itself stands there."""
        del deployment
        return []


def _theirs(breach: Breach, person: Person) -> bool:
    threshold = breach.threshold
    asked = person.pk in {threshold.pause_authority_id, threshold.deputy_id}
    return not asked and threshold.deployment.state in RUNNING and not breach.acknowledgements.all()


def _breach(breach: Breach, person: Person) -> WorkItem:
    threshold = breach.threshold
    return WorkItem(
        title=f"A breach of {watched_title(threshold)} is unanswered",
        subject=str(threshold.deployment),
        asked=f"{breach.reading.explanation} See whether {threshold.pause_authority} has it, and say if you take it.",
        why="The policy tells you when nobody answers in time.",
        if_nothing="The next level is told, and the system may pause it.",
        due=breach.answer_by,
        since=breach.opened_at,
        urgency=Urgency.STOP,
        link=reverse("governance:breach", args=[breach.pk]),
        action="See the breach",
        waits_for=person.printed_name,
        start=url_of(threshold.deployment),
    )


class DrillsTold:
    """Drills that run, for those whom they told."""

    def for_person(self, person: Person) -> Iterable[WorkItem]:
        found = running_drills(timezone.now()).filter(escalation__people=person).exclude(opened_by=person).distinct()
        return [_drill(drill, person) for drill in found]

    def for_deployment(self, deployment: Deployment) -> Iterable[WorkItem]:
        found = running_drills(timezone.now()).filter(threshold__deployment=deployment)
        return [_drill(drill, None) for drill in found]


def _drill(drill: Drill, person: Person | None) -> WorkItem:
    told = people_told(drill)
    return WorkItem(
        title="Drill: a breach that is none",
        subject=place(drill.threshold),
        asked="Say that you have it; the time until then is kept.",
        why="You were told, as you would be of a breach." if person else f"{drill.opened_by} opened a drill.",
        if_nothing="The next level is told. Nothing is paused.",
        due=drill.answer_by,
        since=drill.opened_at,
        urgency=Urgency.ASKED,
        link=reverse("governance:drill", args=[drill.pk]),
        action="Answer the drill",
        waits_for=person.printed_name if person else ", ".join(str(each) for each in told),
        start=url_of(drill.threshold.deployment),
    )
