"""Oversight thresholds: what is watched, who must answer, each reading, and each breach."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from attending.decisions.models import Decision, Proposal
from attending.governance.models.agreements import OversightAgreement
from attending.program.models import Deployment, MeasureBatch, Person


class OversightThreshold(models.Model):
    """Limits agreed for one measure of one deployment, and what happens when they are crossed.

    A limit is a value the estimate must not pass; low and high limits may stand together (observed to expected).
    ``window_months`` is the trailing window that is judged, ``silence_days`` how old the newest data may become.
    Instead of limits it may watch a control chart (``program.registries.signals``): ``chart`` is its key, and a signal
    that nobody has answered is past the stop limit. Its terms never change; ``agreement`` is where it was offered last.
    """

    deployment = models.ForeignKey(Deployment, on_delete=models.PROTECT, related_name="oversight_thresholds")
    measure = models.CharField(max_length=60, blank=True)
    chart = models.CharField(max_length=60, blank=True)
    chart_title = models.CharField(max_length=200, blank=True)
    attribute = models.CharField(max_length=100, default="overall")
    level = models.CharField(max_length=200, default="all")
    score_threshold = models.DecimalField(max_digits=20, decimal_places=15, null=True, blank=True)
    window_months = models.PositiveSmallIntegerField()
    minimum_n = models.PositiveIntegerField()
    silence_days = models.PositiveSmallIntegerField()
    warn_low = models.FloatField(null=True, blank=True)
    warn_high = models.FloatField(null=True, blank=True)
    stop_low = models.FloatField(null=True, blank=True)
    stop_high = models.FloatField(null=True, blank=True)
    pause_authority = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    deputy = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    answer_within_hours = models.PositiveSmallIntegerField()
    agreed_action = models.TextField()
    agreed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    agreed_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)
    agreement = models.ForeignKey(
        OversightAgreement, on_delete=models.PROTECT, null=True, blank=True, related_name="thresholds"
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=(~Q(measure="") & Q(chart="") & (Q(stop_low__isnull=False) | Q(stop_high__isnull=False)))
                | (
                    Q(measure="", stop_low=None, stop_high=None, warn_low=None, warn_high=None)
                    & ~Q(chart="")
                    & ~Q(chart_title="")
                ),
                name="oversight_has_a_stop_limit",
            ),
            models.CheckConstraint(
                condition=Q(warn_low=None) | Q(stop_low=None) | Q(warn_low__gte=models.F("stop_low")),
                name="oversight_warns_before_stop_low",
            ),
            models.CheckConstraint(
                condition=Q(warn_high=None) | Q(stop_high=None) | Q(warn_high__lte=models.F("stop_high")),
                name="oversight_warns_before_stop_high",
            ),
            models.CheckConstraint(
                condition=~Q(deputy=models.F("pause_authority")), name="oversight_deputy_is_another_person"
            ),
            models.CheckConstraint(condition=Q(window_months__in=[1, 3, 6, 12]), name="oversight_window_in_months"),
            models.CheckConstraint(condition=Q(answer_within_hours__gte=1), name="oversight_clock_runs"),
        ]

    def __str__(self) -> str:
        return f"{self.chart_title or self.measure} on {self.deployment}"

    @property
    def signed(self) -> bool:
        """Whether its agreement is in force; read with ``agreement``."""
        return self.agreement is not None and self.agreement.signed_at is not None


class Verdict(models.TextChoices):
    """What a reading says."""

    WITHIN = "within", "Within limits"
    WARN = "warn", "Past the warning limit"
    STOP = "stop", "Past the stop limit"
    NO_DATA = "no_data", "No data"
    TOO_FEW = "too_few", "Too few to judge"


BREACHES = (Verdict.STOP, Verdict.NO_DATA)


class Reading(models.Model):
    """One judgement of one threshold: over which window, on what estimate, with which verdict."""

    threshold = models.ForeignKey(OversightThreshold, on_delete=models.PROTECT, related_name="readings")
    batch = models.ForeignKey(MeasureBatch, on_delete=models.PROTECT, null=True, blank=True, related_name="readings")
    window_start = models.DateField()
    window_end = models.DateField()
    value = models.FloatField(null=True, blank=True)
    low = models.FloatField(null=True, blank=True)
    high = models.FloatField(null=True, blank=True)
    n = models.PositiveBigIntegerField()
    events = models.PositiveBigIntegerField()
    verdict = models.CharField(max_length=10, choices=Verdict)
    explanation = models.TextField()
    read_at = models.DateTimeField()

    class Meta:
        ordering = ["read_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(verdict__in=Verdict.values), name="reading_verdict_known"),
            models.CheckConstraint(
                condition=Q(value__isnull=False) | Q(verdict__in=["no_data", "too_few"]),
                name="reading_without_value_is_no_judgement",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_verdict_display()}, {self.window_end}"


class Breach(models.Model):
    """A stop limit was passed, or data stopped coming. It stays open until a decision is signed, or the system paused.

    ``steps`` and ``pause_after_hours`` are the policy's as it was when the breach opened. ``paused_under`` is the
    signed agreement by which the system paused, because nobody had answered.
    """

    threshold = models.ForeignKey(OversightThreshold, on_delete=models.PROTECT, related_name="breaches")
    reading = models.OneToOneField(Reading, on_delete=models.PROTECT, related_name="breach")
    opened_at = models.DateTimeField()
    answer_by = models.DateTimeField()
    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, related_name="breach", null=True, blank=True)
    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="breach", null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    policy_version = models.CharField(max_length=60, blank=True)
    steps = models.JSONField(default=list)
    pause_after_hours = models.PositiveIntegerField(null=True, blank=True)
    paused_under = models.ForeignKey(
        OversightAgreement, on_delete=models.PROTECT, null=True, blank=True, related_name="breaches_paused"
    )

    class Meta:
        ordering = ["opened_at", "pk"]
        verbose_name_plural = "breaches"
        constraints = [
            models.UniqueConstraint(
                fields=["threshold"], condition=Q(closed_at=None), name="one_open_breach_per_threshold"
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, decision=None, paused_under=None)
                | Q(closed_at__isnull=False, decision__isnull=False, paused_under=None)
                | Q(closed_at__isnull=False, decision=None, paused_under__isnull=False),
                name="breach_closed_by_a_decision",
            ),
        ]

    def __str__(self) -> str:
        return f"Breach of {self.threshold}"
