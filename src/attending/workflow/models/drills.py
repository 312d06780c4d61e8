"""Downtime drills: the AI was taken away for a while, on purpose, to see whether the fallback works."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from attending.program.models import Deployment, Person


class DowntimeDrill(models.Model):
    """One drill. Append-only.

    ``shift`` and ``fallback`` are keys of the map: the shift it was held on, and the step that took over. ``people``
    took part; ``minutes`` is how long it took until the fallback ran, and ``worked`` whether it did. ``follows`` is
    what is done about what was ``found``.
    """

    deployment = models.ForeignKey(Deployment, on_delete=models.PROTECT, related_name="downtime_drills")
    held_on = models.DateField()
    shift = models.CharField(max_length=40, blank=True)
    fallback = models.CharField(max_length=40)
    people = models.PositiveSmallIntegerField()
    minutes = models.FloatField()
    worked = models.BooleanField()
    found = models.TextField()
    follows = models.TextField(blank=True)
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["deployment", "held_on", "shift", "fallback"], name="downtime_drill_recorded_once"
            ),
            models.CheckConstraint(
                condition=Q(minutes__gte=0, people__gte=1) & ~Q(found="") & ~Q(fallback=""),
                name="downtime_drill_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(worked=True) | ~Q(follows=""), name="failed_downtime_drill_has_a_follow_up"
            ),
        ]

    def __str__(self) -> str:
        return f"downtime drill of {self.deployment}, {self.held_on}"
