"""Did it help? What is compared with what, declared before the data are seen, and each result."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from attending.program.models import OutcomeMeasure, Person, UseCase


class Design(models.TextChoices):
    """How the effect is told from what would have happened anyway."""

    INTERRUPTED_TIME_SERIES = "its", "Interrupted time series"
    DIFFERENCE_IN_DIFFERENCES = "did", "Difference in differences"
    STAGGERED = "staggered", "Staggered adoption"
    STEPPED_WEDGE = "stepped_wedge", "Stepped wedge"


class ImpactEvaluation(models.Model):
    """One question about value: which outcome, by which design, with which settings.

    ``settings`` are the design's own, fixed here before a result exists. An evaluation is retired, never edited.
    """

    use_case = models.ForeignKey(UseCase, on_delete=models.PROTECT, related_name="impact_evaluations")
    outcome_measure = models.ForeignKey(
        OutcomeMeasure, on_delete=models.PROTECT, null=True, blank=True, related_name="impact_evaluations"
    )
    title = models.CharField(max_length=200)
    design = models.CharField(max_length=20, choices=Design)
    settings = models.JSONField()
    reason = models.TextField()
    declared_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    declared_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)
    retired_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    retired_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-declared_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(retired_at=None) | (Q(retired_by__isnull=False) & ~Q(retired_reason="")),
                name="impact_retired_for_a_reason",
            ),
            models.CheckConstraint(condition=Q(design__in=Design.values), name="impact_design_known"),
            models.CheckConstraint(condition=~Q(reason=""), name="impact_design_gives_a_reason"),
        ]

    def __str__(self) -> str:
        return self.title


class ImpactRun(models.Model):
    """One result of an evaluation, with the aggregates it was computed from. Append-only."""

    evaluation = models.ForeignKey(ImpactEvaluation, on_delete=models.PROTECT, related_name="runs")
    data = models.JSONField()
    document = models.JSONField()
    quarters = models.JSONField(default=list)
    source = models.CharField(max_length=200)
    source_sha256 = models.CharField(max_length=64)
    versions = models.JSONField()
    run_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    run_at = models.DateTimeField()
    ledger_seq = models.BigIntegerField(unique=True)

    class Meta:
        ordering = ["run_at", "pk"]

    def __str__(self) -> str:
        return f"{self.evaluation}, {self.run_at:%Y-%m-%d}"
