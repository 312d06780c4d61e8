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
        return [_reading(each, by_themselves=True) for each in _undecided(queries.waiting_for(person))]

    def for_deployment(self, deployment: Deployment) -> Iterable[WorkItem]:
        """The same of every reviewer of its drafts; it leads to the round, since only they may read in it."""
        return [_reading(each, by_themselves=False) for each in _undecided(queries.waiting_on(deployment))]


class RoundsToClose:
    """Asked of who opened a round, once everything is handed in, enough is known, or its day has come, read or not.

    Whose opener has left, or holds no seat any more that may close it, is asked of the use case's owners.
    """

    def for_person(self, person: Person) -> Iterable[WorkItem]:
        """Three queries; four more for each round that may stop early."""
        return [_closing(each, to=person) for each in queries.ready_to_close(person=person)]

    def for_deployment(self, deployment: Deployment) -> Iterable[WorkItem]:
        """The same, whoever opened it."""
        return [_closing(each, to=None) for each in queries.ready_to_close(deployment=deployment)]


def _undecided(found: Sequence[RoundReviewer]) -> list[RoundReviewer]:
    decided: dict[int, bool] = {}
    for each in found:
        if each.round_id not in decided:
            early = each.round.plan["sequential"] is not None
            decided[each.round_id] = early and queries.enough_is_known(each.round, queries.plan_of(each.round))
    return [each for each in found if not decided[each.round_id]]


def _reading(reviewer: RoundReviewer, *, by_themselves: bool) -> WorkItem:
    round_ = reviewer.round
    left, asked = int(getattr(reviewer, "left", 0)), int(getattr(reviewer, "asked", 0))
    # Others of the round see this too, and they are not to know how far each of them is.
    number = left if by_themselves else asked
    how_far = f"{asked - left} of {asked} are handed in. Answers are kept as you go."
    return WorkItem(
        title=f"Read {number} sampled document{'' if number == 1 else 's'}",
        subject=f"{round_.deployment.use_case.title}, {round_.deployment.unit.name}",
        asked=f"Judge each by the rubric; {how_far}" if by_themselves else "Judge each by the rubric.",
        why=f"{reviewer.person.printed_name} is a reviewer of {round_.label}.",
        if_nothing="The round is closed without your readings, and says less.",
        due=_end_of(round_),
        since=round_.opened_at,
        urgency=Urgency.WARN if timezone.localdate() > round_.due_on else Urgency.ASKED,
        link=reverse("review:peer-work" if by_themselves else "review:peer-round", args=[round_.pk]),
        action="Read" if by_themselves else "See the round",
        waits_for=reviewer.person.printed_name,
    )


def _closing(ready: queries.ToClose, *, to: Person | None) -> WorkItem:
    round_ = ready.round
    how_far = "The plan has decided; no more needs to be read." if ready.enough else "Look how far the reviewers are."
    asked = f"{how_far} Close it: its results are computed and shown to everybody."
    if ready.unread:
        asked = "Nobody has handed anything in. Ask the reviewers again, or end the round and say why."
    return WorkItem(
        title="Close the round of peer review",
        subject=f"{round_.deployment.use_case.title}, {round_.deployment.unit.name}",
        asked=asked,
        why=_why(ready, to),
        if_nothing="Nobody sees the results, and the references of the documents stay here.",
        due=_end_of(round_),
        since=round_.opened_at,
        urgency=Urgency.WARN if timezone.localdate() > round_.due_on else Urgency.ASKED,
        link=reverse("review:peer-round", args=[round_.pk]),
        action="See the round",
        waits_for=", ".join(each.printed_name for each in ready.asked) or "Nobody",
    )


def _why(ready: queries.ToClose, to: Person | None) -> str:
    opener = f"{ready.round.opened_by.printed_name} opened {ready.round.label}"
    if ready.seat is None:
        return f"{opener}."
    seat = ready.seat.label[0].lower() + ready.seat.label[1:]
    if to is not None:
        return f"{opener} and may no longer close it; you are {seat}."
    if not ready.asked:
        return f"{opener} and may no longer close it, and nobody holds a seat that may."
    names = ", ".join(each.printed_name for each in ready.asked)
    return f"{opener} and may no longer close it. Asked: {names}, {seat}."


def _end_of(round_: PeerReviewRound) -> datetime:
    return timezone.make_aware(datetime.combine(round_.due_on, time(23, 59)))
