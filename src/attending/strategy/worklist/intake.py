"""What intake asks: to finish what one began, and to answer what somebody without an account brought."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from attending.program.models import Deployment, Person
from attending.program.registries.worklist import Urgency, WorkItem
from attending.strategy.queries.intake import own_drafts


class UnsentDrafts:
    """Whoever began a proposal finds it again."""

    def for_person(self, person: Person) -> Iterable[WorkItem]:
        return [
            WorkItem(
                title="You began to propose a use case",
                subject=str(draft),
                asked="Finish and send it, or discard it.",
                why="You wrote it. Only you see it.",
                if_nothing="It stays here, and nobody hears of the problem.",
                due=None,
                since=draft.saved_at,
                urgency=Urgency.ASKED,
                link=reverse("strategy:propose-check", args=[draft.uid]),
                action="Go on with it",
                waits_for=person.printed_name,
            )
            for draft in own_drafts(person)
        ]

    def for_deployment(self, _deployment: Deployment) -> Iterable[WorkItem]:
        return []
