"""Intake reviews that wait for the holders of a seat, and those that are overdue for the CMIO."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time

from django.urls import reverse
from django.utils import timezone

from attending.governance.models import ReviewRequest
from attending.governance.queries import intake_reviews as queries
from attending.governance.rules.intake_reviews import short
from attending.program.models import Deployment, Person, Seat
from attending.program.queries.seats import seats_of
from attending.program.registries.pages import url_of
from attending.program.registries.worklist import Urgency, WorkItem


class ReviewsToAnswer:
    """Asked of whoever holds the review, or of every holder of its seat while nobody does."""

    def for_person(self, person: Person) -> Iterable[WorkItem]:
        """Two queries."""
        return [_item(each, person) for each in queries.waiting_for(person)]

    def for_deployment(self, deployment: Deployment) -> Iterable[WorkItem]:
        """What is still asked about its use case. Two queries."""
        found = queries.waiting(deployment.use_case.organisation).filter(use_case=deployment.use_case_id)
        return [_item(each, None) for each in found]


class OverdueReviews:
    """For the chief medical information officer: intake reviews past their day that others hold."""

    def for_person(self, person: Person) -> Iterable[WorkItem]:
        """Two queries."""
        if Seat.CMIO not in seats_of(person):
            return []
        late = queries.waiting(person.organisation).filter(due_on__lt=timezone.localdate())
        return [_overdue(each) for each in late.exclude(taken_by=person)]

    def for_deployment(self, deployment: Deployment) -> Iterable[WorkItem]:
        """Nothing: the review itself stands there."""
        del deployment
        return []


def _item(request: ReviewRequest, person: Person | None) -> WorkItem:
    seat = Seat(request.seat)
    holder = request.taken_by
    late = request.due_on < timezone.localdate()
    why = f"You hold the seat {seat.label}." if holder is None else "You have taken this review."
    if person is None:
        why = f"{holder.printed_name} holds it." if holder else f"Nobody has taken it; asked: every {seat.label}."
    return WorkItem(
        title=f"{short(seat)} review",
        subject=request.use_case.title,
        asked=request.question,
        why=why,
        if_nothing="The use case waits: it passes no gate that asks for this review.",
        due=_end(request),
        since=request.taken_at or request.asked_at,
        urgency=Urgency.WARN if late else Urgency.ASKED,
        link=reverse("governance:review-request", args=[request.pk]),
        action="Answer" if holder is not None else "Take it",
        waits_for=holder.printed_name if holder else str(seat.label),
        start=url_of(request.use_case),
    )


def _overdue(request: ReviewRequest) -> WorkItem:
    seat = Seat(request.seat)
    holder = request.taken_by.printed_name if request.taken_by else ""
    return WorkItem(
        title=f"{short(seat)} review is overdue",
        subject=request.use_case.title,
        asked=f"Ask {holder} what it waits for." if holder else f"Nobody has taken it; ask who is {seat.label}.",
        why="You are the chief medical information officer.",
        if_nothing="The use case waits, and nobody says why.",
        due=_end(request),
        since=request.asked_at,
        urgency=Urgency.WARN,
        link=reverse("governance:use-case-reviews", args=[request.use_case.key]),
        action="See who holds it",
        waits_for=holder or str(seat.label),
        start=url_of(request.use_case),
    )


def _end(request: ReviewRequest) -> datetime:
    return timezone.make_aware(datetime.combine(request.due_on, time.max))
