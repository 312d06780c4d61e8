"""The hazard log: what can go wrong on which step, the risk before and after controls, who accepted what is left."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from attending.decisions.models import Decision
from attending.program.models import Deployment, Person, UseCase


class HazardState(models.TextChoices):
    """The states of DCB0129 and DCB0160."""

    OPEN = "open", "Open"
    TRANSFERRED = "transferred", "Transferred"
    CLOSED = "closed", "Closed"


class Hazard(models.Model):
    """One hazard of a use case. ``key`` joins it to the hazard of that key on the map; the record keeps earlier words.

    ``causes`` and ``consequences`` are lists of texts. ``transferred_to`` says to whom, where it is transferred.
    """

    use_case = models.ForeignKey(UseCase, on_delete=models.PROTECT, related_name="hazards")
    number = models.PositiveIntegerField()
    key = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    step = models.CharField(max_length=40, blank=True)
    causes = models.JSONField(default=list)
    consequences = models.JSONField(default=list)
    impact = models.TextField(blank=True)
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="hazards_owned")
    state = models.CharField(max_length=12, choices=HazardState, default=HazardState.OPEN)
    transferred_to = models.TextField(blank=True)
    opened_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()

    class Meta:
        ordering = ["use_case", "number"]
        constraints = [
            models.UniqueConstraint(fields=["use_case", "number"], name="hazard_number_once"),
            models.UniqueConstraint(fields=["use_case", "key"], name="hazard_key_once"),
            models.CheckConstraint(condition=Q(state__in=HazardState.values) & ~Q(name=""), name="hazard_is_whole"),
            models.CheckConstraint(
                condition=~Q(state="transferred", transferred_to=""), name="hazard_transferred_to_somebody"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.name}"


class RatingPhase(models.TextChoices):
    INITIAL = "initial", "Before further controls"
    RESIDUAL = "residual", "After controls"


class HazardRating(models.Model):
    """How large a risk is, by one version of one method. Append-only; the newest of each phase counts.

    ``method`` and ``method_version`` name a catalog of ``attending.analytics.catalogs.hazards``; ``severity`` and
    ``likelihood`` are keys of its scales, ``rating`` what its table gives for them. ``answers`` are those to the
    decision tree of HFMEA, empty for a method without one.
    """

    hazard = models.ForeignKey(Hazard, on_delete=models.PROTECT, related_name="ratings")
    phase = models.CharField(max_length=10, choices=RatingPhase)
    method = models.CharField(max_length=40)
    method_version = models.CharField(max_length=40)
    severity = models.CharField(max_length=40)
    likelihood = models.CharField(max_length=40)
    rating = models.PositiveSmallIntegerField()
    answers = models.JSONField(default=dict)
    reason = models.TextField()
    rated_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    rated_at = models.DateTimeField()

    class Meta:
        ordering = ["rated_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(phase__in=RatingPhase.values) & ~Q(reason="") & Q(rating__gte=1),
                name="hazard_rating_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_phase_display()}: {self.rating} for {self.hazard}"


class ControlKind(models.TextChoices):
    """The kinds of control that DCB0160 asks for."""

    DESIGN = "design", "Design"
    TEST = "test", "Test"
    TRAINING = "training", "Training"
    BUSINESS_PROCESS = "business_process", "Change of the work"


class HazardControl(models.Model):
    """Something that keeps a hazard from causing harm. ``step`` is the step of the map that does it, if one does."""

    hazard = models.ForeignKey(Hazard, on_delete=models.PROTECT, related_name="controls")
    kind = models.CharField(max_length=20, choices=ControlKind)
    what = models.TextField()
    step = models.CharField(max_length=40, blank=True)
    existing = models.BooleanField(default=False)
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(null=True, blank=True)
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    done_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    done_at = models.DateTimeField(null=True, blank=True)
    proof = models.TextField(blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_because = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=ControlKind.values) & ~Q(what=""), name="control_is_whole"),
            models.CheckConstraint(
                condition=Q(done_at=None, done_by=None, proof="")
                | (Q(done_at__isnull=False, done_by__isnull=False) & ~Q(proof="")),
                name="control_done_with_proof",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_because="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_because="")),
                name="control_withdrawn_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.what


class LogState(models.TextChoices):
    PROPOSED = "proposed", "Put to a decision"
    ACCEPTED = "accepted", "Residual risks accepted"
    SENT_BACK = "sent_back", "Sent back"


class HazardLogVersion(models.Model):
    """The hazard log as it was put to those who may accept what risk is left.

    ``document`` is the whole log, ``sha256`` of its canonical JSON. It stands as it is; only its outcome is added.
    """

    use_case = models.ForeignKey(UseCase, on_delete=models.PROTECT, related_name="hazard_log_versions")
    number = models.PositiveIntegerField()
    document = models.JSONField()
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=LogState, default=LogState.PROPOSED)
    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    put_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    put_at = models.DateTimeField()

    class Meta:
        ordering = ["use_case", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["use_case", "number"], name="hazard_log_number_once"),
            models.CheckConstraint(condition=Q(state__in=LogState.values), name="hazard_log_state_known"),
            models.CheckConstraint(
                condition=~Q(state="accepted", decision=None), name="hazard_log_accepted_by_a_decision"
            ),
            models.UniqueConstraint(
                fields=["use_case"], condition=Q(state="proposed"), name="one_hazard_log_in_hand_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"hazard log {self.number} of {self.use_case}"


class DowntimeDrill(models.Model):
    """The AI was taken away for a while, on purpose: did the fallback work? Append-only.

    ``minutes`` is how long it took until the fallback ran; ``worked`` whether it did.
    """

    deployment = models.ForeignKey(Deployment, on_delete=models.PROTECT, related_name="downtime_drills")
    held_on = models.DateField()
    shift = models.CharField(max_length=40, blank=True)
    fallback = models.CharField(max_length=40)
    people = models.PositiveSmallIntegerField()
    minutes = models.FloatField()
    worked = models.BooleanField()
    found = models.TextField()
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes__gte=0, people__gte=1) & ~Q(found=""), name="downtime_drill_is_whole"
            ),
        ]

    def __str__(self) -> str:
        return f"downtime drill of {self.deployment}, {self.held_on}"
