"""The inventory: every AI there is here, whether anybody reviewed it or not."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from attending.program.models import AiModel, Organisation, Person, UseCase


class EntryKind(models.TextChoices):
    """What sort of AI it is, as far as whoever wrote it down knew."""

    PREDICTIVE = "predictive", "Predictive model"
    IMAGING = "imaging", "Imaging"
    DOCUMENTATION = "documentation", "Ambient documentation"
    DRAFTING = "drafting", "Drafted replies"
    SUMMARY = "summary", "Summaries"
    OPERATIONAL = "operational", "Operational forecast"
    CODING = "coding", "Coding and prior authorisation"
    ASSISTANT = "assistant", "Chat assistant"
    OTHER = "other", "Other AI"
    UNKNOWN = "unknown", "Not known yet"


class EntryStatus(models.TextChoices):
    """How far it is known and answered for."""

    DISCOVERED = "discovered", "Nobody reviewed it"
    IN_REVIEW = "in_review", "Being reviewed"
    REGISTERED = "registered", "Registered"
    SET_ASIDE = "set_aside", "Set aside"
    RETIRED = "retired", "No longer used"


class EntrySource(models.TextChoices):
    """How it came into the inventory."""

    HAND = "hand", "Written by hand"
    IMPORT = "import", "Imported from a file"
    USE_CASE = "use_case", "Deployed for a use case"


class InventoryEntry(models.Model):
    """One AI at one place. ``identity`` is what makes it the same one: name, vendor and place, as ``rules`` folds them.

    ``added_by`` is null where the system wrote it, because a use case deploys it. A registered entry has a use case.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="inventory")
    identity = models.CharField(max_length=64, editable=False)
    name = models.CharField(max_length=200)
    vendor = models.CharField(max_length=200, blank=True)
    version = models.CharField(max_length=60, blank=True)
    kind = models.CharField(max_length=20, choices=EntryKind, default=EntryKind.UNKNOWN)
    place = models.CharField(max_length=200, blank=True)
    purpose = models.TextField(blank=True)
    owner = models.CharField(max_length=200, blank=True)
    used_since = models.DateField(null=True, blank=True)
    status = models.CharField(max_length=20, choices=EntryStatus, default=EntryStatus.DISCOVERED)
    status_reason = models.TextField(blank=True)
    source = models.CharField(max_length=20, choices=EntrySource)
    source_name = models.CharField(max_length=200, blank=True)
    use_case = models.ForeignKey(
        UseCase, on_delete=models.PROTECT, null=True, blank=True, related_name="inventory_entries"
    )
    ai_model = models.ForeignKey(
        AiModel, on_delete=models.PROTECT, null=True, blank=True, related_name="inventory_entries"
    )
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    added_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name_plural = "inventory entries"
        indexes = [models.Index(fields=["organisation", "status", "name"], name="inventory_by_status")]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "identity"], name="inventory_entry_once"),
            models.CheckConstraint(condition=~Q(name=""), name="inventory_entry_has_a_name"),
            models.CheckConstraint(condition=Q(kind__in=EntryKind.values), name="inventory_kind_known"),
            models.CheckConstraint(condition=Q(status__in=EntryStatus.values), name="inventory_status_known"),
            models.CheckConstraint(condition=Q(source__in=EntrySource.values), name="inventory_source_known"),
            models.CheckConstraint(
                condition=~Q(status="registered") | Q(use_case__isnull=False),
                name="inventory_registered_with_its_use_case",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["set_aside", "retired"]) | ~Q(status_reason=""),
                name="inventory_set_aside_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(added_by__isnull=False) | Q(source="use_case"),
                name="inventory_system_adds_what_is_deployed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.place}" if self.place else self.name
