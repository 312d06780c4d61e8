"""Workload studies, and the workflow contract that a unit signs: who sees, who acts, by when, with which capacity."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from attending.decisions.models import Decision
from attending.program.models import Deployment, Person
from attending.workflow.models.maps import MapVersion


class WorkloadStudy(models.Model):
    """A simulated queue of alerts over thresholds and teams. Append-only.

    ``inputs`` and ``results`` are as ``attending.analytics.alert_queue`` reads and writes them; ``seconds`` is how long
    it took.
    """

    deployment = models.ForeignKey(Deployment, on_delete=models.PROTECT, related_name="workload_studies")
    inputs = models.JSONField()
    results = models.JSONField()
    seconds = models.FloatField()
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-made_at", "-pk"]
        verbose_name_plural = "workload studies"

    def __str__(self) -> str:
        return f"workload of {self.deployment}"


class ContractState(models.TextChoices):
    DRAFT = "draft", "Being written"
    PROPOSED = "proposed", "Put to the unit"
    SIGNED = "signed", "Signed"
    SUPERSEDED = "superseded", "Superseded by a later contract"


class WorkflowContract(models.Model):
    """What a unit agrees to carry. It changes while it is a draft; then it stands as it is.

    ``threshold`` is a score; ``team`` and ``terms`` are as ``attending.workflow.rules.contract`` reads and writes them:
    people per shift, who sees, who acts, by when, expected alerts per shift, demand and capacity, and the fallback.
    """

    deployment = models.ForeignKey(Deployment, on_delete=models.PROTECT, related_name="workflow_contracts")
    version = models.ForeignKey(MapVersion, on_delete=models.PROTECT, related_name="contracts")
    study = models.ForeignKey(WorkloadStudy, on_delete=models.PROTECT, related_name="contracts")
    threshold = models.FloatField()
    team = models.JSONField()
    terms = models.JSONField()
    state = models.CharField(max_length=10, choices=ContractState, default=ContractState.DRAFT)
    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    written_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["-written_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ContractState.values), name="workflow_contract_state_known"),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "proposed"], decision=None)
                | Q(state__in=["signed", "superseded"], decision__isnull=False),
                name="workflow_contract_signed_by_a_decision",
            ),
            models.UniqueConstraint(
                fields=["deployment"], condition=Q(state="signed"), name="one_signed_workflow_contract_at_a_time"
            ),
            models.UniqueConstraint(
                fields=["deployment"],
                condition=Q(state__in=["draft", "proposed"]),
                name="one_workflow_contract_in_hand_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(threshold__gte=0, threshold__lte=1), name="workflow_contract_threshold_0_to_1"
            ),
        ]

    def __str__(self) -> str:
        return f"Workflow contract of {self.deployment}"
