"""Every change of the record: append an entry, sign and send a checkpoint, erase a payload."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Mapping
from datetime import datetime
from functools import partial

from django.db import connection, transaction
from django.utils import timezone

from attending.ledger import destinations, keys
from attending.ledger.canonical import Json, canonical, entry_body, payload_sha256, require_names, timestamp
from attending.ledger.errors import LedgerError, OutsideTransactionError
from attending.ledger.merkle import Frontier, leaf_hash
from attending.ledger.models import CheckpointRecord, Delivery, Entry, Head, Node, Payload
from attending.ledger.notes import Checkpoint
from attending.ledger.rules import node_key, stepped_back

SALT_BYTES = 32

logger = logging.getLogger(__name__)


def append(verb: str, *, object: str, actor: str, payload: Mapping[str, Json]) -> Entry:  # noqa: A002
    """Append one entry to the record, in the caller's transaction, and return it.

    ``verb`` like ``decision.signed``; ``object`` like ``proposal:12``; ``actor`` like ``person:7`` or ``system``. These
    stay for ever, so they hold no free text; ``payload`` is JSON, kept beside the entry under its salted hash, and may
    be erased. Whoever appends waits until the transactions that appended before have ended.

    When the clock went back by more than a second since the previous entry, a ``clock.step`` entry comes first: order
    is by ``seq``, and the record says where times cannot be compared.

    Raises OutsideTransactionError outside ``transaction.atomic()``, and LedgerError for names or payloads that do not
    belong into a record.
    """
    require_names(verb, object, actor)
    text = canonical(payload)
    head = _locked_head()
    now = timezone.now()
    step = stepped_back(head.at, now)
    if step is not None and head.at is not None:
        measured = canonical({"previous": timestamp(head.at), "now": timestamp(now), "seconds": step.total_seconds()})
        _add(head, "clock.step", "clock", "system", measured, now)
    return _add(head, verb, object, actor, text, now)


def take_turn() -> None:
    """Wait for one's turn at the record before locking anything else.

    Every action ends by appending; one that locks other rows first and one that appends first would wait for each
    other for ever. Raises OutsideTransactionError outside ``transaction.atomic()``.
    """
    _locked_head()


def _locked_head() -> Head:
    if not connection.in_atomic_block:
        raise OutsideTransactionError(
            "Append to the record inside transaction.atomic(), together with the change that it records."
        )
    return _head(lock=True)


def _head(*, lock: bool = False) -> Head:
    head = (Head.objects.select_for_update() if lock else Head.objects.all()).first()
    if head is None:
        raise LedgerError("The record has no head row. Run: attending manage migrate, then attending ledger verify.")
    return head


def _add(head: Head, verb: str, about: str, actor: str, payload: str, at: datetime) -> Entry:
    salt = secrets.token_bytes(SALT_BYTES)
    body = entry_body(
        seq=head.size, at=at, verb=verb, about=about, actor=actor, payload_sha256=payload_sha256(salt, payload)
    )
    leaf = leaf_hash(body.encode())
    frontier, completed = Frontier.from_bytes(head.size, bytes(head.frontier)).append(leaf)
    entry = Entry.objects.create(seq=head.size, at=at, verb=verb, object=about, actor=actor, body=body, leaf=leaf)
    Payload.objects.create(entry=entry, salt=salt, body=payload)
    if completed:
        Node.objects.bulk_create([Node(key=node_key(*place), hash=value) for place, value in completed])
    head.size, head.frontier, head.at = frontier.size, frontier.to_bytes(), at
    head.save(update_fields=["size", "frontier", "at"])
    return entry


def checkpoint(*, reason: str) -> CheckpointRecord:
    """Sign the head of the record, keep the checkpoint, and send it away once the transaction has committed.

    What could not be sent is kept as a ``Delivery`` with its error; it is never raised, because what was decided is
    already committed. Raises LedgerError when the key cannot be read.
    """
    with transaction.atomic():
        head = _head()
        frontier = Frontier.from_bytes(head.size, bytes(head.frontier))
        signer = keys.signer()
        signed = Checkpoint(signer.name, frontier.size, frontier.root())
        record = CheckpointRecord.objects.create(
            size=signed.size, root=signed.root, note=signer.sign(signed.to_text()), reason=reason, at=timezone.now()
        )
        transaction.on_commit(partial(_send, record), robust=True)
    return record


def checkpoint_if_grown(*, reason: str) -> CheckpointRecord | None:
    """A checkpoint, unless the newest one already covers every entry and has been sent; run it every 15 minutes."""
    head = _head()
    newest = CheckpointRecord.objects.order_by("-size", "-id").first()
    if newest is None or newest.size < head.size:
        return checkpoint(reason=reason) if head.size else None
    if destinations.configured() and not newest.deliveries.filter(error="").exists():
        _send(newest)
    return None


def checkpoint_on_commit(*, reason: str) -> None:
    """Have a checkpoint made and sent as soon as the caller's transaction has committed; for every sign-off.

    Whatever goes wrong then leaves the committed decision alone; the log and the Record page show it.
    """
    transaction.on_commit(partial(_checkpoint_after_commit, reason), robust=True)


def _checkpoint_after_commit(reason: str) -> None:
    try:
        checkpoint_if_grown(reason=reason)
    except LedgerError as error:
        logger.error("No checkpoint was made after a sign-off: %s", error)


def _send(record: CheckpointRecord) -> None:
    line = destinations.line(at=record.at, size=record.size, reason=record.reason, note=record.note)
    for destination in destinations.configured():
        error = ""
        try:
            destination.send(line, record.at)
        except (OSError, LedgerError) as problem:
            error = str(problem)
            logger.error("Checkpoint %d was not sent to %s: %s", record.size, destination.name, error)
        Delivery.objects.create(checkpoint=record, destination=destination.name, at=timezone.now(), error=error)


def erase_payload(entry: Entry, *, actor: str, reason: str) -> Entry:
    """Erase what ``entry`` was about, with its salt, and return the entry that records the erasure.

    The record still verifies: the erased entry keeps its hash. Must run in ``transaction.atomic()``. Raises LedgerError
    if it was erased before.
    """
    payload = Payload.objects.select_for_update().get(entry=entry)
    if payload.erased_by_id is not None:
        raise LedgerError(f"The payload of entry {entry.seq} was already erased, by entry {payload.erased_by_id}.")
    erasure = append("payload.erased", object=f"entry:{entry.seq}", actor=actor, payload={"reason": reason})
    payload.salt, payload.body, payload.erased_by = None, None, erasure
    payload.save(update_fields=["salt", "body", "erased_by"])
    return erasure
