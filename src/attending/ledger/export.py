"""The record as JSON lines, for the offline verifier and for whoever must keep it elsewhere.

Each line is an object with a ``type``:

- ``header``, first: ``format`` (attending-ledger-export), ``version`` (1), ``origin``, ``vkey``, ``size``, ``root``;
- ``entry``, in order: ``seq``, ``leaf`` (its hash in hexadecimal), ``body`` (the exact text that was hashed); with
  payloads also ``salt`` (hexadecimal) and ``payload`` (text), or ``erased_by`` (seq of the erasure's entry);
- ``checkpoint``, right after the last entry that it covers: ``note``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from attending.ledger import keys
from attending.ledger.errors import NoCheckpointError
from attending.ledger.models import CheckpointRecord, Entry
from attending.ledger.notes import to_base64

BATCH = 2000
FORMAT = "attending-ledger-export"
VERIFIER = Path(__file__).with_name("verifier.py")
"""The offline verifier, one file that is handed out with every export."""


def export_lines(*, payloads: bool = False) -> Iterator[str]:
    """The lines of an export up to the newest checkpoint, each with its newline.

    Raises NoCheckpointError when nothing was signed yet, for an export that nobody signed proves nothing.
    """
    newest = CheckpointRecord.objects.order_by("-size", "-id").first()
    key = keys.verifier()
    if newest is None or key is None:
        raise NoCheckpointError("Nothing was signed yet. Run: attending ledger checkpoint")
    header = {
        "type": "header",
        "format": FORMAT,
        "version": 1,
        "origin": key.name,
        "vkey": key.to_text(),
        "size": newest.size,
        "root": to_base64(bytes(newest.root)),
    }
    yield _line(header)
    signed = CheckpointRecord.objects.filter(size__lte=newest.size).order_by("size", "id")
    notes = signed.values_list("size", "note").iterator(chunk_size=BATCH)
    due = next(notes, None)
    for entry in _entries(newest.size, payloads):
        while due is not None and due[0] <= entry["seq"]:
            yield _line({"type": "checkpoint", "note": due[1]})
            due = next(notes, None)
        yield _line(entry)
    while due is not None:
        yield _line({"type": "checkpoint", "note": due[1]})
        due = next(notes, None)


def _line(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=True, separators=(",", ":")) + "\n"


def _entries(size: int, payloads: bool) -> Iterator[dict[str, Any]]:
    columns = ["seq", "leaf", "body"]
    if payloads:
        columns += ["payload__salt", "payload__body", "payload__erased_by_id"]
    last = -1
    while rows := list(Entry.objects.filter(seq__gt=last, seq__lt=size).order_by("seq").values(*columns)[:BATCH]):
        for row in rows:
            line = {"type": "entry", "seq": row["seq"], "leaf": bytes(row["leaf"]).hex(), "body": row["body"]}
            if payloads and row["payload__erased_by_id"] is not None:
                line["erased_by"] = row["payload__erased_by_id"]
            elif payloads and row["payload__salt"] is not None:
                line |= {"salt": bytes(row["payload__salt"]).hex(), "payload": row["payload__body"]}
            yield line
        last = rows[-1]["seq"]
