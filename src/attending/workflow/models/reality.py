"""Reality checks: a map held against an event log where it lies. Only counts come in."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from attending.program.models import Person, Site, UseCase
from attending.workflow.models.maps import MapVersion


class LogMapping(models.Model):
    """Which column of a log of events means what, kept for the next check. A change is a new row; the newest counts.

    ``document`` is as ``attending.sources.events`` reads it.
    """

    use_case = models.ForeignKey(UseCase, on_delete=models.PROTECT, related_name="log_mappings")
    name = models.CharField(max_length=100)
    document = models.JSONField()
    saved_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ["use_case", "name", "-pk"]
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="log_mapping_is_named")]

    def __str__(self) -> str:
        return self.name


class RealityCheck(models.Model):
    """What a log of events says of one version of a map. Append-only.

    ``results`` holds counts and their denominators only, small cells suppressed, as
    ``attending.workflow.rules.reality`` records them; ``events`` were read, of which ``loaded`` entered the counts.
    """

    version = models.ForeignKey(MapVersion, on_delete=models.PROTECT, related_name="reality_checks")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    mapping = models.ForeignKey(LogMapping, on_delete=models.PROTECT, related_name="checks")
    source = models.CharField(max_length=300)
    source_sha256 = models.CharField(max_length=64, blank=True)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    cases = models.PositiveBigIntegerField()
    events = models.PositiveBigIntegerField()
    loaded = models.PositiveBigIntegerField()
    results = models.JSONField()
    checked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    checked_at = models.DateTimeField()

    class Meta:
        ordering = ["-checked_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(first_at__lte=F("last_at"), loaded__lte=F("events"), cases__lte=F("loaded")),
                name="reality_check_counts_fit",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version} against {self.source}"
