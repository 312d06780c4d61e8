"""A file of inventory entries on its way in: what was read, which column is what, and what came of it."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from attending.program.models import Organisation, Person


class InventoryImport(models.Model):
    """One file that waits to be loaded, or was loaded.

    ``sheet`` is what ``sources.spreadsheet`` read, as plain JSON, and empty once loaded; ``mapping`` is the key of each
    column by its number as text, "" for a column that is left out. ``account`` says what became of every row.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="inventory_imports")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="inventory_imports")
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    sheet = models.JSONField(default=dict)
    mapping = models.JSONField(default=dict)
    read_at = models.DateTimeField()
    loaded_at = models.DateTimeField(null=True, blank=True)
    account = models.JSONField(null=True, blank=True)

    class Meta:
        ordering = ["-read_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(loaded_at=None, account__isnull=True) | Q(loaded_at__isnull=False, account__isnull=False),
                name="inventory_import_loaded_with_its_account",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name
