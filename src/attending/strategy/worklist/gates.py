"""Gates of eligibility that wait for an answer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from django.urls import reverse
from django.utils import timezone

from attending.analytics.catalogs.gates import Gate
from attending.program.models import Deployment, Person, UseCase
from attending.program.registries.worklist import Urgency, WorkItem
from attending.strategy.queries.gates import unanswered_gates
from attending.ui.formats import in_sentence

ANSWER_WITHIN = timedelta(days=30)


class UnansweredGates:
    """Asked of who answers a gate, for each use case on its way that has a clinical owner and no answer yet."""

    def for_person(self, person: Person) -> Iterable[WorkItem]:
        """Three queries."""
        return [_item(use_case, gates, person) for use_case, gates in unanswered_gates(person)]

    def for_deployment(self, _deployment: Deployment) -> Iterable[WorkItem]:
        """Nothing: gates are answered about a use case, before it is judged."""
        return []


def _item(use_case: UseCase, gates: list[Gate], person: Person) -> WorkItem:
    since = timezone.make_aware(datetime.combine(use_case.proposed_on, time()))
    return WorkItem(
        title=f"Answer for it: {' and '.join(in_sentence(gate.title) for gate in gates)}",
        subject=use_case.title,
        asked="Say whether it is met, with the reason; “not known yet” is an answer too.",
        why=f"You hold a seat that answers {'it' if len(gates) == 1 else 'them'}.",
        if_nothing="The use case cannot be judged, whatever it is worth.",
        due=since + ANSWER_WITHIN,
        since=since,
        urgency=Urgency.ASKED,
        link=reverse("strategy:answer-gate", args=[use_case.key, gates[0].key]),
        action="Answer",
        waits_for=person.printed_name,
    )
