"""Where a deployment's prediction log lies, and which column is what."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from attending.program.models import Deployment


class LogSource(models.Model):
    """The prediction log of a deployment: files at ``location``, or ``table`` behind a ``connection``.

    ``crossed`` are the attributes to combine; ``control`` is the attribute within whose levels groups are compared.
    ``inputs`` are columns the model computes with, counted by month to see them drift; those also in ``numeric`` or
    ``categorical`` are counted so whatever their values look like.
    Connections are those an administrator configured, by name. ``clinical`` declares how events become outcomes when
    predictions and events are separate tables. The log itself is never kept.
    """

    deployment = models.OneToOneField(Deployment, on_delete=models.PROTECT, related_name="log_source")
    location = models.CharField(max_length=500, blank=True)
    connection = models.CharField(max_length=100, blank=True)
    table = models.CharField(max_length=300, blank=True)
    score = models.CharField(max_length=200)
    outcome = models.CharField(max_length=200, blank=True)
    time = models.CharField(max_length=200)
    by = models.JSONField(default=list)
    crossed = models.JSONField(default=list, blank=True)
    control = models.CharField(max_length=200, blank=True)
    key = models.JSONField(default=list)
    patient = models.CharField(max_length=200, blank=True)
    comparator = models.CharField(max_length=200, blank=True)
    thresholds = models.JSONField(default=list)
    inputs = models.JSONField(default=list, blank=True)
    numeric = models.JSONField(default=list, blank=True)
    categorical = models.JSONField(default=list, blank=True)
    clinical = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(connection="", table="") | Q(location=""), name="log_lies_in_one_place"),
            models.CheckConstraint(
                condition=Q(connection="", table="") | (~Q(connection="") & ~Q(table="")),
                name="log_table_has_a_connection",
            ),
        ]

    def __str__(self) -> str:
        return f"log of {self.deployment}"


class StoredPartition(models.Model):
    """The score table of one part of a log, kept so that tonight's part is added and nothing is read again.

    ``table`` is what ``attending.analytics.score_table_storage`` wrote. ``fingerprint`` names the mapping, thresholds
    and bins it was reduced with: only partitions that share it are merged. ``cases`` are its months' cases in blocks of
    sums, ``analytics.control_charts.MonthBlocks`` as records. A part that is sent again with other rows supersedes the
    one it replaces.
    """

    deployment = models.ForeignKey(Deployment, on_delete=models.PROTECT, related_name="stored_partitions")
    name = models.CharField(max_length=200)
    source_sha256 = models.CharField(max_length=64)
    fingerprint = models.CharField(max_length=64)
    first_month = models.CharField(max_length=7)
    last_month = models.CharField(max_length=7)
    rows = models.PositiveBigIntegerField()
    table = models.BinaryField()
    intake = models.JSONField()
    cases = models.JSONField(default=list, blank=True)
    stored_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["first_month", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["deployment", "fingerprint", "name"],
                condition=Q(superseded_at=None),
                name="stored_partition_stands_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} of {self.deployment}"
