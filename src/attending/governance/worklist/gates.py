"""What gates ask of a clinical owner. Who is to sign is told by decisions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from attending.governance.queries import gate_work
from attending.governance.queries.gate_work import Standing
from attending.program.models import Deployment, Person
from attending.program.registries.pages import url_of
from attending.program.registries.worklist import Urgency, WorkItem


class GatesToMend:
    """Returned for re-review, or opened again or without an approval where no card of that approval says it."""

    def for_person(self, person: Person) -> Iterable[WorkItem]:
        """Asked of the clinical owner. Five queries, one where they own nothing."""
        owned = gate_work.owned_by(person)
        return _items(gate_work.standings(owned, timezone.now()), person.printed_name) if owned else []

    def for_deployment(self, deployment: Deployment) -> Iterable[WorkItem]:
        """What is asked about its go-live gate. Three queries."""
        return _items(gate_work.of_subjects([deployment], timezone.now()), "the clinical owner")


def _items(standings: Sequence[Standing], waits_for: str) -> list[WorkItem]:
    return [item for each in standings if (item := _item(each, waits_for)) is not None]


def _item(standing: Standing, waits_for: str) -> WorkItem | None:
    gate, subject = standing.gate, standing.subject
    if gate is not None and standing.waits_for_evidence and not standing.pressing:
        return _work(
            standing,
            waits_for,
            title="An approval has to be given again",
            asked=f"{gate.reason} Bring what is missing, and ask for the gate.",
            since=gate.asked_at,
        )
    if gate is not None and gate.closed_at is not None and standing.returned:
        return _work(
            standing,
            waits_for,
            title="Its gate was returned for re-review",
            asked="Read why, mend what is named, and ask again, or say that it is not pursued by going back a stage.",
            since=gate.closed_at,
        )
    if standing.unapproved and not standing.pressing and (gate is None or gate.closed_at is not None):
        since = subject.state_since if isinstance(subject, Deployment) else None
        return _work(
            standing,
            waits_for,
            title="No approval stands for where it is",
            asked="Ask for its gate. What is missing and cannot be there yet needs a signed exception.",
            since=since or timezone.now(),
        )
    return None


def _work(standing: Standing, waits_for: str, *, title: str, asked: str, since: datetime) -> WorkItem:
    subject = standing.subject
    in_use = isinstance(subject, Deployment)
    link = (
        reverse("governance:gate-of-deployment", args=[subject.pk])
        if isinstance(subject, Deployment)
        else reverse("governance:gate-of-use-case", args=[subject.key])
    )
    return WorkItem(
        title=title,
        subject=str(subject),
        asked=asked,
        why="You are its clinical owner.",
        if_nothing="It is used without an approval that stands." if in_use else "It stays where it is.",
        due=None,
        since=since,
        urgency=Urgency.WARN if in_use and standing.unapproved else Urgency.ASKED,
        link=link,
        action="Open its gate",
        waits_for=waits_for,
        start=url_of(subject),
    )
