"""Concerns from the units: the code on the wall, what was raised at it without an account, and what was answered."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from attending.program.models import Deployment, Person, Unit


class ConcernCode(models.Model):
    """An address on a poster at which anybody on a unit raises a concern about any AI in use there.

    Only the SHA-256 of its secret is kept, so that a poster is printed when it is opened and never again. A unit has
    one open code at a time; ``closed_at`` ends it.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="concern_codes")
    secret_sha256 = models.CharField(max_length=64, unique=True)
    opened_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit"], condition=Q(closed_at=None), name="concern_code_one_open_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None) | Q(closed_at__isnull=False, closed_by__isnull=False),
                name="concern_code_closed_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return f"code for concerns on {self.unit}"


class Concern(models.Model):
    """What somebody on a unit tapped and wrote. Append-only. Nobody knows who: no person, address or cookie is kept.

    ``happened`` and ``role`` are keys of the catalog of concerns. Without a ``deployment`` they did not know which AI
    it was. ``receipt`` is the number by which they find the answer; ``once`` tells a form that is sent twice.
    """

    code = models.ForeignKey(ConcernCode, on_delete=models.PROTECT, related_name="concerns")
    deployment = models.ForeignKey(
        Deployment, on_delete=models.PROTECT, null=True, blank=True, related_name="concerns_raised"
    )
    happened = models.SlugField(max_length=40)
    words = models.TextField(blank=True)
    role = models.SlugField(max_length=40, blank=True)
    receipt = models.CharField(max_length=12, unique=True)
    once = models.UUIDField()
    raised_at = models.DateTimeField()

    class Meta:
        ordering = ["-raised_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["code", "once"], name="concern_sent_once"),
            models.CheckConstraint(condition=~Q(happened="") & ~Q(receipt=""), name="concern_is_whole"),
        ]
        indexes = [models.Index(fields=["raised_at"], name="concern_by_time")]

    def __str__(self) -> str:
        return f"concern {self.receipt}"


class ConcernNaming(models.Model):
    """Which AI a concern is about, found out later by those inside. Append-only, once."""

    concern = models.OneToOneField(Concern, on_delete=models.PROTECT, related_name="naming")
    deployment = models.ForeignKey(Deployment, on_delete=models.PROTECT, related_name="+")
    named_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    named_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.concern} is about {self.deployment}"


class Outcome(models.TextChoices):
    """What was changed because of a concern."""

    NOTHING = "nothing", "Nothing is changed"
    LOOKING = "looking", "It is being looked at"
    CHANGED = "changed", "Something was changed"


class ConcernAnswer(models.Model):
    """An answer to a concern, shown back on the unit. Append-only; the first stops the clock, the newest counts."""

    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="answers")
    outcome = models.CharField(max_length=10, choices=Outcome)
    text = models.TextField()
    answered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField()

    class Meta:
        ordering = ["answered_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=Outcome.values) & ~Q(text=""), name="concern_answer_is_whole"
            ),
        ]

    def __str__(self) -> str:
        return f"answer to {self.concern}"
