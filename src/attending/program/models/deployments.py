"""Models, their versions, and where each is deployed."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.db.models import Q

from attending.program.models.organisation import Organisation, Unit
from attending.program.models.people import Person
from attending.program.models.use_cases import UseCase


class AiModel(models.Model):
    """An AI product or an in-house model."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="ai_models")
    name = models.CharField(max_length=200)
    maker = models.CharField(max_length=200)
    intended_use = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "name"], name="ai_model_name_once")]

    def __str__(self) -> str:
        return self.name


class ModelVersion(models.Model):
    """One released version of a model."""

    ai_model = models.ForeignKey(AiModel, on_delete=models.PROTECT, related_name="versions")
    version = models.CharField(max_length=60)
    released_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ai_model", "version"], name="model_version_once")]

    def __str__(self) -> str:
        return f"{self.ai_model.name} {self.version}"


class State(models.TextChoices):
    """What a deployment is doing now."""

    PLANNED = "planned", "Planned"
    SILENT = "silent", "Silent"
    PILOT = "pilot", "Pilot"
    LIVE = "live", "Live"
    PAUSED = "paused", "Paused"
    RETIRED = "retired", "Retired"


RUNNING: Final = frozenset({State.SILENT, State.PILOT, State.LIVE})
"""It computes, whether staff see it or not: what is watched and reviewed, and can be paused."""

IN_USE: Final = frozenset({State.PILOT, State.LIVE})
"""Staff see what it says."""


class Deployment(models.Model):
    """One use case on one unit with one model version."""

    use_case = models.ForeignKey(UseCase, on_delete=models.PROTECT, related_name="deployments")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="deployments")
    model_version = models.ForeignKey(ModelVersion, on_delete=models.PROTECT, related_name="deployments")
    state = models.CharField(max_length=20, choices=State, default=State.PLANNED)
    state_since = models.DateTimeField()
    action_threshold = models.DecimalField(max_digits=7, decimal_places=6, null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["use_case", "unit", "model_version"], name="deployment_once"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="deployment_state_known"),
            models.CheckConstraint(
                condition=Q(action_threshold=None) | Q(action_threshold__gte=0, action_threshold__lte=1),
                name="action_threshold_is_a_probability",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.use_case.title}, {self.unit.name}, {self.model_version}"


class DeploymentStateChange(models.Model):
    """Each change of a deployment's state, and the decision or person it rests on.

    ``acting`` is null where the system paused it, as a signed decision had agreed that it would.
    """

    deployment = models.ForeignKey(Deployment, on_delete=models.PROTECT, related_name="state_changes")
    before = models.CharField(max_length=20, choices=State)
    after = models.CharField(max_length=20, choices=State)
    acting = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decision = models.CharField(max_length=60, blank=True)
    reason = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(before=models.F("after")), name="state_change_changes"),
            models.CheckConstraint(
                condition=Q(acting__isnull=False) | (Q(after=State.PAUSED) & ~Q(decision="")),
                name="system_only_pauses_as_decided",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_before_display()} to {self.get_after_display()}"
