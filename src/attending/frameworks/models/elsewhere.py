"""Evidence that other systems keep: what it is, where it lies, who answers for it, and until when it counts."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from attending.program.models import Organisation, Person, UseCase


class KeptElsewhere(models.Model):
    """One piece of evidence outside Attending. It is withdrawn, never changed; ``use_case`` null speaks for all.

    ``kind`` is a key of ``catalogs.frameworks``; it grows old after ``review_by``.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="evidence_elsewhere")
    kind = models.CharField(max_length=40)
    use_case = models.ForeignKey(
        UseCase, on_delete=models.PROTECT, null=True, blank=True, related_name="evidence_elsewhere"
    )
    title = models.CharField(max_length=200)
    where_kept = models.CharField(max_length=300)
    as_of = models.DateField()
    review_by = models.DateField()
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawal_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["kind", "title", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(title="") & ~Q(where_kept=""), name="elsewhere_says_what_and_where"),
            models.CheckConstraint(condition=Q(review_by__gt=F("as_of")), name="elsewhere_is_reviewed_later"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None, withdrawal_reason="")
                | (Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawal_reason="")),
                name="elsewhere_withdrawn_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.title
