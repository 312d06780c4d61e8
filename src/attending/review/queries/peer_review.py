"""Rounds of peer review, who reads what in them, and how drafts were used; a constant number of queries each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, Max, Q, QuerySet
from django.utils import timezone

from attending.analytics.peer_review import UsageCounts, UsageReview, measure_usage
from attending.analytics.records import from_record
from attending.program.models import Deployment, Organisation, Person, Seat, SeatHolding
from attending.program.queries.seats import enterprise_holders, holders_of
from attending.program.rules import RIGHTS, Act
from attending.review.models import (
    Assessment,
    PeerReviewRound,
    RoundReviewer,
    RoundState,
    Rubric,
    UsageRecord,
)
from attending.review.rules.peer_frame import stratum_name
from attending.review.rules.peer_plan import RoundPlan
from attending.review.rules.peer_results import Progress, Reading, ReadItem, RoundResults, progress
from attending.review.rules.rubric import Criterion, read_rubric

_WITH = (
    "rubric",
    "opened_by",
    "closed_by",
    "deployment__use_case__organisation",
    "deployment__unit__site",
    "deployment__model_version__ai_model",
)

_STAND_INS = (
    Seat.CLINICAL_OWNER,
    Seat.OPERATIONAL_OWNER,
    Seat.EXECUTIVE_SPONSOR,
    Seat.NURSING_LEAD,
    Seat.SAFETY_OFFICER,
    Seat.MODEL_STEWARD,
    Seat.PLATFORM_OWNER,
)
"""Who is asked to close a round whose opener may not any more: the first of these seats that somebody holds."""


def newest_rubrics(organisation: Organisation) -> list[Rubric]:
    """The newest version of each rubric of an organisation, by name. One query."""
    found: dict[str, Rubric] = {}
    for each in Rubric.objects.filter(organisation=organisation).order_by("name", "-version"):
        found.setdefault(each.name, each)
    return list(found.values())


def round_of(organisation: Organisation, pk: int) -> PeerReviewRound:
    """One round in an organisation; raises PeerReviewRound.DoesNotExist."""
    found = PeerReviewRound.objects.select_related(*_WITH)
    return found.get(pk=pk, deployment__use_case__organisation=organisation)


def rounds_of(deployment: Deployment) -> QuerySet[PeerReviewRound]:
    """Every round of a deployment, newest first, without the plans."""
    return PeerReviewRound.objects.filter(deployment=deployment).select_related("rubric").defer("plan", "frame")


def reviewer_of(round_: PeerReviewRound, person: Person) -> RoundReviewer | None:
    """The person's place among the reviewers of a round."""
    return RoundReviewer.objects.filter(round=round_, person=person).select_related("person").first()


def possible_reviewers(organisation: Organisation) -> QuerySet[Person]:
    """Everybody active who can sign in."""
    return Person.objects.filter(organisation=organisation, active=True, user__isnull=False).order_by("printed_name")


def plan_of(round_: PeerReviewRound) -> RoundPlan:
    """The plan of a round as it was declared."""
    return from_record(RoundPlan, round_.plan)


def results_of(round_: PeerReviewRound) -> RoundResults | None:
    """The results of a closed round."""
    return None if round_.results is None else from_record(RoundResults, round_.results)


def with_results(deployment: Deployment) -> list[tuple[PeerReviewRound, RoundResults]]:
    """The closed rounds of a deployment with their results, oldest first. One query."""
    return [(each, results) for each in closed_rounds(deployment) if (results := results_of(each))]


def criteria_of(rubric: Rubric) -> tuple[Criterion, ...]:
    """What a rubric asks."""
    return read_rubric(rubric.criteria)


def own_assessments(reviewer: RoundReviewer) -> list[Assessment]:
    """What a reviewer is to read, in the order drawn, with their own answers and nobody else's."""
    return list(reviewer.assessments.select_related("item").order_by("item__number"))


def progress_by_reviewer(round_: PeerReviewRound) -> Sequence[tuple[RoundReviewer, int, int, datetime | None]]:
    """Each reviewer with how many documents they handed in, of how many, and when they last saved. One query."""
    found = RoundReviewer.objects.filter(round=round_).select_related("person")
    counted = found.annotate(
        handed_in=Count("assessments", filter=Q(assessments__submitted_at__isnull=False)),
        asked=Count("assessments"),
        last=Max("assessments__submitted_at"),
    )
    return [(each, each.handed_in, each.asked, each.last) for each in counted]


def read_items(round_: PeerReviewRound, plan: RoundPlan) -> list[ReadItem]:
    """Every sampled document with what was handed in about it; drafts are left out. Three queries."""
    places = {stratum_name(*each.stratum.key): each.stratum.key for each in plan.allocation}
    order = {pk: at for at, pk in enumerate(round_.reviewers.order_by("pk").values_list("pk", flat=True))}
    given: dict[int, list[Reading]] = {}
    asked: dict[int, int] = {}
    for each in Assessment.objects.filter(item__round=round_).order_by("reviewer_id"):
        asked[each.item_id] = asked.get(each.item_id, 0) + 1
        if each.submitted_at is not None:
            reading = Reading(order[each.reviewer_id], None if each.missing else each.answers)
            given.setdefault(each.item_id, []).append(reading)
    return [
        ReadItem(item.number, *places[item.stratum], asked.get(item.pk, 0), tuple(given.get(item.pk, ())))
        for item in round_.items.order_by("number")
    ]


def progress_of(round_: PeerReviewRound, plan: RoundPlan) -> Progress | None:
    """Where a plan that may stop early stands; None for a sample of fixed size."""
    if plan.sequential is None:
        return None
    return progress(plan, criteria_of(round_.rubric), read_items(round_, plan))


def enough_is_known(round_: PeerReviewRound, plan: RoundPlan) -> bool:
    """Whether a plan that may stop early has decided."""
    found = progress_of(round_, plan)
    return found is not None and found.decision != "continue"


def waiting_for(person: Person) -> list[RoundReviewer]:
    """The open rounds in which a person has documents to hand in, each with how many of how many. One query."""
    return list(_waiting().filter(person=person))


def waiting_on(deployment: Deployment) -> list[RoundReviewer]:
    """The same for everybody who reviews drafts of a deployment. One query."""
    return list(_waiting().filter(round__deployment=deployment))


def _waiting() -> QuerySet[RoundReviewer]:
    found = RoundReviewer.objects.filter(round__state=RoundState.OPEN).select_related(
        "person", "round__rubric", "round__deployment__use_case", "round__deployment__unit"
    )
    return found.annotate(
        left=Count("assessments", filter=Q(assessments__submitted_at=None)), asked=Count("assessments")
    ).filter(left__gt=0)


def is_unread(round_: PeerReviewRound) -> bool:
    """Whether nobody has handed anything in."""
    return not Assessment.objects.filter(item__round=round_, submitted_at__isnull=False).exists()


def closed_rounds(deployment: Deployment) -> list[PeerReviewRound]:
    """The closed rounds of a deployment by period, oldest first, with their results."""
    found = PeerReviewRound.objects.filter(deployment=deployment, state=RoundState.CLOSED).defer("plan", "frame")
    return list(found.order_by("period_end", "pk"))


def newest_verdict(deployment: Deployment) -> str:
    """The verdict of the newest closed round; empty where none is closed. One query."""
    found = PeerReviewRound.objects.filter(deployment=deployment, state=RoundState.CLOSED)
    verdicts = found.order_by("-period_end", "-pk").values_list("results__verdict", flat=True)
    return verdicts.first() or ""


def newest_usage(deployment: Deployment) -> Mapping[str, UsageRecord]:
    """How drafts were used, by month; a month handed over again replaces what was known of it. One query."""
    found = UsageRecord.objects.filter(deployment=deployment).order_by("recorded_at", "pk")
    return {each.period: each for each in found}


def counts_of(records: Mapping[str, UsageRecord]) -> list[UsageCounts]:
    """What was counted in these months."""
    return [from_record(UsageCounts, each) for record in records.values() for each in record.document["counts"]]


def usage_of(deployment: Deployment) -> UsageReview | None:
    """How drafts were used, by month and unit. One query."""
    counts = counts_of(newest_usage(deployment))
    return measure_usage(counts) if counts else None


@dataclass(frozen=True, slots=True)
class ToClose:
    """An open round to be closed: why, and who is asked, as what.

    ``enough`` says that a plan that may stop early has decided, ``unread`` that its day came and nobody read.

    ``asked`` are those in the ``seat`` that stands in for an opener who may no longer close it; None: the opener.
    """

    round: PeerReviewRound
    enough: bool
    unread: bool
    asked: tuple[Person, ...]
    seat: Seat | None


def ready_to_close(*, person: Person | None = None, deployment: Deployment | None = None) -> list[ToClose]:
    """Open rounds in which everything is handed in, enough is known, or whose day has come.

    Of a person those that they are asked to close. Three queries; four more for each round that may stop early and is
    still being read.
    """
    found = PeerReviewRound.objects.filter(state=RoundState.OPEN).select_related(
        "opened_by", "rubric", "deployment__use_case__organisation", "deployment__unit"
    )
    if person is not None:
        held = SeatHolding.objects.filter(person=person, ended_on=None)
        about = Q(opened_by=person) | Q(deployment__use_case__in=held.values("use_case"))
        everywhere = Q(deployment__use_case__organisation=person.organisation_id) & Exists(held.filter(seat=Seat.CMIO))
        found = found.filter(about | everywhere)
    if deployment is not None:
        found = found.filter(deployment=deployment)
    counted = found.annotate(
        left=Count("items__assessments", filter=Q(items__assessments__submitted_at=None)),
        handed_in=Count("items__assessments", filter=Q(items__assessments__submitted_at__isnull=False)),
    )
    rounds = list(counted.filter(Q(handed_in__gt=0) | Q(due_on__lt=timezone.localdate())))
    ready = []
    for each, (asked, seat) in zip(rounds, _closers(rounds), strict=True):
        if person is not None and person not in asked:
            continue
        unread = each.handed_in == 0
        enough = not unread and each.plan["sequential"] is not None and enough_is_known(each, plan_of(each))
        if enough or each.left == 0 or each.due_on < timezone.localdate():
            ready.append(ToClose(each, enough, unread, asked, seat))
    return ready


def _closers(rounds: Sequence[PeerReviewRound]) -> list[tuple[tuple[Person, ...], Seat | None]]:
    """Who is asked to close each round: its opener, or else the first seat of the use case that may. Two queries."""
    if not rounds:
        return []
    holders = holders_of([each.deployment.use_case for each in rounds])
    officers = enterprise_holders(rounds[0].deployment.use_case.organisation, Seat.CMIO)
    found: list[tuple[tuple[Person, ...], Seat | None]] = []
    for each in rounds:
        seated = {
            seat: (held,)
            for seat, held in holders.get(each.deployment.use_case_id, {}).items()
            if seat in RIGHTS[Act.PLAN_REVIEW] and held.active
        }
        may = {*officers, *(held for (held,) in seated.values())}
        if each.opened_by in may:
            found.append(((each.opened_by,), None))
            continue
        stand_in = next((seat for seat in _STAND_INS if seat in seated), Seat.CMIO)
        found.append((seated.get(stand_in, officers), stand_in))
    return found
