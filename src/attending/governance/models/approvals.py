"""Approvals: what a gate's decision allows, until when, and what made it lapse."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from attending.decisions.models import Decision
from attending.governance.models.gates import Gate
from attending.program.models import Deployment, UseCase


class Approval(models.Model):
    """What one decision allows: a use case to be in a stage, or a deployment to be in use.

    ``covers`` is that stage or state; an approval for live covers pilot too. ``claims`` are the sentences of the sealed
    packet that it rests on, each ``{"key", "sentence", "value"}`` (``program.registries.facts``). ``ends_at`` is only
    ever brought forward: by a lapse, a later approval, or a retirement.
    """

    gate = models.OneToOneField(Gate, on_delete=models.PROTECT, related_name="approval")
    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="approval")
    use_case = models.ForeignKey(UseCase, on_delete=models.PROTECT, related_name="approvals")
    deployment = models.ForeignKey(
        Deployment, on_delete=models.PROTECT, null=True, blank=True, related_name="approvals"
    )
    covers = models.CharField(max_length=20)
    claims = models.JSONField(default=list)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        ordering = ["-starts_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gte=F("starts_at")), name="approval_ends_after_it_starts"),
        ]
        indexes = [models.Index(fields=["ends_at"], name="governance_approval_ending")]

    def __str__(self) -> str:
        return f"Approval of {self.deployment or self.use_case} until {self.ends_at:%Y-%m-%d}"


class Lapse(models.Model):
    """Why an approval no longer stands as it was signed, and until when it may still be used.

    ``broken`` lists the sentences that no longer hold, each ``{"key", "sentence", "sealed", "now"}``; ``gate`` is the
    request that re-opened the decision.
    """

    approval = models.OneToOneField(Approval, on_delete=models.PROTECT, related_name="lapse")
    at = models.DateTimeField()
    broken = models.JSONField()
    ends_at = models.DateTimeField()
    gate = models.OneToOneField(Gate, on_delete=models.PROTECT, null=True, blank=True, related_name="re_opened")

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [models.CheckConstraint(condition=Q(ends_at__gte=F("at")), name="lapse_leaves_time")]

    def __str__(self) -> str:
        return f"Lapse of {self.approval}"


class Comparison(models.Model):
    """When the sentences of an approval were last held against what is so. Nothing is decided on it."""

    approval = models.OneToOneField(Approval, on_delete=models.PROTECT, related_name="comparison")
    at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.approval}, compared {self.at:%Y-%m-%d}"
