"""What intake asks: to finish what one began, and to answer what somebody without an account brought."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.urls import reverse

from attending.program.models import Deployment, Person
from attending.program.queries.seats import seats_of
from attending.program.registries.worklist import Urgency, WorkItem
from attending.program.rules import RIGHTS, Act
from attending.strategy.queries.intake import own_drafts, waiting

ANSWER_WITHIN = timedelta(days=14)


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


class WaitingProposals:
    """Whoever brings a problem without an account is answered within two weeks."""

    def for_person(self, person: Person) -> Iterable[WorkItem]:
        if not seats_of(person) & RIGHTS[Act.TAKE_UP_PROPOSAL]:
            return []
        return [
            WorkItem(
                title="A proposal waits to be taken up",
                subject=str(draft),
                asked=f"Read what {draft.name}, {draft.get_discipline_display().lower()}, brought, and take it up or "
                "say why not.",
                why="The committee and the chief medical information officer take up proposals.",
                if_nothing="Whoever brought it reads at their address that nobody answered.",
                due=draft.sent_at + ANSWER_WITHIN,
                since=draft.sent_at,
                urgency=Urgency.ASKED,
                link=reverse("strategy:proposal", args=[draft.uid]),
                action="Read it",
                waits_for="AI committee",
            )
            for draft in waiting(person.organisation)
            if draft.sent_at is not None
        ]

    def for_deployment(self, _deployment: Deployment) -> Iterable[WorkItem]:
        return []
