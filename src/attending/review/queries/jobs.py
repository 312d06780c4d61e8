"""Reviews that are being computed."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.utils import timezone

from attending.program.models import Deployment, Organisation
from attending.review.models import JobState, ReviewJob

LOST_AFTER: Final = timedelta(minutes=2)
"""A running job tells every few seconds that it lives; after so long a silence its process is gone."""

ACTIVE = (JobState.WAITING, JobState.RUNNING)


def job(organisation: Organisation, pk: int) -> ReviewJob:
    """One job of an organisation; raises ReviewJob.DoesNotExist."""
    found = ReviewJob.objects.select_related(
        "deployment__use_case", "deployment__unit__site", "deployment__model_version__ai_model", "asked_by", "run"
    )
    return found.get(pk=pk, deployment__use_case__organisation=organisation)


def active_job(deployment: Deployment) -> ReviewJob | None:
    """The review that is being computed now."""
    return ReviewJob.objects.filter(deployment=deployment, state__in=ACTIVE).first()


def newest_job(deployment: Deployment) -> ReviewJob | None:
    """The job that was asked for last, however it stands."""
    return ReviewJob.objects.filter(deployment=deployment).select_related("asked_by").first()


def lost_jobs() -> list[int]:
    """Jobs whose process has fallen silent."""
    silent_since = timezone.now() - LOST_AFTER
    running = ReviewJob.objects.filter(state=JobState.RUNNING, seen_at__lt=silent_since)
    never_begun = ReviewJob.objects.filter(state=JobState.WAITING, asked_at__lt=silent_since)
    return [each.pk for each in (*running, *never_begun)]
