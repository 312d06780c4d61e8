"""Gates: what was asked to pass, by which route, and which exceptions it was asked with."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from attending.decisions.models import Decision, Proposal
from attending.program.models import Deployment, Person, RiskTier, UseCase


class GateKind(models.TextChoices):
    """A use case leaves a stage; a deployment is put into use."""

    STAGE = "stage", "Stage"
    GO_LIVE = "go_live", "Go-live"


class Route(models.TextChoices):
    """How much review the policy asks of a tier."""

    FULL = "full", "Full review"
    FAST_TRACK = "fast_track", "Fast track"
    REGISTRATION = "registration", "Registration only"


class Gate(models.Model):
    """One request to pass one gate, under one version of the policy.

    ``target`` is the stage a use case goes on to, or the state, pilot or live, a deployment takes. ``asked_by`` None
    means the system: an approval lapsed. ``tier`` and ``route`` stand as they were when it was asked. Without a
    ``proposal`` it waits for evidence: only the system asks so, and people put it to signatures later.
    """

    use_case = models.ForeignKey(UseCase, on_delete=models.PROTECT, related_name="gates")
    deployment = models.ForeignKey(Deployment, on_delete=models.PROTECT, null=True, blank=True, related_name="gates")
    kind = models.CharField(max_length=10, choices=GateKind)
    target = models.CharField(max_length=20)
    tier = models.CharField(max_length=10, choices=RiskTier)
    route = models.CharField(max_length=20, choices=Route)
    policy_version = models.CharField(max_length=60)
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField()
    reason = models.TextField()
    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, null=True, blank=True, related_name="gate")
    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="gate")
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        indexes = [models.Index(fields=["-asked_at"], name="governance_gate_list")]
        constraints = [
            models.UniqueConstraint(
                fields=["use_case"], condition=Q(kind="stage", closed_at=None), name="one_open_stage_gate"
            ),
            models.UniqueConstraint(
                fields=["deployment"], condition=Q(kind="go_live", closed_at=None), name="one_open_go_live_gate"
            ),
            models.CheckConstraint(
                condition=Q(kind="stage", deployment=None) | Q(kind="go_live", deployment__isnull=False),
                name="gate_names_what_passes",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="gate_gives_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} gate of {self.deployment or self.use_case}"


class GateException(models.Model):
    """A required evidence item that may be missing until a day, once a signed decision grants it.

    Several items may be asked for in one proposal, each a record of its own. One asked for a deployment covers the
    gates of that deployment, one without a deployment those of the use case's stages.
    """

    use_case = models.ForeignKey(UseCase, on_delete=models.PROTECT, related_name="gate_exceptions")
    deployment = models.ForeignKey(
        Deployment, on_delete=models.PROTECT, null=True, blank=True, related_name="gate_exceptions"
    )
    item = models.CharField(max_length=80)
    reason = models.TextField()
    until = models.DateField()
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="gate_exceptions")
    decision = models.ForeignKey(
        Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="gate_exceptions"
    )
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "item"], name="gate_exception_once_per_question"),
            models.CheckConstraint(condition=~Q(reason="") & ~Q(item=""), name="gate_exception_says_what_and_why"),
        ]

    def __str__(self) -> str:
        return f"Exception for {self.item} until {self.until}"
