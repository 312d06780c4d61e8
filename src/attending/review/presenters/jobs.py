"""A review that is being computed, as its page shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone

from attending.review.models import JobState, ReviewJob, ReviewRun
from attending.ui import formats
from attending.ui.parts import Link, Status

_MARKS = {
    JobState.WAITING: "pending",
    JobState.RUNNING: "info",
    JobState.DONE: "ok",
    JobState.FAILED: "breach",
    JobState.CANCELLED: "neutral",
}


@dataclass(frozen=True, slots=True)
class JobView:
    """How far it is, and what to do next."""

    status: Status
    active: bool
    stage: str
    done: int
    total: int
    asked: str
    message: str
    review: Link | None


def view(job: ReviewJob) -> JobView:
    """Flat values of a job."""
    state = JobState(job.state)
    return JobView(
        Status(_MARKS[state], str(state.label)),
        state in (JobState.WAITING, JobState.RUNNING),
        job.stage or "waiting to begin",
        job.done,
        max(job.total, 1),
        f"Asked {formats.moment(job.asked_at)} by {job.asked_by.printed_name}",
        job.message,
        Link("See the review", reverse("review:run", args=[job.run_id])) if job.run_id else None,
    )


def standing(job: ReviewJob | None, newest: ReviewRun | None) -> dict[str, Any]:
    """What the deployment's page says of a review that is being computed, or that failed after the newest one."""
    if job is None or job.state in (JobState.DONE, JobState.CANCELLED):
        return {}
    if job.state == JobState.FAILED and newest is not None and newest.run_at > job.asked_at:
        return {}
    failed = job.state == JobState.FAILED
    told = {
        "status": view(job).status,
        "title": "The review that was asked for failed" if failed else "A review is being computed",
        "message": job.message if failed else f"It is {job.stage or 'waiting to begin'}.",
        "url": reverse("review:job", args=[job.pk]),
        "action": "See what happened" if failed else "Follow it",
    }
    return {"job": told, "kept": kept(newest)}


def kept(run: ReviewRun | None) -> str:
    """What stands while a new review is missing, with its age."""
    if run is None:
        return "There is no earlier review."
    age = formats.days_since(timezone.localdate(run.run_at), timezone.localdate())
    return f"The last good review stays: it was made {age}, {formats.date(run.run_at)}."
