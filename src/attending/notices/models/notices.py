"""One notice to one person or one webhook, kept until it is delivered or given up."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from attending.program.models import Organisation, Person


class Channel(models.TextChoices):
    EMAIL = "email", "E-mail"
    WEBHOOK = "webhook", "Webhook"


class NoticeState(models.TextChoices):
    """``OFF``: it was written while nothing was set up to send it, and stands on the pages alone."""

    WAITING = "waiting", "Waits to be sent"
    SENT = "sent", "Sent"
    UNDELIVERED = "undelivered", "Not delivered"
    OFF = "off", "On the pages only"


class Notice(models.Model):
    """What somebody is told, where it is read in full, and how its delivery stands.

    ``uid`` makes the Message-ID and the webhook-id: the same at every attempt. ``host`` names a webhook. ``key`` is the
    caller's: the same key writes no second notice. What is said is never changed; what was sent is final.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=10, choices=Channel)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="notices")
    host = models.CharField(max_length=255, blank=True)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    link = models.CharField(max_length=300)
    key = models.CharField(max_length=200, unique=True)
    created_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=NoticeState, default=NoticeState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["next_at"], condition=Q(state="waiting"), name="notices_waiting")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=NoticeState.values), name="notice_state_known"),
            models.CheckConstraint(
                condition=Q(channel="email", person__isnull=False, host="")
                | (Q(channel="webhook", person=None) & ~Q(host="")),
                name="notice_goes_to_one",
            ),
            models.CheckConstraint(condition=~Q(subject="") & ~Q(key="") & Q(link__startswith="/"), name="notice_says"),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | (~Q(state="sent") & Q(sent_at=None)),
                name="notice_sent_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", next_at__isnull=False) | (~Q(state="waiting") & Q(next_at=None)),
                name="notice_waits_for_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} ({self.recipient})"

    @property
    def recipient(self) -> str:
        """Whom it is for."""
        return self.host or str(self.person)
