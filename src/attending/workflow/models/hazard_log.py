"""The hazard log as it was put to those who may accept what risk is left."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from attending.decisions.models import Decision, Proposal
from attending.program.models import Person, UseCase


class LogState(models.TextChoices):
    PROPOSED = "proposed", "Put to a decision"
    ACCEPTED = "accepted", "Residual risks accepted"
    SENT_BACK = "sent_back", "Sent back"
    TAKEN_BACK = "taken_back", "Taken back"


class HazardLogVersion(models.Model):
    """One version of the log. ``document`` is the whole log, ``sha256`` of its canonical JSON (RFC 8785).

    It stands as it is; only its outcome is added: a decision, or nothing where its question was taken back.
    """

    use_case = models.ForeignKey(UseCase, on_delete=models.PROTECT, related_name="hazard_log_versions")
    number = models.PositiveIntegerField()
    document = models.JSONField()
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=LogState, default=LogState.PROPOSED)
    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, related_name="+")
    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    put_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    put_at = models.DateTimeField()

    class Meta:
        ordering = ["use_case", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["use_case", "number"], name="hazard_log_number_once"),
            models.CheckConstraint(condition=Q(state__in=LogState.values), name="hazard_log_state_known"),
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "taken_back"], decision=None)
                | Q(state__in=["accepted", "sent_back"], decision__isnull=False),
                name="hazard_log_ends_by_a_decision",
            ),
            models.UniqueConstraint(
                fields=["use_case"], condition=Q(state="proposed"), name="one_hazard_log_in_hand_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"hazard log {self.number} of {self.use_case}"
