"""The public register: what a person decided to tell everybody about an AI, and what was taken back."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from attending.inventory.models.entries import InventoryEntry
from attending.program.models import Person


class Publication(models.Model):
    """An entry as it was published, in plain words. Append-only: to change it, publish anew.

    ``answers`` is the seat that answers for it, which need not name a person; ``decided_on`` is the day of the last
    decision about it, null where there is none yet.
    """

    entry = models.ForeignKey(InventoryEntry, on_delete=models.PROTECT, related_name="publications")
    name = models.CharField(max_length=200)
    vendor = models.CharField(max_length=200, blank=True)
    purpose = models.TextField()
    place = models.CharField(max_length=200)
    used_since = models.CharField(max_length=60)
    answers = models.CharField(max_length=200)
    overseen = models.TextField()
    decided_on = models.DateField(null=True, blank=True)
    contact = models.CharField(max_length=200)
    published_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(purpose="") & ~Q(place="") & ~Q(answers="") & ~Q(overseen="") & ~Q(contact=""),
                name="publication_tells_what_the_public_asks",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PublicationEnd(models.Model):
    """A publication was taken back, or replaced by a later one, and why. Append-only."""

    publication = models.OneToOneField(Publication, on_delete=models.PROTECT, related_name="end")
    reason = models.TextField()
    ended_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="publication_ends_for_a_reason")]

    def __str__(self) -> str:
        return f"End of {self.publication}"
