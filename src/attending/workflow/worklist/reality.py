"""Signed maps of today that nobody has held against what really happens."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.urls import reverse

from attending.program.models import Deployment, Person, Seat
from attending.program.registries.worklist import Urgency, WorkItem
from attending.workflow.models import MapOutcome
from attending.workflow.queries.reality import unchecked_maps

WITHIN = timedelta(days=60)


class MapsToCheck:
    """A map of today is only somebody's picture of it until a log was held against it."""

    def for_person(self, person: Person) -> Iterable[WorkItem]:
        """Asked of clinical owner, operational owner and nursing lead. Two queries."""
        return [_item(outcome, seat, person) for outcome, seat in unchecked_maps(person)]

    def for_deployment(self, _deployment: Deployment) -> Iterable[WorkItem]:
        """Nothing: maps are of use cases."""
        return []


def _item(outcome: MapOutcome, seat: Seat, person: Person) -> WorkItem:
    care_map = outcome.version.care_map
    where = f", {care_map.site.name}" if care_map.site else ""
    return WorkItem(
        title="Hold the map against what really happens",
        subject=f"{care_map.use_case.title}{where}",
        asked="Have a log of events read against the map of how the work goes today.",
        why=f"You are {seat.label.lower()}, and the map is signed.",
        if_nothing="The AI is designed around a map that nobody has checked.",
        due=outcome.at + WITHIN,
        since=outcome.at,
        urgency=Urgency.ASKED,
        link=reverse("workflow:reality", args=[care_map.use_case.key]),
        action="Check it",
        waits_for=person.printed_name,
    )
