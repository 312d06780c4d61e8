"""A spreadsheet of use cases on its way in: what was read, whose it is, and the account of what came of it."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from attending.program.models import Organisation, Person


class SpreadsheetImport(models.Model):
    """One file that was read and waits to be loaded, or was loaded.

    ``rows`` is what ``sources.spreadsheet`` read, as plain JSON; once loaded only the refused ones stay, to be
    corrected. ``account`` is then what became of every row: read = loaded + duplicate + refused.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="spreadsheet_imports")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="spreadsheet_imports")
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    all_or_nothing = models.BooleanField(default=False)
    rows = models.JSONField(default=list)
    notes = models.JSONField(default=list)
    read_at = models.DateTimeField()
    loaded_at = models.DateTimeField(null=True, blank=True)
    account = models.JSONField(null=True, blank=True)

    class Meta:
        ordering = ["-read_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(loaded_at=None, account__isnull=True) | Q(loaded_at__isnull=False, account__isnull=False),
                name="spreadsheet_import_loaded_with_its_account",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name
