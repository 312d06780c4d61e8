"""What is computed apart from a page: plans that take longer than a request, and what is found out about a plan."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from attending.program.models import Person
from attending.strategy.models.roadmap import Plan, Roadmap


class PlanningState(models.TextChoices):
    WAITING = "waiting", "Waiting"
    RUNNING = "running", "Running"
    DONE = "done", "Done"
    FAILED = "failed", "Failed"
    OVERTAKEN = "overtaken", "Overtaken by a newer plan"


class PlanningJob(models.Model):
    """A plan, or the study of ``plan``, that somebody asked for: how far it is, and how it ended.

    ``message`` says in words why it failed. A job that fails leaves the plans there are untouched.
    """

    roadmap = models.ForeignKey(Roadmap, on_delete=models.PROTECT, related_name="jobs")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, null=True, blank=True, related_name="jobs")
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=PlanningState, default=PlanningState.WAITING)
    stage = models.CharField(max_length=200, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    seen_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    message = models.TextField(blank=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["roadmap"],
                condition=Q(state__in=["waiting", "running"]),
                name="one_planning_job_at_a_time",
            ),
            models.CheckConstraint(condition=Q(state__in=PlanningState.values), name="planning_job_state_known"),
            models.CheckConstraint(condition=Q(done__lte=F("total")), name="planning_job_done_within_total"),
            models.CheckConstraint(
                condition=~Q(state="failed") | ~Q(message=""), name="planning_job_says_why_it_failed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_state_display()} job of {self.roadmap}"


class PlanStudy(models.Model):
    """One thing found out about a plan, such as what each use case is worth in it. Append-only; each part once.

    ``document`` is a record of ``attending.analytics.sequencing`` under the name of its part.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="studies")
    part = models.CharField(max_length=20)
    document = models.JSONField()
    computed_at = models.DateTimeField()

    class Meta:
        ordering = ["part"]
        verbose_name_plural = "plan studies"
        constraints = [models.UniqueConstraint(fields=["plan", "part"], name="plan_study_once")]

    def __str__(self) -> str:
        return f"{self.part} of {self.plan}"
