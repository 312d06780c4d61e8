"""Where a deployment's prediction log lies, and each review of it as it came out."""

from __future__ import annotations

import uuid

from django.db import models

from attending.program.models import Deployment, Person


class LogSource(models.Model):
    """The prediction log of a deployment: where it lies and which column is what. The log itself is never kept."""

    deployment = models.OneToOneField(Deployment, on_delete=models.PROTECT, related_name="log_source")
    location = models.CharField(max_length=500, blank=True)
    score = models.CharField(max_length=200)
    outcome = models.CharField(max_length=200, blank=True)
    time = models.CharField(max_length=200)
    by = models.JSONField(default=list)
    key = models.JSONField(default=list)
    comparator = models.CharField(max_length=200, blank=True)
    thresholds = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"log of {self.deployment}"


class ReviewRun(models.Model):
    """One review: its numbers as a document, the account of what was read, and the versions that computed it.

    ``uid`` is that of the measure batch made from it. Append-only.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    deployment = models.ForeignKey(Deployment, on_delete=models.PROTECT, related_name="review_runs")
    source = models.CharField(max_length=200)
    source_sha256 = models.CharField(max_length=64)
    document = models.JSONField()
    intake = models.JSONField()
    mapping = models.JSONField()
    versions = models.JSONField()
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
