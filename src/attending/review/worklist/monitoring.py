"""Signals of control charts, asked of the model steward, or of the clinical owner where nobody is steward."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.urls import reverse
from django.utils import timezone

from attending.program.models import Deployment, Person, Seat
from attending.program.queries.seats import holders_of
from attending.program.registries.worklist import Urgency, WorkItem
from attending.review.models import ChartReading
from attending.review.queries.monitoring import answering_for, measured_of, waiting
from attending.review.rules.monitoring import answer_due

SEATS = (Seat.MODEL_STEWARD, Seat.CLINICAL_OWNER)


class SignalsToAnswer:
    """Every chart with a signal that nobody has answered."""

    def for_person(self, person: Person) -> Iterable[WorkItem]:
        """Three queries, whatever the number of charts."""
        deployments = {each.pk: each for each in answering_for(person, SEATS)}
        found = waiting(deployments) if deployments else []
        holders = holders_of([deployments[each.plan.deployment_id].use_case for each in found]) if found else {}
        items = []
        for reading in found:
            held = holders.get(reading.plan.deployment.use_case_id, {})
            seat = _seat(held)
            if seat is not None and held[seat].pk == person.pk:
                items.append(
                    _item(reading, deployments[reading.plan.deployment_id], f"You are {seat.label.lower()}.", person)
                )
        return items

    def for_deployment(self, deployment: Deployment) -> Iterable[WorkItem]:
        """Two queries."""
        found = waiting([deployment.pk])
        held = holders_of([deployment.use_case]).get(deployment.use_case_id, {}) if found else {}
        seat = _seat(held)
        why = f"Asked: {held[seat].printed_name}, {seat.label.lower()}." if seat else "Nobody answers for its charts."
        return [_item(each, deployment, why, held[seat] if seat else None) for each in found]


def _seat(holders: Mapping[Seat, Person]) -> Seat | None:
    return next((seat for seat in SEATS if seat in holders), None)


def _item(reading: ChartReading, deployment: Deployment, why: str, asked: Person | None) -> WorkItem:
    since = reading.asked_since or reading.read_at
    due = answer_due(since)
    return WorkItem(
        title=f"A control chart signals: {measured_of(reading.plan).name}",
        subject=str(deployment),
        asked=f"{reading.newest_signal}. Say what it comes from, and what was done.",
        why=why,
        if_nothing="It keeps running, and the signal stands unanswered in its next review.",
        due=due,
        since=since,
        urgency=Urgency.WARN if timezone.now() >= due else Urgency.ASKED,
        link=reverse("review:chart", args=[reading.plan_id]),
        action="Answer the signal",
        waits_for=asked.printed_name if asked else "Model steward",
    )
