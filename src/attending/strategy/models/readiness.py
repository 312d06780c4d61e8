"""Readiness: graded items under the five kinds of barrier, assessed per site by people in different seats."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from attending.program.models import Capability, Discipline, Organisation, Person, Seat, Site, UseCase


class Barrier(models.TextChoices):
    """The five kinds of barrier to scale."""

    STRATEGIC = "strategic", "Strategic"
    ARCHITECTURAL = "architectural", "Architectural"
    WORKFLOW = "workflow", "Workflow"
    GOVERNANCE = "governance", "Governance"
    ADOPTION = "adoption", "Adoption"


GRADES = range(5)
"""From 0, nothing is there, to 4, it is there and kept up."""


class ReadinessItem(models.Model):
    """One statement to grade. ``grades`` holds five texts, what each of the grades 0 to 4 means here.

    An item is never edited: a change is a new row under the same ``key``, and the earlier one is retired. Only its
    ``position`` moves. ``source`` is empty for what the organisation wrote itself.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="readiness_items")
    barrier = models.CharField(max_length=20, choices=Barrier)
    key = models.SlugField(max_length=60)
    statement = models.TextField()
    grades = models.JSONField()
    source = models.CharField(max_length=300, blank=True)
    position = models.PositiveSmallIntegerField()
    adapted_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    adapted_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "key"], condition=Q(retired_at=None), name="readiness_item_in_force_once"
            ),
            models.CheckConstraint(condition=Q(barrier__in=Barrier.values), name="readiness_barrier_known"),
            models.CheckConstraint(condition=~Q(statement=""), name="readiness_item_states_something"),
        ]

    def __str__(self) -> str:
        return self.statement


class ReadinessAssessment(models.Model):
    """One site looks at itself for one use case, over some weeks, until it is closed.

    ``items`` are those that stood in force when it was opened. ``results`` is what was found at its close, as
    ``attending.strategy.rules.readiness`` records it; it is null where nobody had handed in, and ``ended_because`` says
    why not.
    """

    use_case = models.ForeignKey(UseCase, on_delete=models.PROTECT, related_name="readiness_assessments")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="readiness_assessments")
    opened_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    due_on = models.DateField()
    closed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    results = models.JSONField(null=True, blank=True)
    ended_because = models.TextField(blank=True)
    items = models.ManyToManyField(ReadinessItem, related_name="assessments")

    class Meta:
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["use_case", "site"], condition=Q(closed_at=None), name="readiness_assessment_open_once"
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None) | Q(closed_at__isnull=False, closed_by__isnull=False),
                name="readiness_assessment_closed_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, results__isnull=True, ended_because="")
                | Q(closed_at__isnull=False, results__isnull=False, ended_because="")
                | (Q(closed_at__isnull=False, results__isnull=True) & ~Q(ended_because="")),
                name="readiness_assessment_closed_with_results_or_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.use_case} at {self.site}"


class ReadinessAssessor(models.Model):
    """Who is asked at a site, in which seat and discipline they speak, and when they handed in.

    ``pull`` is how much they want it there, from 1 to 5: enthusiasm, shown beside readiness and never inside it.
    ``seat`` is empty for somebody who holds none on the use case. Who is not to answer after all is withdrawn, with the
    reason.
    """

    assessment = models.ForeignKey(ReadinessAssessment, on_delete=models.PROTECT, related_name="assessors")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="readiness_work")
    seat = models.CharField(max_length=20, choices=Seat, blank=True)
    discipline = models.CharField(max_length=20, choices=Discipline)
    pull = models.PositiveSmallIntegerField(null=True, blank=True)
    handed_in_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_because = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "person"], name="readiness_assessor_once"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_because="")
                | (Q(withdrawn_at__isnull=False, handed_in_at=None) & ~Q(withdrawn_because="")),
                name="readiness_assessor_withdrawn_with_a_reason",
            ),
            models.CheckConstraint(condition=Q(pull=None) | Q(pull__gte=1, pull__lte=5), name="readiness_pull_1_to_5"),
            models.CheckConstraint(condition=Q(seat__in=["", *Seat.values]), name="readiness_assessor_seat_known"),
        ]

    def __str__(self) -> str:
        return f"{self.person} on {self.assessment}"


class ReadinessRating(models.Model):
    """One person's grade of one item, or that they cannot say; neither is a draft that has only a note so far."""

    assessor = models.ForeignKey(ReadinessAssessor, on_delete=models.PROTECT, related_name="ratings")
    item = models.ForeignKey(ReadinessItem, on_delete=models.PROTECT, related_name="ratings")
    grade = models.PositiveSmallIntegerField(null=True, blank=True)
    cannot_say = models.BooleanField(default=False)
    note = models.TextField(blank=True)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessor", "item"], name="readiness_rating_once"),
            models.CheckConstraint(condition=Q(grade=None) | Q(cannot_say=False), name="readiness_grade_or_cannot_say"),
            models.CheckConstraint(condition=Q(grade=None) | Q(grade__lte=4), name="readiness_grade_0_to_4"),
        ]

    def __str__(self) -> str:
        return f"{self.assessor}: {self.item} {self.grade}"


class ReadinessGap(models.Model):
    """What is missing at a site, and the capability that would close it. Append-only."""

    assessment = models.ForeignKey(ReadinessAssessment, on_delete=models.PROTECT, related_name="gaps")
    item = models.ForeignKey(ReadinessItem, on_delete=models.PROTECT, related_name="gaps")
    capability = models.ForeignKey(Capability, on_delete=models.PROTECT, related_name="readiness_gaps")
    named_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    named_at = models.DateTimeField()

    class Meta:
        ordering = ["named_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "item", "capability"], name="readiness_gap_named_once"),
        ]

    def __str__(self) -> str:
        return f"{self.item} needs {self.capability}"
