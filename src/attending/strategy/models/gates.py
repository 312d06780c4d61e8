"""Gates of eligibility: whether a use case may be judged at all. Never scored."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from attending.program.models import Person, UseCase


class Verdict(models.TextChoices):
    MET = "met", "Met"
    NOT_MET = "not_met", "Not met"
    UNKNOWN = "unknown", "Not known yet"


class GateAnswer(models.Model):
    """Somebody's answer to one gate of eligibility about one use case. Append-only; the newest counts.

    ``gate`` is a key of the catalog of gates. Gates decide eligibility and are never scored.
    """

    use_case = models.ForeignKey(UseCase, on_delete=models.PROTECT, related_name="gate_answers")
    gate = models.SlugField(max_length=60)
    verdict = models.CharField(max_length=10, choices=Verdict)
    reason = models.TextField()
    answered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField()

    class Meta:
        ordering = ["answered_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(verdict__in=Verdict.values), name="gate_verdict_known"),
            models.CheckConstraint(condition=~Q(reason=""), name="gate_answer_gives_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.gate} of {self.use_case}: {self.get_verdict_display()}"
