"""Receipts: C2SP tlog-proof text (c2sp.org/tlog-proof@v1) that one person can keep and check without this system.

The ``extra`` line carries the entry's body, from which the verifier computes the leaf; the specification leaves it
unauthenticated, and the inclusion proof then authenticates it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from attending.ledger.merkle import HASH_BYTES, leaf_hash, verify_inclusion
from attending.ledger.notes import Checkpoint, NoteError, VerifierKey, from_base64, to_base64

FIRST_LINE = "c2sp.org/tlog-proof@v1"
_DECIMAL = re.compile(r"0|[1-9][0-9]{0,18}")


@dataclass(frozen=True, slots=True)
class Receipt:
    """The proof that the entry with ``body`` is number ``index`` of the log whose signed checkpoint is ``note``."""

    index: int
    body: str
    hashes: tuple[bytes, ...]
    note: str

    def to_text(self) -> str:
        """The text of a ``.tlog-proof`` file."""
        lines = [FIRST_LINE, f"extra {to_base64(self.body.encode())}", f"index {self.index}"]
        return "\n".join([*lines, *map(to_base64, self.hashes), "", self.note])

    @classmethod
    def from_text(cls, text: str) -> Receipt:
        """Read a receipt; raises NoteError."""
        head, separator, note = text.partition("\n\n")
        lines = head.split("\n")
        if not separator or len(lines) < 3 or lines[0] != FIRST_LINE:
            raise NoteError(f"This is no receipt: the first line must be {FIRST_LINE}.")
        if not lines[1].startswith("extra ") or not lines[2].startswith("index "):
            raise NoteError("A receipt's second line is the entry (extra), its third the index.")
        index = lines[2].removeprefix("index ")
        if not _DECIMAL.fullmatch(index):
            raise NoteError(f"A receipt's index is a decimal number; got {index[:40]!r}.")
        hashes = tuple(map(from_base64, lines[3:]))
        if any(len(value) != HASH_BYTES for value in hashes):
            raise NoteError(f"Each hash of a proof has {HASH_BYTES} bytes.")
        try:
            body = from_base64(lines[1].removeprefix("extra ")).decode()
        except UnicodeDecodeError as error:
            raise NoteError("The receipt's entry is not UTF-8 text.") from error
        return cls(int(index), body, hashes, note)

    def verify(self, key: VerifierKey) -> Checkpoint:
        """The checkpoint under which the entry stands; raises NoteError when anything does not fit."""
        checkpoint = Checkpoint.from_note(self.note, key)
        leaf = leaf_hash(self.body.encode())
        if not verify_inclusion(self.index, checkpoint.size, leaf, self.hashes, checkpoint.root):
            raise NoteError(f"The proof does not lead from entry {self.index} to the checkpoint's root.")
        return checkpoint
