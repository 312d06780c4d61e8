"""For administrators: notices that did not leave."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from attending.notices.queries import undelivered
from attending.program.models import Deployment, Person, Seat
from attending.program.queries.seats import seats_of
from attending.program.registries.worklist import Urgency, WorkItem


class Undelivered:
    """One item for all notices that were given up."""

    def for_person(self, person: Person) -> Iterable[WorkItem]:
        if Seat.ADMINISTRATOR not in seats_of(person):
            return []
        found = list(undelivered(person.organisation))
        if not found:
            return []
        count, newest = len(found), found[0]
        return [
            WorkItem(
                title=f"{count} notice{'s' if count > 1 else ''} did not leave",
                subject="E-mail and webhooks",
                asked=f"The newest was for {newest.recipient}: {newest.error} Mend it and try again.",
                why="You are an administrator.",
                if_nothing="People learn what waits for them only from the pages.",
                due=None,
                since=found[-1].created_at,
                urgency=Urgency.WARN,
                link=f"{reverse('notices:notices')}?state=undelivered",
                action="See the notices",
                waits_for=person.printed_name,
            )
        ]

    def for_deployment(self, deployment: Deployment) -> Iterable[WorkItem]:
        """Nothing: notices are no work of a deployment."""
        del deployment
        return []
