"""Clinical input that waits for an answer from the clinical owner."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.urls import reverse

from attending.program.models import ClinicalInput, Deployment, Person, Seat, UseCase
from attending.program.registries.worklist import Urgency, WorkItem
from attending.strategy.queries.portfolio import unanswered_input

ANSWER_WITHIN = timedelta(days=14)


def use_case_url(use_case: UseCase) -> str:
    """The page of a use case."""
    return reverse("strategy:use-case", args=[use_case.key])


class UnansweredInput:
    """Whoever speaks is answered: within two weeks, by the clinical owner."""

    def for_person(self, person: Person) -> Iterable[WorkItem]:
        owned = UseCase.objects.filter(
            holdings__person=person, holdings__seat=Seat.CLINICAL_OWNER, holdings__ended_on=None
        )
        return [_item(given, why="You are the clinical owner.") for given in unanswered_input(owned)]

    def for_deployment(self, deployment: Deployment) -> Iterable[WorkItem]:
        asked = "The clinical owner is asked."
        return [_item(given, why=asked) for given in unanswered_input([deployment.use_case])]


def _item(given: ClinicalInput, *, why: str) -> WorkItem:
    return WorkItem(
        title=f"{given.get_discipline_display()} spoke about {given.get_about_display().lower()}",
        subject=given.use_case.title,
        asked=f"Answer {given.person.printed_name}, and say what is changed because of it.",
        why=why,
        if_nothing="Whoever spoke hears nothing, and the use case shows unanswered input.",
        due=given.given_at + ANSWER_WITHIN,
        since=given.given_at,
        urgency=Urgency.ASKED,
        link=reverse("strategy:answer-input", args=[given.use_case.key, given.pk]),
        action="Answer",
        waits_for="Clinical owner",
    )
