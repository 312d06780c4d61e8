"""Every read of intake reviews; a constant number of queries each."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import QuerySet

from attending.governance.models import ReviewRequest
from attending.governance.rules.intake_reviews import Review
from attending.program.models import ModelVersion, Organisation, Person, Seat, SeatHolding, UseCase
from attending.program.models.people import REVIEWER_SEATS

_WITH = ("use_case__organisation", "asked_by", "taken_by", "answer__answered_by", "answer__seen_version", "follows")


def newest_version(use_case: UseCase) -> ModelVersion | None:
    """The newest registered version of the models that a use case deploys, if there is one. One query."""
    return (
        ModelVersion.objects.filter(ai_model__versions__deployments__use_case=use_case)
        .distinct()
        .order_by("-pk")
        .first()
    )


def newest_versions(use_cases: Collection[int]) -> dict[int, ModelVersion]:
    """The same for many use cases, by primary key. One query."""
    rows = (
        ModelVersion.objects.filter(ai_model__versions__deployments__use_case__in=use_cases)
        .order_by("pk")
        .values_list("ai_model__versions__deployments__use_case", "pk", "released_on")
        .distinct()
    )
    return {use_case: ModelVersion(pk=pk, released_on=released) for use_case, pk, released in rows}


def requests_of(use_case: UseCase) -> list[ReviewRequest]:
    """Every request about a use case, the oldest first. One query."""
    return list(ReviewRequest.objects.filter(use_case=use_case).select_related(*_WITH).order_by("asked_at", "pk"))


def request(organisation: Organisation, pk: int) -> ReviewRequest:
    """One request; raises ReviewRequest.DoesNotExist."""
    return ReviewRequest.objects.select_related(*_WITH).get(use_case__organisation=organisation, pk=pk)


def newest_of(use_cases: Collection[int]) -> dict[int, dict[Seat, ReviewRequest]]:
    """The newest request of each seat, by use case. One query."""
    found: dict[int, dict[Seat, ReviewRequest]] = {}
    rows = ReviewRequest.objects.filter(use_case__in=use_cases, followed_by=None).select_related(*_WITH)
    for each in rows.order_by("pk"):
        found.setdefault(each.use_case_id, {})[Seat(each.seat)] = each
    return found


def as_review(request: ReviewRequest, newest: ModelVersion | None) -> Review:
    """A request as the rules read it; ``newest`` is the newest version of the model now."""
    answer = getattr(request, "answer", None)
    newer = False
    if answer is not None and newest is not None:
        if answer.seen_version_id is None:
            newer = newest.released_on > answer.answered_at.date()
        else:
            newer = newest.pk > answer.seen_version_id
    return Review(
        Seat(request.seat),
        request.due_on,
        request.taken_by_id is not None,
        answer.verdict if answer else "",
        answer.answered_at if answer else None,
        newer,
    )


def waiting_for(person: Person) -> list[ReviewRequest]:
    """The reviews that wait for this person: those they hold, and those nobody holds in a seat of theirs."""
    seats = list(
        SeatHolding.objects.filter(
            person=person, ended_on=None, seat__in=[str(seat) for seat in REVIEWER_SEATS]
        ).values_list("seat", flat=True)
    )
    if not seats:
        return []
    found = waiting(person.organisation).filter(seat__in=seats).exclude(use_case__proposed_by=person)
    return [each for each in found if each.taken_by_id in {None, person.pk}]


def waiting(organisation: Organisation) -> QuerySet[ReviewRequest]:
    """Every review that is not answered yet, the first due first."""
    found = ReviewRequest.objects.filter(use_case__organisation=organisation, answered=False)
    return found.select_related(*_WITH).order_by("due_on", "pk")


def reviewed_use_cases(organisation: Organisation) -> QuerySet[UseCase]:
    """The use cases about which a reviewer was asked."""
    return UseCase.objects.filter(organisation=organisation, review_requests__isnull=False).distinct()


def seat_holders(organisation: Organisation) -> dict[Seat, list[Person]]:
    """Who holds each reviewer's seat now. One query."""
    found: dict[Seat, list[Person]] = {seat: [] for seat in REVIEWER_SEATS}
    rows = SeatHolding.objects.filter(
        person__organisation=organisation,
        person__active=True,
        ended_on=None,
        seat__in=[str(seat) for seat in REVIEWER_SEATS],
    ).select_related("person")
    for holding in rows.order_by("person__printed_name"):
        found[Seat(holding.seat)].append(holding.person)
    return found


def unasked(organisation: Organisation, most: int = 20) -> list[UseCase]:
    """The use cases that no reviewer was asked about, the newest first, at most so many. One query."""
    found = UseCase.objects.filter(organisation=organisation, review_requests=None)
    return list(found.order_by("-proposed_on", "-pk")[:most])
