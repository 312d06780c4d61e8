"""Every change of the record: append an entry, sign and send a checkpoint, erase a payload."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime

from django.db import connection
from django.utils import timezone

from attending.ledger.canonical import Json, canonical, entry_body, payload_sha256, require_names, timestamp
from attending.ledger.errors import LedgerError, OutsideTransactionError
from attending.ledger.merkle import Frontier, leaf_hash
from attending.ledger.models import Entry, Head, Node, Payload
from attending.ledger.rules import node_key, stepped_back

SALT_BYTES = 32


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


def _locked_head() -> Head:
    if not connection.in_atomic_block:
        raise OutsideTransactionError(
            "Append to the record inside transaction.atomic(), together with the change that it records."
        )
    head = Head.objects.select_for_update().first()
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
