"""Incidents: what happened, how it was judged, what is done about it, and whom it is reported to."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from attending.program.models import Deployment, Organisation, Person, Unit
from attending.safety.models.concerns import Concern


class Incident(models.Model):
    """Something that went wrong with an AI, or nearly did, from its report until somebody else closes it.

    What was reported never changes; how it is judged are ``IncidentAssessment``. Deadlines of reports to others count
    from ``aware_at``. Whoever investigates it does not close it, and once closed it stays as it is.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="incidents")
    number = models.PositiveIntegerField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="incidents")
    deployment = models.ForeignKey(
        Deployment, on_delete=models.PROTECT, null=True, blank=True, related_name="incidents"
    )
    happened_on = models.DateField()
    aware_at = models.DateTimeField()
    what = models.TextField()
    concern = models.OneToOneField(Concern, on_delete=models.PROTECT, null=True, blank=True, related_name="incident")
    reported_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="incidents_reported")
    reported_at = models.DateTimeField()
    investigator = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="incidents_investigated"
    )
    learnt = models.TextField(blank=True)
    closed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-reported_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="incident_number_once"),
            models.CheckConstraint(condition=~Q(what="") & Q(number__gte=1), name="incident_is_whole"),
            models.CheckConstraint(condition=Q(aware_at__lte=F("reported_at")), name="incident_known_when_reported"),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None, learnt="")
                | (
                    Q(closed_at__isnull=False, closed_by__isnull=False, investigator__isnull=False)
                    & ~Q(learnt="")
                    & ~Q(closed_by=F("investigator"))
                ),
                name="incident_closed_by_somebody_else",
            ),
        ]

    def __str__(self) -> str:
        return f"incident {self.number}"


class EventKind(models.TextChoices):
    """The three kinds of patient safety concern that the AHRQ Common Formats take in."""

    INCIDENT = "incident", "It reached a patient, with or without harm"
    NEAR_MISS = "near_miss", "Near miss: it did not reach a patient"
    UNSAFE = "unsafe", "Unsafe condition: it could happen"


class IncidentAssessment(models.Model):
    """How an incident is judged. Append-only; the newest counts.

    ``harm`` is a level of the harm scale, and asked only of what reached a patient. ``factors`` are keys of the catalog
    of contributing factors, ``hazards`` keys of hazards in the log of the use case.
    """

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="assessments")
    kind = models.CharField(max_length=10, choices=EventKind)
    harm = models.SlugField(max_length=40, blank=True)
    factors = models.JSONField(default=list)
    hazards = models.JSONField(default=list)
    found = models.TextField(blank=True)
    assessed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    assessed_at = models.DateTimeField()

    class Meta:
        ordering = ["assessed_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(kind="incident") & ~Q(harm="")) | Q(kind__in=["near_miss", "unsafe"], harm=""),
                name="harm_of_what_reached_a_patient",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.incident}: {self.get_kind_display()}"


class IncidentAction(models.Model):
    """What is done so that it does not happen again: owned, due, reported done with proof, closed by somebody else."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="actions")
    what = models.TextField()
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="incident_actions")
    due_on = models.DateField()
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    proof = models.TextField(blank=True)
    done_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    done_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(what=""), name="incident_action_says_what"),
            models.CheckConstraint(
                condition=Q(done_at=None, done_by=None, proof="")
                | (Q(done_at__isnull=False, done_by__isnull=False) & ~Q(proof="")),
                name="incident_action_done_with_proof",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None)
                | (
                    Q(closed_at__isnull=False, closed_by__isnull=False, done_at__isnull=False)
                    & ~Q(closed_by=F("done_by"))
                    & ~Q(closed_by=F("owner"))
                ),
                name="incident_action_closed_by_somebody_else",
            ),
        ]

    def __str__(self) -> str:
        return self.what


class DutyState(models.TextChoices):
    DONE = "done", "Reported"
    NOT_APPLICABLE = "not_applicable", "Does not apply"


class DutyAnswer(models.Model):
    """Whether an incident was reported to somebody outside, or why it need not be. Append-only; the newest counts.

    ``duty`` is a key of the catalog of reporting duties; ``reason`` says to whom and under which number, or why not.
    """

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="duty_answers")
    duty = models.SlugField(max_length=40)
    state = models.CharField(max_length=20, choices=DutyState)
    reason = models.TextField()
    answered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField()

    class Meta:
        ordering = ["answered_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=DutyState.values) & ~Q(reason="") & ~Q(duty=""), name="duty_answer_is_whole"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.duty} of {self.incident}: {self.get_state_display()}"
