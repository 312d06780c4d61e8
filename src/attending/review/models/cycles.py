"""The review as leaders hold it: opened when due, discussed, signed, and learned from."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from attending.decisions.models import Decision, Proposal
from attending.program.models import Capability, Deployment, ModelVersion, Person
from attending.review.models.runs import ReviewRun


class CycleState(models.TextChoices):
    OPEN = "open", "Open"
    ASKED = "asked", "Waiting for signatures"
    DECIDED = "decided", "Decided"


class ReviewCycle(models.Model):
    """One turn of post-launch review of a deployment.

    ``run`` is the computed review it looks at; ``recommendation`` what whoever prepared it recommends, and why. The
    outcome is the signed decision's.
    """

    deployment = models.ForeignKey(Deployment, on_delete=models.PROTECT, related_name="review_cycles")
    due_on = models.DateField()
    opened_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    opened_at = models.DateTimeField()
    run = models.ForeignKey(ReviewRun, on_delete=models.PROTECT, null=True, blank=True, related_name="cycles")
    recommendation = models.CharField(max_length=40, blank=True)
    reason = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=CycleState, default=CycleState.OPEN)
    proposal = models.OneToOneField(
        Proposal, on_delete=models.PROTECT, null=True, blank=True, related_name="review_cycle"
    )
    decision = models.OneToOneField(
        Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="review_cycle"
    )
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["deployment"], condition=~Q(state="decided"), name="one_review_cycle_at_a_time"
            ),
            models.CheckConstraint(condition=Q(state__in=CycleState.values), name="review_cycle_state_known"),
            models.CheckConstraint(
                condition=~Q(state="decided") | Q(decision__isnull=False, closed_at__isnull=False),
                name="review_cycle_closed_by_a_decision",
            ),
        ]

    def __str__(self) -> str:
        return f"review of {self.deployment}, due {self.due_on}"


class DiscussionNote(models.Model):
    """What somebody said about a review before it was decided. Append-only."""

    cycle = models.ForeignKey(ReviewCycle, on_delete=models.PROTECT, related_name="notes")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    said = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(said=""), name="discussion_note_says_something")]

    def __str__(self) -> str:
        return f"{self.person}, {self.at:%Y-%m-%d}"


class Lesson(models.Model):
    """What was learned in a review, and where it goes: a capability of the enterprise, or a change. Append-only."""

    cycle = models.ForeignKey(ReviewCycle, on_delete=models.PROTECT, related_name="lessons")
    learned = models.TextField()
    change = models.TextField(blank=True)
    capability = models.ForeignKey(Capability, on_delete=models.PROTECT, null=True, blank=True, related_name="lessons")
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["recorded_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(learned=""), name="lesson_says_something"),
            models.CheckConstraint(condition=~Q(change="") | Q(capability__isnull=False), name="lesson_goes_somewhere"),
        ]

    def __str__(self) -> str:
        return self.learned[:80]


class ModelClaim(models.Model):
    """A number the maker published about a model version, to be held against the local one. Append-only.

    ``low`` and ``high`` are the published 95 % interval, where there is one.
    """

    model_version = models.ForeignKey(ModelVersion, on_delete=models.PROTECT, related_name="claims")
    measure = models.CharField(max_length=60)
    score_threshold = models.DecimalField(max_digits=20, decimal_places=15, null=True, blank=True)
    value = models.FloatField()
    low = models.FloatField(null=True, blank=True)
    high = models.FloatField(null=True, blank=True)
    population = models.CharField(max_length=300)
    source = models.CharField(max_length=300)
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["measure", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(low=None) | Q(low__lte=F("value"))) & (Q(high=None) | Q(high__gte=F("value"))),
                name="claim_within_its_interval",
            ),
            models.CheckConstraint(condition=~Q(source=""), name="claim_names_its_source"),
        ]

    def __str__(self) -> str:
        return f"{self.measure} of {self.model_version}"
