"""What a vendor claims about a version of its AI, and what was checked here."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from attending.program.models import MeasureResult, ModelVersion, Person


class DocumentKind(models.TextChoices):
    """In which form the claims came."""

    CHAI = "chai", "CHAI Applied Model Card"
    HTI1 = "hti1", "HTI-1 source attributes"


class VendorDocument(models.Model):
    """What came from a vendor about one version, kept as it came. Append-only: what comes later stands beside it.

    ``content`` are the bytes of the file, empty where the answers were typed in; ``notes`` are for its reader.
    """

    model_version = models.ForeignKey(ModelVersion, on_delete=models.PROTECT, related_name="vendor_documents")
    kind = models.CharField(max_length=10, choices=DocumentKind)
    file_name = models.CharField(max_length=200, blank=True)
    format_version = models.CharField(max_length=20)
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    notes = models.JSONField(default=list)
    received_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    received_at = models.DateTimeField()

    class Meta:
        ordering = ["-received_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["model_version", "kind", "sha256"], name="vendor_document_once"),
            models.CheckConstraint(condition=Q(kind__in=DocumentKind.values), name="vendor_document_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.model_version}"


class VendorClaim(models.Model):
    """One statement of a document: a field of the card or an attribute, and what it says. Append-only.

    ``path`` is the path of a card's field or the paragraph of an attribute; ``label`` that of a metric result; ``text``
    is to the letter, and empty where the vendor says nothing. ``measures`` marks metric results.
    """

    document = models.ForeignKey(VendorDocument, on_delete=models.PROTECT, related_name="claims")
    position = models.PositiveSmallIntegerField()
    path = models.CharField(max_length=120)
    label = models.TextField(blank=True)
    text = models.TextField(blank=True)
    weakness = models.TextField(blank=True)
    measures = models.BooleanField(default=False)

    class Meta:
        ordering = ["document", "position"]
        constraints = [models.UniqueConstraint(fields=["document", "position"], name="vendor_claim_position_once")]

    def __str__(self) -> str:
        return f"{self.path}: {self.text[:60]}"


class Verdict(models.TextChoices):
    """What a local check found."""

    HOLDS = "holds", "Holds here"
    CONTRADICTED = "contradicted", "Does not hold here"


class ClaimCheck(models.Model):
    """Somebody held a claim against what is so here: a measure result, or a document they name. The newest counts."""

    claim = models.ForeignKey(VendorClaim, on_delete=models.PROTECT, related_name="checks")
    verdict = models.CharField(max_length=20, choices=Verdict)
    result = models.ForeignKey(MeasureResult, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reference = models.CharField(max_length=300, blank=True)
    finding = models.TextField()
    checked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    checked_at = models.DateTimeField()

    class Meta:
        ordering = ["checked_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(verdict__in=Verdict.values), name="claim_verdict_known"),
            models.CheckConstraint(
                condition=Q(result__isnull=False) | ~Q(reference=""), name="claim_checked_against_something"
            ),
            models.CheckConstraint(condition=~Q(finding=""), name="claim_check_says_what_was_found"),
        ]

    def __str__(self) -> str:
        return f"{self.get_verdict_display()}: {self.claim}"
