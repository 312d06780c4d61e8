"""Every change of the record: append an entry, sign and send a checkpoint, erase a payload."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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
_BATCH = 500

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Done:
    """One thing that was done, to be appended.

    ``verb`` like ``decision.signed``; ``object`` like ``proposal:12``; ``actor`` like ``person:7`` or ``system``. These
    stay for ever, so they hold no free text; ``payload`` is JSON, kept beside the entry under its salted hash, and may
    be erased.
    """

    verb: str
    object: str
    actor: str
    payload: Mapping[str, Json]


def append(verb: str, *, object: str, actor: str, payload: Mapping[str, Json]) -> Entry:  # noqa: A002
    """Append one entry to the record; arguments as of ``Done``, the rest as for ``append_all``."""
    return append_all([Done(verb, object, actor, payload)])[0]


def append_all(done: Sequence[Done]) -> list[Entry]:
    """Append entries to the record in their order, in the caller's transaction, and return them.

    Whoever appends waits until the transactions that appended before have ended.

    When the clock went back by more than a second since the previous entry, a ``clock.step`` entry comes first: order
    is by ``seq``, and the record says where times cannot be compared.

    Raises OutsideTransactionError outside ``transaction.atomic()``, and LedgerError for names or payloads that do not
    belong into a record.
    """
    if not done:
        return []
    for each in done:
        require_names(each.verb, each.object, each.actor)
    texts = [canonical(each.payload) for each in done]
    head = _locked_head()
    growing = _Growing(head, timezone.now())
    step = stepped_back(head.at, growing.at)
    if step is not None and head.at is not None:
        before, now = timestamp(head.at), timestamp(growing.at)
        measured = canonical({"previous": before, "now": now, "seconds": step.total_seconds()})
        growing.add("clock.step", "clock", "system", measured)
    entries = [growing.add(each.verb, each.object, each.actor, text) for each, text in zip(done, texts, strict=True)]
    growing.save()
    return entries


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


class _Growing:
    """The record while entries of one moment are added: nothing is written before ``save``."""

    def __init__(self, head: Head, at: datetime) -> None:
        self.at = at
        self._head = head
        self._frontier = Frontier.from_bytes(head.size, bytes(head.frontier))
        self._entries: list[Entry] = []
        self._payloads: list[Payload] = []
        self._nodes: list[Node] = []

    def add(self, verb: str, about: str, actor: str, payload: str) -> Entry:
        """The next entry over a canonical payload."""
        salt, seq = secrets.token_bytes(SALT_BYTES), self._frontier.size
        sealed = payload_sha256(salt, payload)
        body = entry_body(seq=seq, at=self.at, verb=verb, about=about, actor=actor, payload_sha256=sealed)
        leaf = leaf_hash(body.encode())
        self._frontier, completed = self._frontier.append(leaf)
        entry = Entry(seq=seq, at=self.at, verb=verb, object=about, actor=actor, body=body, leaf=leaf)
        self._entries.append(entry)
        self._payloads.append(Payload(entry=entry, salt=salt, body=payload))
        self._nodes += [Node(key=node_key(*place), hash=value) for place, value in completed]
        return entry

    def save(self) -> None:
        """Write entries, payloads, nodes and the head."""
        Entry.objects.bulk_create(self._entries, batch_size=_BATCH)
        Payload.objects.bulk_create(self._payloads, batch_size=_BATCH)
        Node.objects.bulk_create(self._nodes, batch_size=_BATCH)
        head = self._head
        head.size, head.frontier, head.at = self._frontier.size, self._frontier.to_bytes(), self.at
        head.save(update_fields=["size", "frontier", "at"])


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
