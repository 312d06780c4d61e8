"""Reviews of imaging and other classifiers: categories against a reference standard and the clinician."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from attending.program.models import Deployment, Person


class ClassifierReview(models.Model):
    """One review of categorical output: the counts it was made from and its results as records. Append-only."""

    deployment = models.ForeignKey(Deployment, on_delete=models.PROTECT, related_name="classifier_reviews")
    source = models.CharField(max_length=200)
    source_sha256 = models.CharField(max_length=64)
    mapping = models.JSONField()
    counts = models.JSONField()
    results = models.JSONField()
    intake = models.JSONField()
    versions = models.JSONField()
    period_start = models.DateField()
    period_end = models.DateField()
    run_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    run_at = models.DateTimeField()
    ledger_seq = models.BigIntegerField(unique=True)

    class Meta:
        ordering = ["run_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(period_end__gte=models.F("period_start")), name="classifier_review_period_in_order"
            )
        ]

    def __str__(self) -> str:
        return f"review of {self.deployment}, {self.run_at:%Y-%m-%d}"
