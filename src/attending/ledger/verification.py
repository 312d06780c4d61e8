"""Verification of the whole record: one pass over the entries, with memory that grows as the logarithm of their number.

Every leaf is recomputed from its entry's body, every node from its leaves, every checkpoint's root from the tree as it
was at that size. Where a stored hash disagrees, the stored one is carried upwards, so that one change is reported where
it was made and not once more at each level above it.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from heapq import merge
from typing import Any

from django.db.models import Max, Q

from attending.ledger.canonical import payload_sha256, timestamp
from attending.ledger.merkle import Frontier, fold, leaf_hash, node_hash
from attending.ledger.models import CheckpointRecord, Entry, Head, Node, Payload
from attending.ledger.notes import Checkpoint, NoteError, VerifierKey
from attending.ledger.rules import node_key

BATCH = 4096
LISTED = 100


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One thing that was changed. ``seq`` is the entry (the first, if several), ``where`` the kind of row."""

    seq: int | None
    where: str
    what: str


@dataclass(frozen=True, slots=True)
class Verification:
    """What was compared, and what disagreed; the first 100 disagreements are listed, all are counted."""

    size: int
    root: bytes
    payloads: int
    erased: int
    checkpoints: int
    outside: int
    disagreements: tuple[Disagreement, ...]
    count: int
    seconds: float

    @property
    def ok(self) -> bool:
        """Whether nothing disagreed."""
        return self.count == 0


@dataclass
class _Tree:
    """The tree so far: complete subtrees as (level, hash), largest first."""

    size: int = 0
    stack: list[tuple[int, bytes]] = field(default_factory=list)

    def root(self) -> bytes:
        return fold([value for _, value in self.stack])


class _Run:
    def __init__(self, key: VerifierKey | None) -> None:
        self.key = key
        self.tree = _Tree()
        self.whole = True
        self.payloads = self.erased = self.checkpoints = self.outside = self.count = 0
        self.listed: list[Disagreement] = []

    def disagree(self, seq: int | None, where: str, what: str) -> None:
        self.count += 1
        if len(self.listed) < LISTED:
            self.listed.append(Disagreement(seq, where, what))

    def entry(self, row: dict[str, Any], nodes: dict[int, bytes]) -> None:
        seq: int = row["seq"]
        leaf = bytes(row["leaf"])
        if leaf_hash(row["body"].encode()) != leaf:
            self.disagree(
                seq, "entry", f"entry {seq}: its body does not give its leaf hash; one of the two was changed"
            )
        self._columns(row)
        if self.whole:
            self._grow(leaf, nodes)

    def _columns(self, row: dict[str, Any]) -> None:
        seq: int = row["seq"]
        try:
            body = json.loads(row["body"])
        except ValueError:
            body = None
        if not isinstance(body, dict):
            self.disagree(seq, "entry", f"entry {seq}: its body is not a JSON object")
            return
        shown = {"seq": seq, "at": timestamp(row["at"]), **{name: row[name] for name in ("verb", "object", "actor")}}
        for name, value in shown.items():
            if body.get(name) != value:
                self.disagree(
                    seq, "entry", f"entry {seq}: its column {name} says {value!r}, its body {body.get(name)!r}"
                )
        self._payload(seq, body, row)

    def _payload(self, seq: int, body: dict[str, Any], row: dict[str, Any]) -> None:
        self.payloads += 1
        if row["payload__entry_id"] is None:
            self.disagree(seq, "payload", f"entry {seq}: its payload was deleted without an erasure on record")
        elif row["payload__erased_by_id"] is not None:
            self.erased += 1
            erasure = (row["payload__erased_by__verb"], row["payload__erased_by__object"])
            if erasure != ("payload.erased", f"entry:{seq}"):
                self.disagree(
                    seq, "payload", f"entry {seq}: entry {row['payload__erased_by_id']} does not record its erasure"
                )
        elif payload_sha256(bytes(row["payload__salt"]), row["payload__body"]) != body.get("payload_sha256"):
            self.disagree(seq, "payload", f"entry {seq}: its payload or salt was changed; the hash in its body differs")

    def _grow(self, leaf: bytes, nodes: dict[int, bytes]) -> None:
        tree, current, level, index = self.tree, leaf, 0, self.tree.size
        while index & 1:
            current = node_hash(tree.stack.pop()[1], current)
            level += 1
            index >>= 1
            stored = nodes.get(node_key(level, index))
            if stored != current:
                first, last = index << level, ((index + 1) << level) - 1
                state = "is missing" if stored is None else "disagrees with what is below it"
                changed = f"entry {first} or {last}" if level == 1 else f"an entry from {first} to {last}"
                self.disagree(
                    first,
                    "node",
                    f"entries {first} to {last}: tree node {level}/{index} {state}; it or {changed} changed",
                )
                current = stored or current
        tree.stack.append((level, current))
        tree.size += 1

    def open(self, note: str) -> Checkpoint:
        if self.key is None:
            return Checkpoint.from_text(note.rpartition("\n\n")[0] + "\n")
        return Checkpoint.from_note(note, self.key)

    def compare(self, checkpoint: Checkpoint, name: str) -> None:
        if self.whole and checkpoint.root != self.tree.root():
            self.disagree(
                None, "checkpoint", f"{name}: its root is not that of the first {checkpoint.size} entries; one changed"
            )


def _rows(size: int) -> Iterator[list[dict[str, Any]]]:
    columns = (
        *("seq", "at", "verb", "object", "actor", "body", "leaf"),
        *("payload__entry_id", "payload__salt", "payload__body", "payload__erased_by_id"),
        *("payload__erased_by__verb", "payload__erased_by__object"),
    )
    last = -1
    while True:
        rows = list(Entry.objects.filter(seq__gt=last, seq__lt=size).order_by("seq").values(*columns)[:BATCH])
        if not rows:
            return
        yield rows
        last = rows[-1]["seq"]


def _nodes(first: int, last: int) -> dict[int, bytes]:
    """The stored nodes that the entries ``first`` to ``last`` complete."""
    wanted, level = Q(), 1
    while (last + 1) >> level:
        low, high = first >> level, (last + 1) >> level
        wanted |= Q(key__gte=node_key(level, low), key__lt=node_key(level, high))
        level += 1
    if not wanted:
        return {}
    return {key: bytes(value) for key, value in Node.objects.filter(wanted).values_list("key", "hash")}


def _signed(run: _Run, size: int, latest: int) -> Iterator[tuple[int, str, Checkpoint]]:
    """The stored checkpoints by size, with a name for each; those that cannot be read or verified are reported."""
    rows = CheckpointRecord.objects.filter(id__lte=latest).order_by("size", "id")
    columns = rows.values_list("id", "size", "root", "note")
    for number, stored_size, root, note in columns.iterator(chunk_size=BATCH):
        run.checkpoints += 1
        name = f"checkpoint {number}"
        try:
            checkpoint = run.open(note)
        except NoteError as error:
            run.disagree(None, "checkpoint", f"{name}: {error}")
            continue
        if (checkpoint.size, checkpoint.root) != (stored_size, bytes(root)):
            run.disagree(None, "checkpoint", f"{name}: its columns disagree with its signed note")
        elif checkpoint.size > size:
            run.disagree(None, "checkpoint", f"{name}: it covers {checkpoint.size} entries, but the record has {size}")
        else:
            yield checkpoint.size, name, checkpoint


def _kept(run: _Run, outside: Sequence[str], size: int) -> list[tuple[int, str, Checkpoint]]:
    kept = []
    for number, note in enumerate(outside, start=1):
        run.outside += 1
        name = f"checkpoint {number} of those kept elsewhere"
        try:
            checkpoint = run.open(note)
        except NoteError as error:
            run.disagree(None, "checkpoint", f"{name}: {error}")
            continue
        if checkpoint.size > size:
            run.disagree(
                None,
                "checkpoint",
                f"{name}: it covers {checkpoint.size} entries, the record has only {size}: an older state was restored",
            )
        else:
            kept.append((checkpoint.size, name, checkpoint))
    return sorted(kept, key=lambda item: item[:2])


def _compare_until(
    run: _Run, pending: Iterator[tuple[int, str, Checkpoint]], due: tuple[int, str, Checkpoint] | None
) -> tuple[int, str, Checkpoint] | None:
    while due is not None and due[0] <= run.tree.size:
        run.compare(due[2], due[1])
        due = next(pending, None)
    return due


def verify_record(*, key: VerifierKey | None, outside: Sequence[str]) -> Verification:
    """Verify the whole record against ``key`` and the notes in ``outside``; entries added meanwhile are left out."""
    start = time.monotonic()
    run = _Run(key)
    # Read before the head, so that what others append meanwhile can only make the head larger than these.
    highest = Entry.objects.aggregate(highest=Max("seq"))["highest"]
    latest = CheckpointRecord.objects.aggregate(latest=Max("id"))["latest"] or 0
    head = Head.objects.first()
    size = head.size if head is not None else 0
    if head is None:
        run.disagree(None, "head", "the head row is missing")
    if highest is not None and highest >= size:
        run.disagree(size, "head", f"the head says {size} entries, but there are entries up to {highest}")
    if key is None and CheckpointRecord.objects.exists():
        run.disagree(None, "checkpoint", "the ledger's key file is missing, so no checkpoint's signature was checked")
    pending: Iterator[tuple[int, str, Checkpoint]] = iter(
        merge(_signed(run, size, latest), _kept(run, outside, size), key=lambda item: item[0])
    )
    due = _compare_until(run, pending, next(pending, None))
    expected = 0
    for rows in _rows(size):
        nodes = _nodes(expected, rows[-1]["seq"])
        for row in rows:
            if row["seq"] != expected:
                _gap(run, expected, row["seq"])
            run.entry(row, nodes)
            expected = row["seq"] + 1
            if due is not None and run.whole:
                due = _compare_until(run, pending, due)
    if expected < size:
        _gap(run, expected, size)
    for _ in pending:
        continue
    _compare_head(run, head)
    _extra(run)
    return Verification(
        size=size,
        root=run.tree.root(),
        payloads=run.payloads,
        erased=run.erased,
        checkpoints=run.checkpoints,
        outside=run.outside,
        disagreements=tuple(run.listed),
        count=run.count,
        seconds=time.monotonic() - start,
    )


def _gap(run: _Run, first: int, end: int) -> None:
    missing = f"entry {first} is" if end - first == 1 else f"entries {first} to {end - 1} are"
    run.disagree(first, "entry", f"{missing} missing; nothing after can be compared with the tree")
    run.whole = False


def _compare_head(run: _Run, head: Head | None) -> None:
    if head is None or not run.whole:
        return
    hashes = tuple(value for _, value in run.tree.stack)
    try:
        frontier = Frontier.from_bytes(head.size, bytes(head.frontier))
    except ValueError as error:
        run.disagree(None, "head", f"the head cannot be read: {error}")
        return
    start = 0
    for level, stored, found in zip((level for level, _ in run.tree.stack), frontier.hashes, hashes, strict=True):
        if stored != found:
            last = start + (1 << level) - 1
            span = f"entry {start}" if level == 0 else f"entries {start} to {last}"
            run.disagree(start, "head", f"{span}: the head disagrees; it or what is below it was changed")
        start += 1 << level


def _extra(run: _Run) -> None:
    """Nodes beside the tree, and payloads of no entry, were put there by somebody else."""
    nodes, payloads = Node.objects.count(), Payload.objects.count()
    size = Head.objects.aggregate(size=Max("size"))["size"] or 0
    expected = size - size.bit_count()
    if nodes > expected:
        run.disagree(None, "node", f"{nodes - expected} tree nodes too many: only {expected} belong to {size} entries")
    if payloads > size:
        run.disagree(None, "payload", f"{payloads - size} payloads too many: there are only {size} entries")


def first_changed(disagreements: Iterable[Disagreement]) -> int | None:
    """The lowest entry that a disagreement names."""
    return min((item.seq for item in disagreements if item.seq is not None), default=None)
