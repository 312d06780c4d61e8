"""How a problem comes in: drafts that are saved and resumed, and links for people without an account."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from attending.program.models import Discipline, Organisation, Person, UseCase


class IntakeLink(models.Model):
    """An address at which people without an account may propose, until a day and up to a number of proposals.

    Only the SHA-256 of its secret is kept. ``closed_at`` ends it before its day.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="intake_links")
    label = models.CharField(max_length=200)
    secret_sha256 = models.CharField(max_length=64, unique=True)
    most = models.PositiveSmallIntegerField(default=50)
    expires_on = models.DateField()
    opened_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(most__gte=1), name="intake_link_for_at_least_one"),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None) | Q(closed_at__isnull=False, closed_by__isnull=False),
                name="intake_link_closed_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return self.label


class DraftState(models.TextChoices):
    DRAFT = "draft", "Draft"
    WAITING = "waiting", "Waits to be taken up"
    PROPOSED = "proposed", "Proposed"
    DECLINED = "declined", "Not taken up"
    DISCARDED = "discarded", "Discarded"


class IntakeDraft(models.Model):
    """One proposal on its way: whose it is, what they wrote so far, and what became of it.

    Either ``person`` writes it, or somebody without an account does at a ``link`` and then says who they are; such a
    draft is resumed by a secret of its own, of which the SHA-256 is kept, and waits until somebody takes it up.
    ``answers`` maps the fields of the intake forms to what was written.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="intake_drafts")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="intake_drafts")
    link = models.ForeignKey(IntakeLink, on_delete=models.PROTECT, null=True, blank=True, related_name="drafts")
    secret_sha256 = models.CharField(max_length=64, null=True, blank=True, unique=True)
    name = models.CharField(max_length=200, blank=True)
    discipline = models.CharField(max_length=20, choices=Discipline, blank=True)
    place = models.CharField(max_length=200, blank=True)
    answers = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=DraftState, default=DraftState.DRAFT)
    started_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    use_case = models.OneToOneField(
        UseCase, on_delete=models.PROTECT, null=True, blank=True, related_name="intake_draft"
    )
    answered_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True)

    class Meta:
        ordering = ["-saved_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=DraftState.values), name="intake_draft_state_known"),
            models.CheckConstraint(
                condition=Q(discipline__in=["", *Discipline.values]), name="intake_draft_discipline_known"
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False, link=None, secret_sha256=None)
                | Q(person=None, link__isnull=False, secret_sha256__isnull=False),
                name="intake_draft_of_a_person_or_a_link",
            ),
            models.CheckConstraint(
                condition=~Q(state="proposed") | Q(use_case__isnull=False), name="intake_draft_proposed_as_a_use_case"
            ),
            models.CheckConstraint(
                condition=~Q(state="declined") | (Q(answered_by__isnull=False) & ~Q(answer="")),
                name="intake_draft_declined_with_an_answer",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["waiting", "declined"]) | Q(link__isnull=False, sent_at__isnull=False),
                name="intake_draft_waits_when_sent_at_a_link",
            ),
            models.CheckConstraint(
                condition=Q(sent_at=None) | ~Q(state="draft"), name="intake_draft_once_sent_is_no_draft"
            ),
            models.CheckConstraint(
                condition=Q(sent_at=None) | Q(sent_at__gte=F("started_at")), name="intake_draft_sent_after_its_start"
            ),
        ]

    def __str__(self) -> str:
        return str(self.answers.get("title") or "A proposal without a title")
