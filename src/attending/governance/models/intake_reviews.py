"""Intake reviews: privacy, security, legal, IT and procurement look at a use case side by side."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from attending.program.models import ModelVersion, Person, Seat, UseCase
from attending.program.models.people import REVIEWER_SEATS

SEATS = [str(seat) for seat in REVIEWER_SEATS]


class ReviewVerdict(models.TextChoices):
    CLEAR = "clear", "Clear"
    CONDITIONS = "conditions", "Clear with conditions"
    OBJECTION = "objection", "Objection"


class ReviewRequest(models.Model):
    """What one reviewer's seat was asked about a use case; asked again, it is another record that names the first.

    ``taken_by`` holds it now. It waits while it is not answered.
    """

    use_case = models.ForeignKey(UseCase, on_delete=models.PROTECT, related_name="review_requests")
    seat = models.CharField(max_length=20, choices=Seat)
    question = models.TextField()
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    due_on = models.DateField()
    follows = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="followed_by")
    taken_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="review_requests_taken"
    )
    taken_at = models.DateTimeField(null=True, blank=True)
    answered = models.BooleanField(default=False)

    class Meta:
        ordering = ["asked_at", "pk"]
        indexes = [models.Index(fields=["seat", "answered", "due_on"], name="governance_review_waiting")]
        constraints = [
            models.UniqueConstraint(
                fields=["use_case", "seat"], condition=Q(answered=False), name="intake_review_asked_once"
            ),
            models.CheckConstraint(condition=Q(seat__in=SEATS), name="intake_review_asks_a_reviewer"),
            models.CheckConstraint(condition=~Q(question=""), name="intake_review_asks_something"),
            models.CheckConstraint(
                condition=Q(taken_by=None, taken_at=None) | Q(taken_by__isnull=False, taken_at__gte=F("asked_at")),
                name="intake_review_taken_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_seat_display()} on {self.use_case}"


class ReviewAnswer(models.Model):
    """What a reviewer answered. Append-only. ``seen_version`` is the newest version of the model that there was."""

    request = models.OneToOneField(ReviewRequest, on_delete=models.PROTECT, related_name="answer")
    verdict = models.CharField(max_length=10, choices=ReviewVerdict)
    text = models.TextField(blank=True)
    answered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField()
    seen_version = models.ForeignKey(ModelVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["answered_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(verdict__in=ReviewVerdict.values), name="intake_verdict_known"),
            models.CheckConstraint(
                condition=Q(verdict="clear") | ~Q(text=""), name="intake_answer_that_is_not_clear_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_verdict_display()}: {self.request}"
