"""Documents that reviewers are to read, and rounds that are ready to be closed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, time

from django.urls import reverse
from django.utils import timezone

from attending.program.models import Deployment, Person
from attending.program.registries.worklist import Urgency, WorkItem
from attending.review.models import PeerReviewRound, RoundReviewer
from attending.review.queries import peer_review as queries


class DocumentsToRead:
    """Asked of each reviewer until they have handed everything in, or a plan that may stop early has decided."""

    def for_person(self, person: Person) -> Iterable[WorkItem]:
        """One query; four more for each round that may stop early."""
        return _items(queries.waiting_for(person))

    def for_deployment(self, deployment: Deployment) -> Iterable[WorkItem]:
        """The same, for every reviewer of its drafts."""
        return _items(queries.waiting_on(deployment))


class RoundsToClose:
    """Asked of who opened a round, once everything is handed in, enough is known, or its day has come."""

    def for_person(self, person: Person) -> Iterable[WorkItem]:
        """One query; four more for each round that may stop early."""
        return [_closing(each) for each in queries.ready_to_close(opened_by=person)]

    def for_deployment(self, deployment: Deployment) -> Iterable[WorkItem]:
        """The same, whoever opened it."""
        return [_closing(each) for each in queries.ready_to_close(deployment=deployment)]


def _items(found: Sequence[RoundReviewer]) -> list[WorkItem]:
    decided: dict[int, bool] = {}
    for each in found:
        if each.round_id not in decided:
            early = each.round.plan["sequential"] is not None
            decided[each.round_id] = early and queries.enough_is_known(each.round, queries.plan_of(each.round))
    return [_reading(each) for each in found if not decided[each.round_id]]


def _reading(reviewer: RoundReviewer) -> WorkItem:
    round_ = reviewer.round
    left, asked = int(getattr(reviewer, "left", 0)), int(getattr(reviewer, "asked", 0))
    return WorkItem(
        title=f"Read {left} sampled document{'' if left == 1 else 's'}",
        subject=f"{round_.deployment.use_case.title}, {round_.deployment.unit.name}",
        asked=f"Judge each by the rubric; {asked - left} of {asked} are handed in. Answers are kept as you go.",
        why=f"{reviewer.person.printed_name} is a reviewer of {round_.label}.",
        if_nothing="The round is closed without your readings, and says less.",
        due=_end_of(round_),
        since=round_.opened_at,
        urgency=Urgency.WARN if timezone.localdate() > round_.due_on else Urgency.ASKED,
        link=reverse("review:peer-work", args=[round_.pk]),
        action="Read",
        waits_for=reviewer.person.printed_name,
    )


def _closing(ready: queries.ToClose) -> WorkItem:
    round_ = ready.round
    how_far = "The plan has decided; no more needs to be read." if ready.enough else "Look how far the reviewers are."
    return WorkItem(
        title="Close the round of peer review",
        subject=f"{round_.deployment.use_case.title}, {round_.deployment.unit.name}",
        asked=f"{how_far} Close it: its results are computed and shown to everybody.",
        why=f"{round_.opened_by.printed_name} opened {round_.label}.",
        if_nothing="Nobody sees the results, and the references of the documents stay here.",
        due=_end_of(round_),
        since=round_.opened_at,
        urgency=Urgency.WARN if timezone.localdate() > round_.due_on else Urgency.ASKED,
        link=reverse("review:peer-round", args=[round_.pk]),
        action="See the round",
        waits_for=round_.opened_by.printed_name,
    )


def _end_of(round_: PeerReviewRound) -> datetime:
    return timezone.make_aware(datetime.combine(round_.due_on, time(23, 59)))
