"""Risk tiers: what was answered about a use case, which tier the rules made of it, and which tier was taken."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from attending.program.models import Person, RiskTier, UseCase


class TierAssessment(models.Model):
    """One questionnaire about one use case; never changed, the newest counts.

    ``answers`` is by question. ``ruled`` is the tier that the rule ``case`` of the policy made of them, ``tier`` the
    one that was taken: never a lower one. ``questions_sha256`` is of what was asked and how it was ruled.
    """

    use_case = models.ForeignKey(UseCase, on_delete=models.PROTECT, related_name="tier_assessments")
    answers = models.JSONField()
    policy_version = models.CharField(max_length=60)
    questions_sha256 = models.CharField(max_length=64)
    case = models.CharField(max_length=40)
    case_text = models.CharField(max_length=300)
    ruled = models.CharField(max_length=10, choices=RiskTier)
    tier = models.CharField(max_length=10, choices=RiskTier)
    reason = models.TextField()
    assessed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    assessed_at = models.DateTimeField()

    class Meta:
        ordering = ["-assessed_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ruled=RiskTier.LOW, tier__in=RiskTier.values)
                | Q(ruled=RiskTier.MODERATE, tier__in=[RiskTier.MODERATE, RiskTier.HIGH])
                | Q(ruled=RiskTier.HIGH, tier=RiskTier.HIGH),
                name="tier_no_lower_than_ruled",
            ),
            models.CheckConstraint(condition=~Q(reason="") & ~Q(case=""), name="tier_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.get_tier_display()} for {self.use_case}"
