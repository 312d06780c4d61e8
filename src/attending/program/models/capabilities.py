"""Reusable capabilities: what a use case needs from the enterprise, and what it leaves behind."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from attending.program.models.organisation import Organisation
from attending.program.models.use_cases import UseCase


class CapabilityKind(models.TextChoices):
    DATA_FEED = "data_feed", "Data feed"
    INTEGRATION = "integration", "Integration"
    GOVERNANCE = "governance", "Governance asset"
    CLINICAL_PRACTICE = "clinical_practice", "Clinical practice"
    MEASUREMENT = "measurement", "Measurement"


class CapabilityState(models.TextChoices):
    WISHED = "wished", "Wished for"
    BUILDING = "building", "Being built"
    AVAILABLE = "available", "Available"
    RETIRED = "retired", "Retired"


class Capability(models.Model):
    """Something the enterprise can do again once it has been built."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="capabilities")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=CapabilityKind)
    state = models.CharField(max_length=20, choices=CapabilityState)
    description = models.TextField()

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "capabilities"
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="capability_name_once"),
            models.CheckConstraint(condition=Q(kind__in=CapabilityKind.values), name="capability_kind_known"),
            models.CheckConstraint(condition=Q(state__in=CapabilityState.values), name="capability_state_known"),
        ]

    def __str__(self) -> str:
        return self.name


class Relation(models.TextChoices):
    NEEDS = "needs", "needs"
    BUILDS = "builds", "builds"


class CapabilityLink(models.Model):
    """A use case needs or builds a capability."""

    use_case = models.ForeignKey(UseCase, on_delete=models.PROTECT, related_name="capability_links")
    capability = models.ForeignKey(Capability, on_delete=models.PROTECT, related_name="links")
    relation = models.CharField(max_length=10, choices=Relation)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["use_case", "capability"], name="capability_link_once"),
            models.CheckConstraint(condition=Q(relation__in=Relation.values), name="capability_relation_known"),
        ]

    def __str__(self) -> str:
        return f"{self.use_case} {self.relation} {self.capability}"
