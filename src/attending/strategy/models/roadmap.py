"""The sequence: what each use case takes and leaves, what the enterprise can carry, and the plans made from both."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from attending.decisions.models import Decision
from attending.program.models import Capability, Organisation, Person, Unit, UseCase
from attending.strategy.models.panel import Panel


class Effort(models.Model):
    """What a use case takes: quarters, money, hours and platform days; the record keeps earlier estimates.

    ``gate_quarters`` is how long its gates take before it can start. Money is in thousands of the organisation's
    currency; the three amounts are for each quarter of its ``duration``. ``reach`` is how many thousand people it
    reaches in a quarter once it runs.
    """

    use_case = models.OneToOneField(UseCase, on_delete=models.PROTECT, related_name="effort")
    gate_quarters = models.PositiveSmallIntegerField(default=0)
    duration_quarters = models.PositiveSmallIntegerField()
    money = models.FloatField()
    clinician_hours = models.FloatField()
    platform_days = models.FloatField()
    reach = models.FloatField()
    source = models.TextField()
    estimated_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    estimated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(duration_quarters__gte=1, duration_quarters__lte=12), name="effort_duration_1_to_12"
            ),
            models.CheckConstraint(condition=Q(gate_quarters__lte=12), name="effort_gates_within_12_quarters"),
            models.CheckConstraint(
                condition=Q(money__gte=0, clinician_hours__gte=0, platform_days__gte=0, reach__gte=0),
                name="effort_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"effort of {self.use_case}"


class ChangeLoad(models.Model):
    """How much change a use case brings to a unit in each quarter of its work: 1, little, to 5, all they can bear."""

    effort = models.ForeignKey(Effort, on_delete=models.PROTECT, related_name="change_loads")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    load = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["effort", "unit"], name="change_load_once"),
            models.CheckConstraint(condition=Q(load__gte=1, load__lte=5), name="change_load_1_to_5"),
        ]

    def __str__(self) -> str:
        return f"{self.effort} on {self.unit}: {self.load}"


class CapabilityOutlook(models.Model):
    """When a capability that is being built will be there, and what owning it at the end of the plan is worth."""

    capability = models.OneToOneField(Capability, on_delete=models.PROTECT, related_name="outlook")
    expected_on = models.DateField(null=True, blank=True)
    end_value = models.FloatField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(end_value__gte=0), name="capability_end_value_not_negative")]

    def __str__(self) -> str:
        return f"outlook of {self.capability}"


class RoadmapState(models.TextChoices):
    DRAFT = "draft", "Being planned"
    PROPOSED = "proposed", "Put to a decision"
    DECIDED = "decided", "Decided"
    SUPERSEDED = "superseded", "Superseded by a later plan"


class Roadmap(models.Model):
    """A plan over quarters on its way to a decision, and then followed.

    ``first_quarter`` is the first day of the first quarter. ``limits`` holds what ``rules.roadmap_limits`` reads and
    writes. ``replans`` is the roadmap it replaces, ``decision`` the one that adopted it.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="roadmaps")
    title = models.CharField(max_length=200)
    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="roadmaps")
    first_quarter = models.DateField()
    quarters = models.PositiveSmallIntegerField()
    limits = models.JSONField()
    state = models.CharField(max_length=10, choices=RoadmapState, default=RoadmapState.DRAFT)
    replans = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replanned_by")
    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    opened_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()

    class Meta:
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "title"], name="roadmap_title_once"),
            models.CheckConstraint(condition=Q(state__in=RoadmapState.values), name="roadmap_state_known"),
            models.CheckConstraint(condition=Q(quarters__gte=1, quarters__lte=12), name="roadmap_1_to_12_quarters"),
            models.CheckConstraint(
                condition=Q(first_quarter__day=1, first_quarter__month__in=[1, 4, 7, 10]),
                name="roadmap_begins_with_a_quarter",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "proposed"], decision=None)
                | Q(state__in=["decided", "superseded"], decision__isnull=False),
                name="roadmap_decided_by_a_decision",
            ),
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(state="decided"), name="one_decided_roadmap_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class WishKind(models.TextChoices):
    MUST = "must", "must be in the plan"
    NEVER = "never", "must not be in the plan"
    TOGETHER = "together", "starts together with"
    EITHER = "either", "only one of it and"
    AFTER = "after", "starts only after the end of"


class RoadmapWish(models.Model):
    """What leaders want of a plan whatever it costs, with who wanted it and why; taken back, it stays on record."""

    roadmap = models.ForeignKey(Roadmap, on_delete=models.PROTECT, related_name="wishes")
    kind = models.CharField(max_length=10, choices=WishKind)
    use_case = models.ForeignKey(UseCase, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(UseCase, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    by_quarter = models.PositiveSmallIntegerField(null=True, blank=True)
    reason = models.TextField()
    wished_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    wished_at = models.DateTimeField()
    taken_back_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["wished_at", "pk"]
        verbose_name_plural = "roadmap wishes"
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=WishKind.values), name="roadmap_wish_kind_known"),
            models.CheckConstraint(
                condition=Q(kind__in=["must", "never"], other=None)
                | Q(kind__in=["together", "either", "after"], other__isnull=False),
                name="roadmap_wish_names_the_other",
            ),
            models.CheckConstraint(
                condition=Q(by_quarter=None) | Q(kind="must", by_quarter__gte=1), name="roadmap_wish_by_a_quarter"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="roadmap_wish_gives_a_reason"),
            models.CheckConstraint(
                condition=Q(taken_back_by=None, taken_back_at=None)
                | Q(taken_back_by__isnull=False, taken_back_at__isnull=False),
                name="roadmap_wish_taken_back_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.use_case} {self.get_kind_display()}"


class PlanOrigin(models.TextChoices):
    SOLVED = "solved", "The plan of record, as solved"
    EDITED = "edited", "Edited by hand"


class Plan(models.Model):
    """One plan of a roadmap. Append-only; the newest is the one shown, edited and put to a decision.

    ``problem`` and ``result`` are records of ``attending.analytics.sequencing``; ``aside`` lists what could not be
    planned, each with key, title and why. A hand edit names what it moved and from which plan it came.
    """

    roadmap = models.ForeignKey(Roadmap, on_delete=models.PROTECT, related_name="plans")
    origin = models.CharField(max_length=10, choices=PlanOrigin)
    problem = models.JSONField()
    result = models.JSONField()
    aside = models.JSONField(default=list)
    inputs_sha256 = models.CharField(max_length=64)
    comes_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="edits")
    edit = models.JSONField(null=True, blank=True)
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["made_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(origin__in=PlanOrigin.values), name="plan_origin_known"),
            models.CheckConstraint(
                condition=Q(origin="solved", comes_from=None, edit__isnull=True)
                | Q(origin="edited", comes_from__isnull=False, edit__isnull=False),
                name="plan_edit_says_what_it_moved",
            ),
        ]

    def __str__(self) -> str:
        return f"plan of {self.roadmap}"


class Progress(models.Model):
    """Where a use case of a decided roadmap really is. Append-only; the newest counts.

    ``started`` and ``finished`` are first days of quarters; ``quarters_left`` counts the unfinished quarters of work
    from that of the report on.
    """

    roadmap = models.ForeignKey(Roadmap, on_delete=models.PROTECT, related_name="progress")
    use_case = models.ForeignKey(UseCase, on_delete=models.PROTECT, related_name="roadmap_progress")
    started = models.DateField(null=True, blank=True)
    finished = models.DateField(null=True, blank=True)
    quarters_left = models.PositiveSmallIntegerField(null=True, blank=True)
    note = models.TextField()
    reported_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    reported_at = models.DateTimeField()

    class Meta:
        ordering = ["reported_at", "pk"]
        verbose_name_plural = "progress"
        constraints = [
            models.CheckConstraint(
                condition=Q(finished=None) | Q(started__isnull=False), name="progress_finished_after_a_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.use_case} in {self.roadmap}"
