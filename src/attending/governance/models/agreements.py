"""The agreement of a deployment's oversight thresholds: offered as one packet, and signed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from attending.decisions.models import Decision, Proposal
from attending.program.models import Deployment, Person


class OversightAgreement(models.Model):
    """Thresholds of one deployment offered for signature together.

    It is in force once signed by everyone who may pause under it, and one more. Only then do its thresholds count as
    evidence, and only then may the system pause by itself. ``signed_at`` stays empty where it was returned or taken
    back; its thresholds may then be offered again.
    """

    deployment = models.ForeignKey(Deployment, on_delete=models.PROTECT, related_name="oversight_agreements")
    offered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    offered_at = models.DateTimeField()
    proposal = models.OneToOneField(
        Proposal, on_delete=models.PROTECT, null=True, blank=True, related_name="oversight_agreement"
    )
    decision = models.OneToOneField(
        Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="oversight_agreement"
    )
    signed_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-offered_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["deployment"], condition=Q(closed_at=None), name="one_open_oversight_agreement"
            ),
            models.CheckConstraint(
                condition=Q(signed_at=None) | Q(decision__isnull=False, closed_at__isnull=False),
                name="oversight_agreement_signed_by_a_decision",
            ),
        ]

    def __str__(self) -> str:
        return f"Agreement of thresholds on {self.deployment}"
