"""Measure results of a deployment, whichever room measured: aggregates only, each with its denominator and source."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from attending.program.models.deployments import Deployment
from attending.program.models.people import Person


class MeasureBatch(models.Model):
    """The results of one measurement: what was read, when, and by whom."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    deployment = models.ForeignKey(Deployment, on_delete=models.PROTECT, related_name="measure_batches")
    source = models.CharField(max_length=200)
    source_sha256 = models.CharField(max_length=64)
    period_start = models.DateField()
    period_end = models.DateField()
    rows_read = models.PositiveBigIntegerField()
    rows_loaded = models.PositiveBigIntegerField()
    measured_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    measured_at = models.DateTimeField()

    class Meta:
        ordering = ["measured_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(rows_loaded__lte=F("rows_read")), name="batch_loaded_within_read"),
            models.CheckConstraint(condition=Q(period_end__gte=F("period_start")), name="batch_period_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.source}, {self.period_start} to {self.period_end}"


class MeasureResult(models.Model):
    """One measure for one group over one period. ``value`` is null when it cannot be estimated; ``reason`` says why."""

    batch = models.ForeignKey(MeasureBatch, on_delete=models.PROTECT, related_name="results")
    measure = models.CharField(max_length=60)
    attribute = models.CharField(max_length=100)
    level = models.CharField(max_length=200)
    period_start = models.DateField()
    period_end = models.DateField()
    threshold = models.DecimalField(max_digits=20, decimal_places=15, null=True, blank=True)
    value = models.FloatField(null=True, blank=True)
    low = models.FloatField(null=True, blank=True)
    high = models.FloatField(null=True, blank=True)
    n = models.PositiveBigIntegerField()
    events = models.PositiveBigIntegerField()
    numerator = models.PositiveBigIntegerField(null=True, blank=True)
    denominator = models.PositiveBigIntegerField(null=True, blank=True)
    bound = models.FloatField(default=0.0)
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "measure", "attribute", "level", "period_start", "period_end"],
                condition=Q(threshold=None),
                name="measure_result_once",
            ),
            models.UniqueConstraint(
                fields=["batch", "measure", "attribute", "level", "period_start", "period_end", "threshold"],
                condition=Q(threshold__isnull=False),
                name="measure_result_once_per_threshold",
            ),
            models.CheckConstraint(condition=Q(value__isnull=False) | ~Q(reason=""), name="no_value_says_why"),
            models.CheckConstraint(condition=Q(events__lte=F("n")), name="events_within_n"),
        ]
        indexes = [models.Index(fields=["measure", "attribute", "level", "period_end"], name="measure_lookup")]

    def __str__(self) -> str:
        return f"{self.measure} of {self.level}"
