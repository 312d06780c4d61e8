"""The hazard log: what can go wrong on which step, the risk before and after controls, and what is done about it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from attending.program.models import Person, UseCase


class HazardState(models.TextChoices):
    """The states of DCB0129 and DCB0160."""

    OPEN = "open", "Open"
    TRANSFERRED = "transferred", "Transferred"
    CLOSED = "closed", "Closed"


class Hazard(models.Model):
    """One hazard of a use case. ``key`` joins it to the hazard of that key on the map; the log keeps its own words.

    ``from_map`` says that it was taken over from a map. ``causes`` and ``consequences`` are lists of texts; ``impact``
    is what it may do to a patient. ``transferred_to`` says to whom, where it is transferred.
    """

    use_case = models.ForeignKey(UseCase, on_delete=models.PROTECT, related_name="hazards")
    number = models.PositiveIntegerField()
    key = models.CharField(max_length=40)
    from_map = models.BooleanField(default=False)
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

    ``method`` and ``method_version`` name a method of ``attending.analytics.catalogs.hazards``; ``severity`` and
    ``likelihood`` are keys of its scales, ``rating`` what its table gives for them. ``answers`` are those to its
    decision tree by question, empty for a method without one. Where the tree ends in an action, ``action`` is which,
    ``action_owner`` who takes it, and ``outcome_measure`` by what one will see that it worked.
    """

    hazard = models.ForeignKey(Hazard, on_delete=models.PROTECT, related_name="ratings")
    phase = models.CharField(max_length=10, choices=RatingPhase)
    method = models.CharField(max_length=40)
    method_version = models.CharField(max_length=40)
    severity = models.CharField(max_length=40)
    likelihood = models.CharField(max_length=40)
    rating = models.PositiveSmallIntegerField()
    answers = models.JSONField(default=dict)
    action = models.CharField(max_length=10, blank=True)
    action_owner = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    outcome_measure = models.TextField(blank=True)
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
            models.CheckConstraint(
                condition=Q(action="", action_owner=None, outcome_measure="")
                | (
                    Q(action__in=["eliminate", "control", "accept"], action_owner__isnull=False)
                    & ~Q(outcome_measure="")
                ),
                name="hazard_action_is_whole",
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


class ControlSide(models.TextChoices):
    """On which side of a bow-tie a control stands."""

    PREVENTS = "prevents", "Keeps it from happening"
    LIMITS = "limits", "Limits the harm"


class HazardControl(models.Model):
    """Something that keeps a hazard from causing harm. ``step`` is the step of the map that does it, if one does.

    What is there already is ``existing``. Any other is due on a day, reported done with its proof, and then confirmed
    by somebody else. Its words never change: it is withdrawn, and another added.
    """

    hazard = models.ForeignKey(Hazard, on_delete=models.PROTECT, related_name="controls")
    kind = models.CharField(max_length=20, choices=ControlKind)
    side = models.CharField(max_length=10, choices=ControlSide, default=ControlSide.PREVENTS)
    what = models.TextField()
    step = models.CharField(max_length=40, blank=True)
    existing = models.BooleanField(default=False)
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="controls_owned")
    due_on = models.DateField(null=True, blank=True)
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    done_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    done_at = models.DateTimeField(null=True, blank=True)
    proof = models.TextField(blank=True)
    confirmed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_because = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=ControlKind.values, side__in=ControlSide.values) & ~Q(what=""),
                name="control_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(existing=True, due_on=None, done_at=None) | Q(existing=False, due_on__isnull=False),
                name="control_is_there_or_due",
            ),
            models.CheckConstraint(
                condition=Q(done_at=None, done_by=None, proof="")
                | (Q(done_at__isnull=False, done_by__isnull=False) & ~Q(proof="")),
                name="control_done_with_proof",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at=None, confirmed_by=None)
                | (
                    Q(confirmed_at__isnull=False, confirmed_by__isnull=False, done_at__isnull=False)
                    & ~Q(confirmed_by=F("done_by"))
                ),
                name="control_confirmed_by_somebody_else",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_because="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_because="")),
                name="control_withdrawn_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.what
