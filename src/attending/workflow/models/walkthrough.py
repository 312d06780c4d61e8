"""Walkthroughs: each discipline walks a map on the unit and says, step by step, whether that is how it goes."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from attending.program.models import Discipline, Person, Site, Unit
from attending.program.models.clinical_input import Effect
from attending.workflow.models.maps import MapVersion


class Goes(models.TextChoices):
    """Whether a step goes here as it is drawn."""

    AS_DRAWN = "as_drawn", "That is how it goes here"
    DIFFERENT = "different", "It goes differently here"
    NOT_DONE = "not_done", "That is not done here"
    CANNOT_SAY = "cannot_say", "I cannot say"


class Walkthrough(models.Model):
    """One person's walk through one version at a site, on one shift, until it is handed in.

    ``asked_by`` is who asked for it, empty for somebody who walks unasked. ``shift`` is a key of the map's shifts, or
    empty where it does not matter. ``discipline`` is the one they speak from, as it was when they were asked or began.
    """

    version = models.ForeignKey(MapVersion, on_delete=models.PROTECT, related_name="walkthroughs")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="walkthroughs")
    discipline = models.CharField(max_length=20, choices=Discipline)
    shift = models.CharField(max_length=40, blank=True)
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    due_on = models.DateField(null=True, blank=True)
    begun_at = models.DateTimeField()
    handed_in_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["begun_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "person", "site", "shift"], name="walkthrough_once_per_person_site_and_shift"
            ),
            models.CheckConstraint(condition=Q(discipline__in=Discipline.values), name="walkthrough_discipline_known"),
            models.CheckConstraint(
                condition=Q(asked_by=None, due_on=None) | Q(asked_by__isnull=False, due_on__isnull=False),
                name="walkthrough_asked_by_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} on {self.version}"


class StepAnswer(models.Model):
    """What one person says about one step; a draft until the walkthrough is handed in."""

    walkthrough = models.ForeignKey(Walkthrough, on_delete=models.PROTECT, related_name="answers")
    step = models.CharField(max_length=40)
    goes = models.CharField(max_length=12, choices=Goes)
    different = models.TextField(blank=True)
    useful = models.TextField(blank=True)
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["walkthrough", "step"], name="step_answer_once"),
            models.CheckConstraint(condition=Q(goes__in=Goes.values) & ~Q(step=""), name="step_answer_known"),
            models.CheckConstraint(
                condition=~Q(goes="different", different=""), name="step_answer_says_what_is_different"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.step}: {self.get_goes_display()}"


class StepReply(models.Model):
    """What the owners did with an answer: you said, we changed. Append-only; each answer is replied to once.

    ``changed_in`` is the version that holds the change, where something was changed.
    """

    answer = models.OneToOneField(StepAnswer, on_delete=models.PROTECT, related_name="reply")
    words = models.TextField()
    effect = models.CharField(max_length=20, choices=Effect)
    changed_in = models.ForeignKey(MapVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    replied_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    replied_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "step replies"
        constraints = [
            models.CheckConstraint(condition=Q(effect__in=Effect.values) & ~Q(words=""), name="step_reply_is_whole"),
            models.CheckConstraint(
                condition=Q(effect="changed", changed_in__isnull=False) | (~Q(effect="changed") & Q(changed_in=None)),
                name="step_reply_names_the_version_that_changed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_effect_display()}: {self.answer}"
