"""When each task of the clock last ran, so that a clock that stopped is seen."""

from __future__ import annotations

from django.db import models


class ClockTask(models.Model):
    """One task of ``program.registries.clock``: when it last ran, and what went wrong, if anything did."""

    name = models.CharField(max_length=60, unique=True)
    ran_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
