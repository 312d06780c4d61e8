"""The deployment or review that an address names, for the person who asks."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from attending.program.acting import acting_person
from attending.program.models import Deployment, Person
from attending.program.queries.seats import seats_of
from attending.program.rules import RIGHTS, Act
from attending.review.models import ReviewRun
from attending.review.queries import runs


def deployment_or_404(acting: Person, pk: int) -> Deployment:
    """A deployment of the person's organisation."""
    try:
        return runs.deployment(acting.organisation, pk)
    except Deployment.DoesNotExist:
        raise Http404("There is no such deployment here.") from None


def run_or_404(acting: Person, pk: int) -> ReviewRun:
    """A review of a deployment of the person's organisation."""
    try:
        return runs.run(acting.organisation, pk)
    except ReviewRun.DoesNotExist:
        raise Http404("There is no such review here.") from None


def allowed_to_record(request: HttpRequest, pk: int) -> tuple[Person, Deployment]:
    """Who asks, and the deployment; 403 for whoever may not record reviews of it."""
    acting = acting_person(request)
    deployment = deployment_or_404(acting, pk)
    if not may_record(acting, deployment):
        raise PermissionDenied(
            "Reviews are recorded by the model steward, the platform owner, the clinical owner or the chief medical "
            "information officer."
        )
    return acting, deployment


def may_hold(acting: Person, deployment: Deployment) -> bool:
    """Whether the person may hold a post-launch review of this deployment."""
    return _may(acting, deployment, Act.HOLD_REVIEW)


def may_plan(acting: Person, deployment: Deployment) -> bool:
    """Whether the person may plan how this deployment is reviewed."""
    return _may(acting, deployment, Act.PLAN_REVIEW)


def may_record(acting: Person, deployment: Deployment) -> bool:
    """Whether the person may record a review of this deployment."""
    return _may(acting, deployment, Act.RECORD_MEASURES)


def _may(acting: Person, deployment: Deployment, act: Act) -> bool:
    return bool(seats_of(acting, deployment.use_case) & RIGHTS[act])
