"""Decisions, their conditions, and how a condition was met."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from attending.decisions.models.proposals import Packet, Proposal
from attending.decisions.models.signatures import Signature
from attending.program.models import Person


class Decision(models.Model):
    """What the signatures on one packet decided. Never changed; a reversal is a new decision that supersedes this one.

    ``quorum`` is how many distinct people had to sign for this outcome: the proposal's, or 1 for the protective choice.
    ``dissent`` lists the other votes and written dissent: signature, printed_name, on_behalf_of (a name or empty),
    choice, text.
    """

    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, related_name="decision")
    packet = models.ForeignKey(Packet, on_delete=models.PROTECT, related_name="decisions")
    outcome = models.CharField(max_length=40)
    quorum = models.PositiveSmallIntegerField()
    decided_at = models.DateTimeField()
    effective_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    policy_version = models.CharField(max_length=60)
    supersedes = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )
    dissent = models.JSONField(default=list)
    ledger_seq = models.BigIntegerField(unique=True)

    class Meta:
        ordering = ["-decided_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(quorum__gte=1) & ~Q(outcome=""), name="decision_decides_something"),
            models.CheckConstraint(
                condition=Q(expires_at=None) | Q(expires_at__gt=F("effective_at")), name="decision_expires_later"
            ),
            models.CheckConstraint(
                condition=Q(effective_at__gte=F("decided_at")), name="decision_takes_effect_once_decided"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.outcome} on {self.proposal}"

    @property
    def deciding_signature(self) -> Signature:
        """The vote that completed the quorum. One query."""
        return (
            Signature.objects.select_related("signer")
            .filter(packet=self.packet_id, choice=self.outcome)
            .latest("signed_at", "pk")
        )

    @property
    def outcome_label(self) -> str:
        """The label of the option that was decided."""
        return next((each["label"] for each in self.proposal.options if each["key"] == self.outcome), self.outcome)


class Condition(models.Model):
    """Something a decision rests on: what, whose, by when."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="conditions")
    text = models.TextField()
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="conditions_owned")
    due_on = models.DateField()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "text", "owner"], name="condition_once"),
            models.CheckConstraint(condition=~Q(text=""), name="condition_says_something"),
        ]

    def __str__(self) -> str:
        return self.text


class ConditionClosure(models.Model):
    """The proof that a condition was met, accepted by somebody other than its owner."""

    condition = models.OneToOneField(Condition, on_delete=models.PROTECT, related_name="closure")
    closed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    proof = models.TextField()
    at = models.DateTimeField()
    ledger_seq = models.BigIntegerField(unique=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(proof=""), name="closure_gives_proof")]

    def __str__(self) -> str:
        return f"closure of {self.condition}"
