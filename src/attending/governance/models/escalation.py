"""What happened between a breach and its answer: who was told, who has it, what was silenced; and drills of it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from attending.governance.models.oversight import Breach, OversightThreshold
from attending.program.models import Person


class Drill(models.Model):
    """A breach that is none: the same people are told by the same steps, and the time until somebody answers is kept.

    ``steps`` are those of the policy, each ``{"after_hours", "tell"}``. A drill never pauses anything.
    """

    threshold = models.ForeignKey(OversightThreshold, on_delete=models.PROTECT, related_name="drills")
    opened_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    answer_by = models.DateTimeField()
    policy_version = models.CharField(max_length=60)
    steps = models.JSONField()

    class Meta:
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(answer_by__gt=F("opened_at")), name="drill_leaves_time"),
        ]

    def __str__(self) -> str:
        return f"Drill of {self.threshold}"


_OF_ONE = Q(breach__isnull=False, drill=None) | Q(breach=None, drill__isnull=False)


class EscalationLevel(models.Model):
    """One level of an escalation was told. ``level`` 0 is the person who may pause, told when it opened.

    ``tell`` is whom the policy names for the level: ``pause_authority``, ``deputy`` or a seat.
    """

    breach = models.ForeignKey(Breach, on_delete=models.PROTECT, null=True, blank=True, related_name="escalation")
    drill = models.ForeignKey(Drill, on_delete=models.PROTECT, null=True, blank=True, related_name="escalation")
    level = models.PositiveSmallIntegerField()
    tell = models.CharField(max_length=40)
    people = models.ManyToManyField(Person, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "level"]
        constraints = [
            models.CheckConstraint(condition=_OF_ONE, name="escalation_level_of_one"),
            models.UniqueConstraint(fields=["breach", "level"], name="breach_level_told_once"),
            models.UniqueConstraint(fields=["drill", "level"], name="drill_level_told_once"),
        ]

    def __str__(self) -> str:
        return f"Level {self.level} of {self.breach or self.drill}"


class Acknowledgement(models.Model):
    """A named person says that they have it. It silences the next levels until the deadline, and stops no pause."""

    breach = models.ForeignKey(Breach, on_delete=models.PROTECT, null=True, blank=True, related_name="acknowledgements")
    drill = models.ForeignKey(Drill, on_delete=models.PROTECT, null=True, blank=True, related_name="acknowledgements")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    note = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=_OF_ONE, name="acknowledgement_of_one"),
            models.UniqueConstraint(fields=["breach", "person"], name="breach_acknowledged_once_each"),
            models.UniqueConstraint(fields=["drill"], name="drill_acknowledged_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person} has {self.breach or self.drill}"


class Snooze(models.Model):
    """Nobody further is told until ``until``, for a reason: of an acknowledged breach, or of a warning."""

    threshold = models.ForeignKey(OversightThreshold, on_delete=models.PROTECT, related_name="snoozes")
    breach = models.ForeignKey(Breach, on_delete=models.PROTECT, null=True, blank=True, related_name="snoozes")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    at = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="snooze_gives_a_reason"),
            models.CheckConstraint(condition=Q(until__gt=F("at")), name="snooze_ends_later"),
        ]

    def __str__(self) -> str:
        return f"{self.threshold} is snoozed until {self.until:%Y-%m-%d %H:%M}"
