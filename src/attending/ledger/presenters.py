"""Flat, formatted values for the Record pages."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone

from attending.ledger import destinations, keys, queries
from attending.ledger.errors import LedgerError
from attending.ledger.models import CheckpointRecord, Delivery, Entry
from attending.ledger.notes import to_base64
from attending.ledger.queries import LastSent
from attending.ledger.verification import Verification, first_changed


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One entry in the list."""

    seq: str
    url: str
    at: str
    verb: str
    about: str
    actor: str


@dataclass(frozen=True, slots=True)
class Exposure:
    """What could still be changed here without a trace elsewhere; ``kind`` is a status of the design system."""

    kind: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class RecordState:
    """The head of the Record page."""

    rows: tuple[tuple[str, str], ...]
    exposure: Exposure
    failures: tuple[str, ...]


def moment(at: datetime | None) -> str:
    """A time as people and machines read it, in the installation's time zone: ``2026-03-05 14:07:09 UTC``."""
    return "never" if at is None else timezone.localtime(at).strftime("%Y-%m-%d %H:%M:%S %Z")


def ago(age: timedelta) -> str:
    """How long ago, in the largest unit that fits: ``4 minutes``."""
    seconds = max(0, int(age.total_seconds()))
    for size, unit in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if seconds >= size:
            amount = seconds // size
            return f"{amount} {unit}{'' if amount == 1 else 's'}"
    return "less than a minute"


def entry_rows(entries: Iterable[Entry]) -> list[EntryRow]:
    """The rows of the list."""
    return [
        EntryRow(
            seq=f"{entry.seq:,}",
            url=reverse("ledger:entry", args=[entry.seq]),
            at=moment(entry.at),
            verb=entry.verb,
            about=entry.object,
            actor=entry.actor,
        )
        for entry in entries
    ]


def record_state() -> RecordState:
    """Size, root, checkpoints and exposure of the record now."""
    head, last, sent = queries.head(), queries.last_checkpoint(), queries.last_sent()
    rows = (
        ("Entries", f"{head.size:,}"),
        ("Newest entry", moment(head.at)),
        ("Root of the tree (SHA-256)", to_base64(head.root)),
        ("Last checkpoint", _checkpoint_text(last)),
        ("Last checkpoint that left", _sent_text(sent)),
        ("Verifier key", _key_text()),
    )
    return RecordState(
        rows, _exposure(head.size, sent), tuple(_failure(row) for row in queries.failed_deliveries()[:5])
    )


def _checkpoint_text(last: CheckpointRecord | None) -> str:
    return "none yet" if last is None else f"{moment(last.at)}, over {last.size:,} entries: {last.reason}"


def _sent_text(sent: LastSent | None) -> str:
    if sent is None:
        return "none ever did"
    return f"{moment(sent.at)} ({ago(sent.age)} ago), over {sent.size:,} entries, to {sent.destination}"


def _key_text() -> str:
    try:
        key = keys.verifier()
    except LedgerError as error:
        return str(error)
    return "made with the first checkpoint" if key is None else key.to_text()


def _exposure(size: int, sent: LastSent | None) -> Exposure:
    if sent is None:
        setting = "" if destinations.configured() else " Set ATTENDING_CHECKPOINT_FILE or ATTENDING_CHECKPOINT_SYSLOG."
        return Exposure(
            "watch",
            "No checkpoint has left this machine",
            "Somebody with full control of this machine and its key could rewrite the whole record, and nothing kept "
            f"elsewhere would show it.{setting}",
        )
    when = f"A checkpoint last left this machine {ago(sent.age)} ago."
    if sent.entries_since <= 0:
        return Exposure("ok", "Every entry stands under a checkpoint that left this machine", when)
    first = f"{sent.size:,}"
    span = f"Entry {first} was" if sent.entries_since == 1 else f"Entries {first} to {size - 1:,} were"
    return Exposure(
        "info",
        f"{sent.entries_since:,} {'entry' if sent.entries_since == 1 else 'entries'} since a checkpoint left",
        f"{when} {span} made since then. Until the next checkpoint leaves, somebody with full control of this machine "
        "and its key could change them, and nothing kept elsewhere would show it.",
    )


def _failure(delivery: Delivery) -> str:
    return f"{moment(delivery.at)}: not sent to {delivery.destination}: {delivery.error}"


def verification_lines(result: Verification) -> tuple[str, list[str]]:
    """One sentence that answers, and what disagreed."""
    if result.ok:
        return f"Verified: nothing stored disagrees with the {result.size:,} entries", []
    first = first_changed(result.disagreements)
    lines = [disagreement.what for disagreement in result.disagreements]
    if result.count > len(lines):
        lines.append(f"and {result.count - len(lines):,} more")
    return "The record was changed" + ("" if first is None else f"; first at entry {first:,}"), lines


def payload_text(entry: Entry) -> str:
    """The payload indented for reading, or when and by which entry it was erased."""
    payload = entry.payload
    if payload.body is None:
        return f"Erased; entry {payload.erased_by_id} records it. The hash above stays."
    return json.dumps(json.loads(payload.body), indent=2, ensure_ascii=False)
