"""AI that was found and that nobody reviewed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.urls import reverse

from attending.inventory.queries.entries import unreviewed
from attending.program.models import Deployment, Person, Seat
from attending.program.queries.seats import seats_of
from attending.program.registries.worklist import Urgency, WorkItem
from attending.ui import formats

WITHIN = timedelta(days=30)


class DiscoveredAi:
    """Asked of the chief medical information officer, all of it as one thing to do."""

    def for_person(self, person: Person) -> Iterable[WorkItem]:
        """One item while anything waits; it is due 30 days after the oldest came in."""
        if Seat.CMIO not in seats_of(person):
            return []
        waiting = unreviewed(person.organisation)
        count, oldest = waiting.count(), waiting.first()
        if oldest is None:
            return []
        return [
            WorkItem(
                title="Look at AI that nobody reviewed",
                subject=f"{formats.count(count)} in the inventory",
                asked="Link each to its use case, start its review, or set it aside with a reason.",
                why=f"You are {Seat.CMIO.label.lower()}.",
                if_nothing="It is used without anybody who answers for it.",
                due=oldest.added_at + WITHIN,
                since=oldest.added_at,
                urgency=Urgency.ASKED,
                link=f"{reverse('inventory:entries')}?status=discovered",
                action="Open the inventory",
                waits_for=person.printed_name,
            )
        ]

    def for_deployment(self, _deployment: Deployment) -> Iterable[WorkItem]:
        """Nothing: what is deployed is in the inventory."""
        return []
