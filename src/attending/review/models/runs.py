"""Each review as it came out, and the reviews that are still being computed."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from attending.program.models import Deployment, Person


class ReviewRun(models.Model):
    """One review: its numbers as a document, the account of what was read, and the versions that computed it.

    ``supplements`` holds what stands beside the measures, each a record by name: equity, maturity, timeliness, drift.
    ``reproducibility`` names all that is needed to compute it again. ``uid`` is that of the measure batch made from it.
    Append-only.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    deployment = models.ForeignKey(Deployment, on_delete=models.PROTECT, related_name="review_runs")
    source = models.CharField(max_length=200)
    source_sha256 = models.CharField(max_length=64)
    document = models.JSONField()
    supplements = models.JSONField(default=dict)
    intake = models.JSONField()
    mapping = models.JSONField()
    versions = models.JSONField()
    reproducibility = models.JSONField(default=dict)
    resolution = models.TextField()
    period_start = models.DateField()
    period_end = models.DateField()
    run_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    run_at = models.DateTimeField()
    ledger_seq = models.BigIntegerField(unique=True)

    class Meta:
        ordering = ["run_at", "pk"]
        indexes = [models.Index(fields=["deployment", "-run_at"], name="review_run_newest")]

    def __str__(self) -> str:
        return f"review of {self.deployment}, {self.run_at:%Y-%m-%d}"


class JobState(models.TextChoices):
    WAITING = "waiting", "Waiting"
    RUNNING = "running", "Running"
    DONE = "done", "Done"
    FAILED = "failed", "Failed"
    CANCELLED = "cancelled", "Cancelled"


class ReviewJob(models.Model):
    """A review somebody asked for: how far it is, and how it ended.

    ``message`` says in words why it failed. A job that fails leaves the reviews there are untouched.
    """

    deployment = models.ForeignKey(Deployment, on_delete=models.PROTECT, related_name="review_jobs")
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=JobState, default=JobState.WAITING)
    stage = models.CharField(max_length=200, blank=True)
    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(default=0)
    started_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    message = models.TextField(blank=True)
    run = models.OneToOneField(ReviewRun, on_delete=models.PROTECT, null=True, blank=True, related_name="job")

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["deployment"],
                condition=Q(state__in=["waiting", "running"]),
                name="one_review_job_at_a_time",
            ),
            models.CheckConstraint(condition=Q(state__in=JobState.values), name="review_job_state_known"),
            models.CheckConstraint(condition=Q(done__lte=F("total")), name="review_job_done_within_total"),
            models.CheckConstraint(condition=~Q(state="failed") | ~Q(message=""), name="review_job_says_why_it_failed"),
        ]

    def __str__(self) -> str:
        return f"{self.get_state_display()} review of {self.deployment}"
