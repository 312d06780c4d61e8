"""Reads of readiness; a constant number of queries each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from attending.program.models import Organisation, Person, Seat, SeatHolding, Site, UseCase
from attending.program.models.people import USE_CASE_SEATS
from attending.program.queries.seats import holders_of
from attending.program.rules import RIGHTS, Act
from attending.strategy.models import (
    Barrier,
    ReadinessAssessment,
    ReadinessAssessor,
    ReadinessGap,
    ReadinessItem,
    ReadinessRating,
)
from attending.strategy.rules.readiness import Assessed, ItemResult, Mark, Voice, read_results


def items_in_force(organisation: Organisation) -> QuerySet[ReadinessItem]:
    """What an organisation assesses readiness by now, in its order."""
    return ReadinessItem.objects.filter(organisation=organisation, retired_at=None)


def any_item_ever(organisation: Organisation) -> bool:
    """Whether the organisation has taken over or written any item, retired ones too."""
    return ReadinessItem.objects.filter(organisation=organisation).exists()


def assessments(organisation: Organisation) -> QuerySet[ReadinessAssessment]:
    """Every assessment of an organisation, newest first, with its use case, site and opener."""
    return ReadinessAssessment.objects.filter(use_case__organisation=organisation).select_related(
        "use_case", "site", "opened_by", "closed_by"
    )


def items_of(assessment: ReadinessAssessment) -> list[ReadinessItem]:
    """What an assessment asks, in the order of the barriers. One query."""
    order = {str(barrier): at for at, barrier in enumerate(Barrier)}
    return sorted(assessment.items.all(), key=lambda item: (order[item.barrier], item.position, item.pk))


def assessor_of(assessment: ReadinessAssessment, person: Person) -> ReadinessAssessor | None:
    """Somebody's own part in an assessment, unless they were withdrawn."""
    return assessment.assessors.filter(person=person, withdrawn_at=None).first()


def own_ratings(assessor: ReadinessAssessor) -> Mapping[int, ReadinessRating]:
    """What somebody has said so far, by the item's primary key. One query."""
    return {rating.item_id: rating for rating in assessor.ratings.all()}


def assessors_of(assessment: ReadinessAssessment) -> list[ReadinessAssessor]:
    """Everybody who was asked, with how many items they have answered as ``answered``. One query."""
    said = Q(ratings__grade__isnull=False) | Q(ratings__cannot_say=True)
    return list(assessment.assessors.select_related("person").annotate(answered=Count("ratings", filter=said)))


def is_awaited(assessor: ReadinessAssessor) -> bool:
    """Whether somebody can still hand in; ``person`` must be read."""
    return assessor.handed_in_at is None and assessor.withdrawn_at is None and assessor.person.active


def voice_of(assessor: ReadinessAssessor) -> Voice:
    """From where they speak in this assessment."""
    return Voice(assessor.seat, assessor.discipline)


def item_results(assessment: ReadinessAssessment) -> list[ItemResult]:
    """How each item was graded by those who handed in. Two queries."""
    ratings = ReadinessRating.objects.filter(
        assessor__assessment=assessment, assessor__handed_in_at__isnull=False
    ).select_related("assessor")
    marks: dict[int, list[Mark]] = {}
    for rating in ratings.order_by("assessor_id"):
        mark = Mark(rating.assessor_id, voice_of(rating.assessor), rating.grade, rating.note)
        marks.setdefault(rating.item_id, []).append(mark)
    return [ItemResult(item.pk, Barrier(item.barrier), tuple(marks.get(item.pk, ()))) for item in items_of(assessment)]


def found_in(assessment: ReadinessAssessment) -> Assessed:
    """The results of an assessment that was closed with some."""
    return read_results(assessment.results or {})


def newest_by_site(organisation: Organisation, use_case: UseCase | None = None) -> list[ReadinessAssessment]:
    """The newest assessment with results of each use case at each site, or of one use case. One query."""
    later = ReadinessAssessment.objects.filter(
        use_case=OuterRef("use_case"), site=OuterRef("site"), results__isnull=False
    ).filter(Q(closed_at__gt=OuterRef("closed_at")) | Q(closed_at=OuterRef("closed_at"), pk__gt=OuterRef("pk")))
    found = (
        ReadinessAssessment.objects.filter(~Exists(later), use_case__organisation=organisation, results__isnull=False)
        .select_related("use_case", "site")
        .only("use_case__title", "site__name", "closed_at", "results")
        .order_by("-closed_at", "-pk")
    )
    return list(found if use_case is None else found.filter(use_case=use_case))


def assessed_use_cases(organisation: Organisation) -> list[UseCase]:
    """The use cases about which some site has answered, by title. One query."""
    answered = ReadinessAssessment.objects.filter(use_case=OuterRef("pk"), results__isnull=False)
    return list(UseCase.objects.filter(Exists(answered), organisation=organisation).order_by("title"))


def assessments_of(use_case: UseCase) -> list[ReadinessAssessment]:
    """Every assessment of a use case, newest first. One query."""
    return list(assessments(use_case.organisation).filter(use_case=use_case))


def gaps_of(use_case: UseCase) -> list[ReadinessGap]:
    """The gaps that became needs of a use case, with site, item and capability. One query."""
    return list(
        ReadinessGap.objects.filter(assessment__use_case=use_case).select_related(
            "assessment__site", "item", "capability"
        )
    )


def gaps_in(assessment: ReadinessAssessment) -> list[ReadinessGap]:
    """The gaps of one assessment that became needs. One query."""
    return list(assessment.gaps.select_related("capability"))


def gaps_prefetch() -> Prefetch[str]:
    """For capabilities: at which site each is missing."""
    return Prefetch("readiness_gaps", ReadinessGap.objects.select_related("assessment__site"))


def sites(organisation: Organisation) -> list[Site]:
    """The sites by name. One query."""
    return list(Site.objects.filter(organisation=organisation).order_by("name"))


@dataclass(frozen=True, slots=True)
class Suggested:
    """Whom to ask: who holds a seat on the use case; ``empty`` are the seats nobody holds."""

    people: Mapping[Seat, Person]
    empty: Sequence[Seat]


def whom_to_ask(use_case: UseCase) -> Suggested:
    """Who holds which seat on the use case and can sign in. One query."""
    held = holders_of([use_case]).get(use_case.pk, {})
    able = {seat: held[seat] for seat in USE_CASE_SEATS if seat in held and held[seat].active and held[seat].user_id}
    return Suggested(able, [seat for seat in USE_CASE_SEATS if seat not in able])


def people_to_ask(organisation: Organisation) -> QuerySet[Person]:
    """Everybody who can sign in and grade."""
    return Person.objects.filter(organisation=organisation, active=True, user__isnull=False)


def waiting_for(person: Person) -> list[ReadinessAssessor]:
    """The open assessments somebody is asked in and has not handed in. One query."""
    said = Q(ratings__grade__isnull=False) | Q(ratings__cannot_say=True)
    return list(
        ReadinessAssessor.objects.filter(
            person=person, handed_in_at=None, withdrawn_at=None, assessment__closed_at=None
        )
        .select_related("person", "assessment__use_case", "assessment__site", "assessment__opened_by")
        .annotate(answered=Count("ratings", filter=said))
    )


def ready_to_close(person: Person) -> list[ReadinessAssessment]:
    """Open assessments that wait for this person to close them: all are in, or the day is past. Two queries.

    Asked is who opened it; where they left or may close it no more, whoever holds a seat on the use case that may.
    """
    awaited = ReadinessAssessor.objects.filter(
        assessment=OuterRef("pk"), handed_in_at=None, withdrawn_at=None, person__active=True
    )
    due = assessments(person.organisation).filter(closed_at=None)
    due = due.filter(Q(due_on__lt=timezone.localdate()) | ~Exists(awaited))
    seats = [str(seat) for seat in RIGHTS[Act.ASSESS_READINESS]]
    holding = SeatHolding.objects.filter(seat__in=seats, ended_on=None)
    anywhere = Q(use_case=OuterRef("use_case")) | Q(use_case=None)
    openers = holding.filter(anywhere, person=OuterRef("opened_by"), person__active=True)
    mine = holding.filter(anywhere, person=person)
    due = due.annotate(opener_may=Exists(openers), may=Exists(mine))
    return list(due.filter(Q(opener_may=True, opened_by=person) | Q(opener_may=False, may=True)))
