"""Ask for a review of the log where it lies, follow it, end it, and record what came out."""

from __future__ import annotations

from functools import partial

from django.db import transaction
from django.utils import timezone

from attending.ledger.actions import append, take_turn
from attending.ledger.canonical import Json
from attending.program.actions.record import check, log, name_of
from attending.program.models import Deployment, Person
from attending.program.rules import Act, Refused
from attending.review.actions.record import record_review
from attending.review.compute import ReviewResult
from attending.review.launch import launch
from attending.review.models import JobState, LogSource, ReviewJob
from attending.review.queries.jobs import ACTIVE, active_job, lost_jobs

LOST = "The process that computed it ended without a word: it was stopped, or ran out of memory. Ask for it again."
CANCELLED = "It was cancelled."


@transaction.atomic
def ask_for_review(acting: Person, deployment: Deployment) -> ReviewJob:
    """Have the log reviewed by a process of its own, from after this transaction on; one at a time."""
    check(acting, Act.RECORD_MEASURES, deployment.use_case)
    take_turn()
    give_up_lost()
    source = LogSource.objects.filter(deployment=deployment).first()
    if source is None or not (source.location or source.connection):
        raise Refused("Nobody has said where the log of this deployment lies; hand over a file instead.")
    standing = active_job(deployment)
    if standing is not None:
        return standing
    job = ReviewJob.objects.create(deployment=deployment, asked_by=acting, asked_at=timezone.now())
    log(acting, "review.asked", job, {"deployment": deployment.pk})
    transaction.on_commit(partial(launch, job.pk))
    return job


@transaction.atomic
def cancel_job(acting: Person, job: ReviewJob) -> None:
    """End a review that is being computed; what was recorded before stays."""
    check(acting, Act.RECORD_MEASURES, job.deployment.use_case)
    take_turn()
    ended = ReviewJob.objects.filter(pk=job.pk, state__in=ACTIVE).update(
        state=JobState.CANCELLED, ended_at=timezone.now(), message=CANCELLED
    )
    if not ended:
        raise Refused("This review is not being computed any more.")
    log(acting, "review.cancelled", job, {"deployment": job.deployment_id})


def claim(job: int) -> ReviewJob | None:
    """Take a waiting job for the process that calls; None when it is not waiting any more."""
    now = timezone.now()
    taken = ReviewJob.objects.filter(pk=job, state=JobState.WAITING).update(
        state=JobState.RUNNING, started_at=now, seen_at=now
    )
    found = ReviewJob.objects.select_related("deployment__use_case", "asked_by")
    return found.get(pk=job) if taken else None


def tell(job: int, stage: str, done: int, total: int) -> bool:
    """Say how far a running job is; False when it is to end."""
    return bool(
        ReviewJob.objects.filter(pk=job, state=JobState.RUNNING).update(
            stage=stage[:200], done=min(done, total), total=total, seen_at=timezone.now()
        )
    )


@transaction.atomic
def finish(job: ReviewJob, result: ReviewResult, *, location: str) -> bool:
    """Record what came out; False when somebody cancelled it meanwhile. ``location`` is where the log was read."""
    take_turn()
    standing = ReviewJob.objects.select_for_update(no_key=True).get(pk=job.pk)
    if standing.state != JobState.RUNNING:
        return False
    standing.run = record_review(job.asked_by, job.deployment, result, location=location)
    standing.state, standing.ended_at = JobState.DONE, timezone.now()
    standing.save(update_fields=["run", "state", "ended_at"])
    return True


@transaction.atomic
def fail(job: int, message: str) -> None:
    """Say why a job ended without a review; earlier reviews stand."""
    take_turn()
    ended = ReviewJob.objects.filter(pk=job, state__in=ACTIVE).update(
        state=JobState.FAILED, ended_at=timezone.now(), message=message or LOST
    )
    if ended:
        standing = ReviewJob.objects.get(pk=job)
        payload: dict[str, Json] = {"deployment": standing.deployment_id}
        append("review.failed", object=name_of(standing), actor="system", payload=payload)


def give_up_lost() -> int:
    """Say of jobs whose process is gone that they failed; how many there were."""
    lost = lost_jobs()
    for job in lost:
        fail(job, LOST)
    return len(lost)
