"""Turns of review, what was said in them, and the claims a deployment is held to."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import Max, Q, QuerySet

from attending.analytics import Estimate, PerformanceReview
from attending.program.models import Deployment, Organisation, Person, Seat
from attending.program.models.deployments import RUNNING
from attending.review.models import CycleState, Lesson, ModelClaim, ReviewCycle
from attending.review.rules.claims import Claimed, Held, held_against

_WITH = (
    "deployment__use_case__organisation",
    "deployment__unit__site",
    "deployment__model_version__ai_model",
    "run__run_by",
    "opened_by",
    "proposal",
    "decision",
)


def cycle(organisation: Organisation, pk: int) -> ReviewCycle:
    """One turn of review in an organisation; raises ReviewCycle.DoesNotExist."""
    return ReviewCycle.objects.select_related(*_WITH).get(pk=pk, deployment__use_case__organisation=organisation)


def open_cycle(deployment: Deployment) -> ReviewCycle | None:
    """The turn that is not decided yet."""
    found = ReviewCycle.objects.filter(~Q(state=CycleState.DECIDED), deployment=deployment)
    return found.select_related(*_WITH).first()


def cycles(deployment: Deployment) -> QuerySet[ReviewCycle]:
    """Every turn of a deployment, newest first."""
    return ReviewCycle.objects.filter(deployment=deployment).select_related(*_WITH)


def with_newest_signed(deployments: Collection[int]) -> list[Deployment]:
    """Running deployments, each with when a review of it was last signed. One query."""
    return list(_signed().filter(pk__in=deployments))


def running_deployments(person: Person, seats: Collection[Seat]) -> list[Deployment]:
    """The running deployments of the use cases on which a person holds one of these seats."""
    held = _signed().filter(
        use_case__holdings__person=person,
        use_case__holdings__seat__in=[str(seat) for seat in seats],
        use_case__holdings__ended_on=None,
    )
    return list(held.distinct())


def running_in(organisation: Organisation) -> list[Any]:
    """The running deployments of an organisation, each with when a review of it was last signed. One query."""
    return list(_signed().filter(use_case__organisation=organisation).order_by("pk"))


def _signed() -> QuerySet[Deployment]:
    running = Deployment.objects.filter(state__in=[str(state) for state in RUNNING])
    return running.select_related("use_case", "unit__site", "model_version__ai_model").annotate(
        newest_signed_at=Max("review_cycles__closed_at")
    )


def open_cycles(deployments: Collection[int]) -> Mapping[int, ReviewCycle]:
    """The turns that are not decided, by deployment. One query."""
    found = ReviewCycle.objects.filter(~Q(state=CycleState.DECIDED), deployment__in=deployments)
    return {each.deployment_id: each for each in found.select_related("proposal")}


def claims(deployment: Deployment) -> list[ModelClaim]:
    """What was published about the model version in use."""
    found = ModelClaim.objects.filter(model_version=deployment.model_version_id).select_related("recorded_by")
    return list(found)


def held_claims(
    deployment: Deployment, review: PerformanceReview | None
) -> list[tuple[ModelClaim, Estimate | None, Held]]:
    """Each claim with the local estimate of the same measure for everyone, and how it stands to it."""
    found = []
    for claim in claims(deployment):
        local = local_estimate(review, claim) if review else None
        found.append((claim, local, held_against(Claimed(claim.measure, claim.value, claim.low, claim.high), local)))
    return found


def local_estimate(review: PerformanceReview, claim: ModelClaim) -> Estimate | None:
    """The estimate of a review that a claim is about; None where the review has none."""
    if claim.score_threshold is None:
        return review.overall.measures.get(claim.measure)
    at = next((each for each in review.overall.at_thresholds if each.threshold == claim.score_threshold), None)
    return at.measures.get(claim.measure) if at else None


def lessons(organisation: Organisation) -> QuerySet[Lesson]:
    """What was learned in reviews, newest first."""
    found = Lesson.objects.filter(cycle__deployment__use_case__organisation=organisation)
    return found.select_related("cycle__deployment__use_case", "capability", "recorded_by").order_by(
        "-recorded_at", "-pk"
    )
