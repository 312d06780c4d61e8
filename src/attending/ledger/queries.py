"""Every read of the record; each in a constant number of queries, but for ``verify``, which reads it whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Max, QuerySet
from django.utils import timezone

from attending.ledger import keys
from attending.ledger.errors import LedgerError, NoCheckpointError
from attending.ledger.merkle import (
    Frontier,
    Place,
    Range,
    complete_subtrees,
    consistency_ranges,
    fold,
    inclusion_ranges,
    proof,
)
from attending.ledger.models import CheckpointRecord, Delivery, Entry, Head, Node
from attending.ledger.receipts import Receipt
from attending.ledger.rules import node_key
from attending.ledger.verification import Verification, verify_record


@dataclass(frozen=True, slots=True)
class HeadState:
    """How long the record is, the root over all of it, and when its last entry was made."""

    size: int
    root: bytes
    at: datetime | None


@dataclass(frozen=True, slots=True)
class LastSent:
    """The newest checkpoint that a destination took, and what has happened since."""

    at: datetime
    age: timedelta
    size: int
    entries_since: int
    destination: str


def head() -> HeadState:
    """The state of the record now."""
    row = Head.objects.get()
    return HeadState(row.size, Frontier.from_bytes(row.size, bytes(row.frontier)).root(), row.at)


def entries(*, about: str | None = None, verb: str | None = None, actor: str | None = None) -> QuerySet[Entry]:
    """Entries, newest first; of one object (``proposal:12``, or all of a kind: ``proposal``), verb or actor."""
    found = Entry.objects.order_by("-seq")
    if about:
        found = found.filter(object=about) if ":" in about else found.filter(object__startswith=f"{about}:")
    if verb:
        found = found.filter(verb=verb)
    if actor:
        found = found.filter(actor=actor)
    return found


def verbs() -> list[str]:
    """Every verb that the record holds, in alphabetical order."""
    return list(Entry.objects.order_by("verb").values_list("verb", flat=True).distinct())


def _hashes(places: Sequence[Place]) -> dict[Place, bytes]:
    """Hashes of complete subtrees in two queries; raises LedgerError when one is not stored."""
    leaves = [index for level, index in places if level == 0]
    inner = {node_key(level, index): (level, index) for level, index in places if level > 0}
    found: dict[Place, bytes] = {
        (0, seq): bytes(leaf) for seq, leaf in Entry.objects.filter(seq__in=leaves).values_list("seq", "leaf")
    }
    for key, value in Node.objects.filter(key__in=inner).values_list("key", "hash"):
        found[inner[key]] = bytes(value)
    if len(found) != len(set(places)):
        raise LedgerError("A part of the tree is missing from the database. Run: attending ledger verify.")
    return found


def _proof(ranges: Sequence[Range]) -> list[bytes]:
    hashes = _hashes([place for span in ranges for place in complete_subtrees(span)])
    return proof(ranges, hashes.__getitem__)


def _require_size(size: int) -> None:
    if not 0 <= size <= (present := Head.objects.values_list("size", flat=True).get()):
        raise LedgerError(f"The record has {present} entries, so there is no proof at {size}.")


def root_at(size: int) -> bytes:
    """Root of the first ``size`` entries."""
    _require_size(size)
    places = complete_subtrees((0, size))
    hashes = _hashes(places)
    return fold([hashes[place] for place in places])


def inclusion_proof(index: int, size: int) -> list[bytes]:
    """Proof that entry ``index`` is among the first ``size``; raises LedgerError if it cannot be."""
    _require_size(size)
    if not 0 <= index < size:
        raise LedgerError(f"There is no entry {index} among the first {size}; entries count from 0.")
    return _proof(inclusion_ranges(index, size))


def consistency_proof(first: int, second: int) -> list[bytes]:
    """Proof that the first ``second`` entries begin with the first ``first``; raises LedgerError if it cannot be."""
    _require_size(second)
    if not 0 < first <= second:
        raise LedgerError(f"A consistency proof needs 0 < first <= second, not {first} and {second}.")
    return _proof(consistency_ranges(first, second))


def covering_checkpoint(seq: int) -> CheckpointRecord | None:
    """The newest checkpoint, if entry ``seq`` stands under it."""
    newest = CheckpointRecord.objects.order_by("-size", "-id").first()
    return newest if newest is not None and newest.size > seq else None


def receipt(entry: Entry) -> str:
    """C2SP tlog-proof text of ``entry`` under the newest checkpoint; raises NoCheckpointError if none covers it yet."""
    record = covering_checkpoint(entry.seq)
    if record is None:
        raise NoCheckpointError(
            f"No checkpoint covers entry {entry.seq} yet. Make one: attending ledger checkpoint, or on the Record page."
        )
    hashes = inclusion_proof(entry.seq, record.size)
    return Receipt(entry.seq, entry.body, tuple(hashes), record.note).to_text()


def last_checkpoint() -> CheckpointRecord | None:
    """The newest checkpoint."""
    return CheckpointRecord.objects.order_by("-id").first()


def last_sent() -> LastSent | None:
    """The newest checkpoint that a destination took; None when none ever left.

    What happened after it can still be changed on this machine without a trace elsewhere.
    """
    newest = Delivery.objects.filter(error="").select_related("checkpoint").order_by("-checkpoint__size", "-id").first()
    if newest is None:
        return None
    size = Head.objects.values_list("size", flat=True).get()
    return LastSent(
        at=newest.at,
        age=timezone.now() - newest.at,
        size=newest.checkpoint.size,
        entries_since=size - newest.checkpoint.size,
        destination=newest.destination,
    )


def failed_deliveries() -> QuerySet[Delivery]:
    """Attempts that failed since each destination last took a checkpoint, newest first."""
    latest = Delivery.objects.filter(error="").aggregate(latest=Max("id"))["latest"] or 0
    return Delivery.objects.exclude(error="").filter(id__gt=latest).order_by("-id")


def verify(*, outside: Sequence[str] = ()) -> Verification:
    """Recompute the whole record from its entries and compare everything that is stored with it.

    ``outside``: checkpoint notes that were kept elsewhere; they find what a rewritten and re-signed record hides.
    """
    return verify_record(key=keys.verifier(), outside=outside)
