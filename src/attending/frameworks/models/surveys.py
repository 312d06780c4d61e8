"""Surveys: what every room could say about every use case, asked at one time and kept, so that binders are quick."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from attending.program.models import Organisation, Person, UseCase


class Survey(models.Model):
    """One look at all evidence. ``asked_by`` is null where the clock asked; ``done`` of ``total`` use cases are read.

    Its findings are derived from records: those of an earlier survey go when a later one is finished.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="evidence_surveys")
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    begun_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    total = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-begun_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(finished_at=None), name="one_survey_at_a_time"
            ),
            models.CheckConstraint(condition=Q(done__lte=models.F("total")), name="survey_reads_what_there_is"),
        ]

    def __str__(self) -> str:
        return f"Survey of {self.begun_at:%Y-%m-%d %H:%M}"


class SurveyedFinding(models.Model):
    """One finding as a room gave it; ``use_case`` is null where it holds for the organisation.

    ``owner`` is who answered for the use case clinically then.
    """

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="findings")
    use_case = models.ForeignKey(UseCase, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    item = models.CharField(max_length=80)
    title = models.CharField(max_length=200)
    state = models.CharField(max_length=20)
    summary = models.TextField()
    as_of = models.DateTimeField(null=True, blank=True)
    link = models.CharField(max_length=300)
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["item", "use_case__title", "pk"]
        # It holds all that a binder counts, so that counting never reads the findings themselves.
        indexes = [models.Index(fields=["survey", "item", "state", "owner", "as_of"], name="surveyed_by_item")]

    def __str__(self) -> str:
        return f"{self.title}: {self.state}"
