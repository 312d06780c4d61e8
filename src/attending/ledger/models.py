"""The record: entries, their payloads, the tree over them, and the checkpoints that were signed and sent.

Triggers (``tables.py``) refuse every change but an append, and the erasure of a payload.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Entry(models.Model):
    """One thing that was done. ``body`` is RFC 8785 JSON without patient data; the other columns repeat it for filters.

    ``seq`` counts from 0 without a gap; it comes from the head row, because a database sequence skips numbers on
    rollback. ``leaf`` is SHA-256(0x00 || body).
    """

    seq = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    verb = models.CharField(max_length=80)
    object = models.CharField(max_length=120)
    actor = models.CharField(max_length=120)
    body = models.TextField()
    leaf = models.BinaryField(max_length=32)

    class Meta:
        ordering = ["-seq"]
        indexes = [
            models.Index(fields=["object", "seq"], name="ledger_entry_object"),
            models.Index(fields=["verb", "seq"], name="ledger_entry_verb"),
        ]
        constraints = [models.CheckConstraint(condition=Q(seq__gte=0), name="ledger_entry_seq_from_zero")]

    def __str__(self) -> str:
        return f"{self.seq} {self.verb} {self.object}"


class Payload(models.Model):
    """What an entry was about. The entry holds SHA-256(salt || body), so the payload may be erased and the entry stays.

    Once erased, salt and body are gone and ``erased_by`` is the entry that records the erasure.
    """

    entry = models.OneToOneField(Entry, models.PROTECT, primary_key=True, related_name="payload")
    salt = models.BinaryField(max_length=32, null=True)
    body = models.TextField(null=True)
    erased_by = models.ForeignKey(Entry, models.PROTECT, null=True, related_name="erasures")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(salt__isnull=False, body__isnull=False, erased_by__isnull=True)
                | Q(salt__isnull=True, body__isnull=True, erased_by__isnull=False),
                name="ledger_payload_whole_or_erased",
            )
        ]

    def __str__(self) -> str:
        return f"payload of entry {self.entry_id}"


class Node(models.Model):
    """A complete inner node of the tree; ``key`` is level << 56 | index, level 1 stands above the leaves."""

    key = models.BigIntegerField(primary_key=True)
    hash = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return f"node {self.key >> 56}/{self.key & ((1 << 56) - 1)}"


class Head(models.Model):
    """The one row that says how long the record is. Whoever appends holds its lock."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    size = models.BigIntegerField(default=0)
    frontier = models.BinaryField(default=b"")
    at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1, size__gte=0), name="ledger_head_one_row")]

    def __str__(self) -> str:
        return f"head at {self.size}"


class CheckpointRecord(models.Model):
    """A signed tree head (C2SP checkpoint): from here on the first ``size`` entries cannot change unnoticed."""

    size = models.BigIntegerField(db_index=True)
    root = models.BinaryField(max_length=32)
    note = models.TextField()
    reason = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"checkpoint at {self.size}"


class Delivery(models.Model):
    """One attempt to send a checkpoint away; ``error`` is empty when the destination took it."""

    checkpoint = models.ForeignKey(CheckpointRecord, models.PROTECT, related_name="deliveries")
    destination = models.CharField(max_length=300)
    at = models.DateTimeField(db_index=True)
    error = models.TextField(blank=True)

    class Meta:
        ordering = ["-id"]
        verbose_name_plural = "deliveries"

    def __str__(self) -> str:
        return f"{self.destination}: {self.error or 'sent'}"
