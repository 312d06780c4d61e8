#!/usr/bin/env python3
"""Check an Attending record offline: this one file, Python 3.9 or newer, nothing to install, no network.

    python3 verifier.py export.jsonl --vkey 'NAME+ID+KEY'
    python3 verifier.py decision.tlog-proof --vkey 'NAME+ID+KEY'
    python3 verifier.py export.jsonl decision.tlog-proof --vkey 'NAME+ID+KEY' --checkpoint kept.jsonl

The verifier key (vkey) was printed when the record was installed; take it from there and not from the export. With
``--checkpoint``, a checkpoint that you kept (a signed note, or the file of JSON lines that checkpoints were sent to),
it also finds a record that was rewritten or cut back since then and signed again.

Exit code 0: everything agrees; 1: something was changed, and the first changed entry is named; 2: not a usable input.

This file shares no code with the system that it checks. Sources: Merkle tree of RFC 6962 and RFC 9162, section 2.1;
Ed25519 of RFC 8032, section 5.1, with the addition formulas of Hisil, Wong, Carter and Dawson (2008); signed notes,
checkpoints and proofs of C2SP (signed-note, tlog-checkpoint, tlog-proof).
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple, TextIO

Point = tuple[int, int, int, int]
Hash = bytes

LONGEST_LINE = 16 * 1024 * 1024
PROOF_LINE = "c2sp.org/tlog-proof@v1"
NUMBER = re.compile("(0|[1-9][0-9]{0,18})")


class BadInput(Exception):
    """The input is not what it should be, so nothing can be said about the record."""


class Changed(Exception):
    """Something does not fit what was signed."""


# Ed25519 ---------------------------------------------------------------------------------------------------------

FIELD = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
CURVE_D = -121665 * pow(121666, -1, FIELD) % FIELD
ROOT_OF_MINUS_ONE = pow(2, (FIELD - 1) // 4, FIELD)
NEUTRAL = (0, 1, 1, 0)


def add_points(first: Point, second: Point) -> Point:
    """Sum of two points in extended coordinates (X, Y, Z, T) with x = X/Z, y = Y/Z, xy = T/Z."""
    x1, y1, z1, t1 = first
    x2, y2, z2, t2 = second
    a = (y1 - x1) * (y2 - x2) % FIELD
    b = (y1 + x1) * (y2 + x2) % FIELD
    c = 2 * CURVE_D * t1 * t2 % FIELD
    d = 2 * z1 * z2 % FIELD
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % FIELD, g * h % FIELD, f * g % FIELD, e * h % FIELD)


def decode_point(data: bytes) -> Point | None:
    """The point that 32 bytes stand for, or None if they are not the one encoding of a point."""
    number = int.from_bytes(data, "little")
    y, sign = number & (2**255 - 1), number >> 255
    if y >= FIELD:
        return None
    square = (y * y - 1) * pow(CURVE_D * y * y + 1, -1, FIELD) % FIELD
    x = pow(square, (FIELD + 3) // 8, FIELD)
    if x * x % FIELD != square:
        x = x * ROOT_OF_MINUS_ONE % FIELD
    if x * x % FIELD != square or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = FIELD - x
    return (x, y, 1, x * y % FIELD)


def encode_point(point: Point) -> bytes:
    """The 32 bytes of a point."""
    x, y, z, _ = point
    inverse = pow(z, -1, FIELD)
    x, y = x * inverse % FIELD, y * inverse % FIELD
    return (y | (x & 1) << 255).to_bytes(32, "little")


BASE_Y = 4 * pow(5, -1, FIELD) % FIELD
BASE = decode_point(BASE_Y.to_bytes(32, "little")) or NEUTRAL


def verify_ed25519(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the 64 bytes of ``signature`` are those of the owner of ``public`` (32 bytes) over ``message``."""
    if len(public) != 32 or len(signature) != 64:
        return False
    key = decode_point(public)
    scalar = int.from_bytes(signature[32:], "little")
    if key is None or scalar >= ORDER:
        return False
    challenge = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % ORDER
    x, y, z, t = key
    minus_key = (FIELD - x, y, z, FIELD - t)
    both = add_points(BASE, minus_key)
    result = NEUTRAL
    for bit in range(252, -1, -1):
        result = add_points(result, result)
        wanted = (scalar >> bit & 1, challenge >> bit & 1)
        if wanted != (0, 0):
            result = add_points(result, both if wanted == (1, 1) else BASE if wanted[0] else minus_key)
    return encode_point(result) == signature[:32]


# Notes and checkpoints -------------------------------------------------------------------------------------------


def decode_base64(text: str) -> bytes:
    """Strict base64."""
    try:
        value = base64.b64decode(text.encode("ascii"), validate=True)
    except ValueError:
        value = b""
    if not value or base64.b64encode(value).decode() != text:
        raise BadInput(f"not base64: {text[:60]!r}")
    return value


class Key(NamedTuple):
    """A verifier key."""

    name: str
    identity: bytes
    public: bytes


class Receipt(NamedTuple):
    """A receipt that verified: entry ``seq`` with this body, under the checkpoint of ``size`` and ``root``."""

    seq: int
    body: bytes
    size: int
    root: Hash


class Kept(NamedTuple):
    """What is known from elsewhere: the first ``size`` entries have this root. ``origin`` says from where."""

    size: int
    root: Hash
    origin: str


def read_vkey(text: str) -> Key:
    """Read a verifier key; raises BadInput."""
    parts = text.strip().split("+", 2)
    if len(parts) != 3:
        raise BadInput("a verifier key looks like NAME+0123abcd+BASE64")
    name, identity, encoded = parts
    key = decode_base64(encoded)
    if len(key) != 33 or key[0] != 1:
        raise BadInput("the verifier key is not an Ed25519 key")
    computed = hashlib.sha256(name.encode() + b"\n" + key).digest()[:4]
    if not name or computed.hex() != identity:
        raise BadInput("the verifier key was copied wrongly: its id does not belong to it")
    return Key(name, computed, key[1:])


def read_checkpoint(note: str, key: Key) -> tuple[int, Hash]:
    """(size, root) of a checkpoint that ``key`` signed; raises Changed when it did not."""
    name, identity, public = key
    text, separator, signatures = note.rpartition("\n\n")
    if not separator:
        raise Changed("a checkpoint has no signature")
    text += "\n"
    verified = False
    for line in signatures.rstrip("\n").split("\n"):
        parts = line.split(" ")
        if len(parts) != 3 or parts[0] != "\N{EM DASH}":
            raise Changed("a checkpoint's signature line was damaged")
        try:
            signature = decode_base64(parts[2])
        except BadInput as error:
            raise Changed("a checkpoint's signature was damaged") from error
        if parts[1] == name and signature[:4] == identity:
            if not verify_ed25519(public, text.encode(), signature[4:]):
                raise Changed("a checkpoint's signature does not verify: the checkpoint was changed")
            verified = True
    if not verified:
        raise Changed(f"a checkpoint was not signed with the key of {name} that you gave")
    lines = text.split("\n")
    if len(lines) < 4 or lines[0] != name or not NUMBER.fullmatch(lines[1]):
        raise Changed(f"a checkpoint is not one of {name}")
    return int(lines[1]), decode_base64(lines[2])


# Merkle tree -----------------------------------------------------------------------------------------------------


def hash_leaf(data: bytes) -> Hash:
    """Hash of an entry."""
    return hashlib.sha256(b"\0" + data).digest()


def hash_pair(left: Hash, right: Hash) -> Hash:
    """Hash of an inner node."""
    return hashlib.sha256(b"\1" + left + right).digest()


class Tree:
    """The complete subtrees of a growing tree, as (size, hash), largest first."""

    def __init__(self) -> None:
        self.size = 0
        self.parts: list[tuple[int, Hash]] = []

    def add(self, leaf: Hash) -> None:
        """Append one leaf hash."""
        weight = 1
        while self.parts and self.parts[-1][0] == weight:
            leaf = hash_pair(self.parts.pop()[1], leaf)
            weight *= 2
        self.parts.append((weight, leaf))
        self.size += 1

    def root(self) -> Hash:
        """Root of all leaves so far."""
        if not self.parts:
            return hashlib.sha256(b"").digest()
        result = self.parts[-1][1]
        for _, left in reversed(self.parts[:-1]):
            result = hash_pair(left, result)
        return result


def root_from_proof(index: int, size: int, leaf: Hash, hashes: Sequence[Hash]) -> Hash | None:
    """The root that an inclusion proof leads to, or None if it has the wrong length."""
    # At each level: is the node a right child, a left child with a sibling, or the last one, which moves up alone?
    result, remaining = leaf, list(hashes)
    last = size - 1
    while last > 0:
        if index % 2 == 1 or index < last:
            if not remaining:
                return None
            sibling = remaining.pop(0)
            result = hash_pair(sibling, result) if index % 2 == 1 else hash_pair(result, sibling)
        index //= 2
        last //= 2
    return None if remaining else result


# Inputs ----------------------------------------------------------------------------------------------------------


def read_receipt(text: str, key: Key) -> Receipt:
    """Read and verify a receipt; raises Changed or BadInput."""
    head, separator, note = text.partition("\n\n")
    lines = head.split("\n")
    if not separator or len(lines) < 3 or not lines[1].startswith("extra ") or not lines[2].startswith("index "):
        raise BadInput("the receipt is incomplete")
    number = lines[2][len("index ") :]
    if not NUMBER.fullmatch(number):
        raise BadInput("the receipt's index is not a number")
    index, body = int(number), decode_base64(lines[1][len("extra ") :])
    size, root = read_checkpoint(note, key)
    hashes = [decode_base64(line) for line in lines[3:]]
    if index >= size or root_from_proof(index, size, hash_leaf(body), hashes) != root:
        raise Changed(f"the receipt of entry {index} does not lead to the signed root: receipt or entry was changed")
    try:
        if json.loads(body)["seq"] != index:
            raise Changed(f"the receipt says entry {index}, the entry says another number")
    except (ValueError, KeyError, TypeError) as error:
        raise Changed(f"entry {index} of the receipt is not an entry of this record") from error
    return Receipt(index, body, size, root)


def read_kept(text: str) -> list[str]:
    """The notes of a checkpoint file: one note, or JSON lines with a note each."""
    if not text.lstrip().startswith("{"):
        return [text]
    notes = []
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            try:
                notes.append(str(json.loads(line)["note"]))
            except (ValueError, KeyError, TypeError) as error:
                raise BadInput(f"line {number} of the checkpoint file holds no note") from error
    return notes


class Export:
    """Reads an export once, in order, and says what does not fit."""

    def __init__(self, key: Key, kept: Iterable[Kept], receipts: Iterable[Receipt]) -> None:
        self.key = key
        self.kept = sorted(kept)
        self.receipts = {receipt.seq: receipt.body for receipt in receipts}
        self.tree = Tree()
        self.agreed = 0
        self.signed = 0
        self.problems: list[str] = []
        self.first: int | None = None
        self.doubt: tuple[int, int] | None = None

    def name(self, seq: int, what: str) -> None:
        """Note a problem with one entry."""
        self.problems.append(f"entry {seq}: {what}")
        if self.first is None or seq < self.first:
            self.first = seq

    def compare(self, root: Hash, origin: str) -> None:
        """Compare a signed root with that of the entries read so far."""
        size = self.tree.size
        if root == self.tree.root():
            if self.doubt is None:
                self.agreed = max(self.agreed, size)
            return
        self.problems.append(f"the first {size} entries are not those that {origin} was signed over")
        if self.doubt is None:
            self.doubt = (self.agreed, size - 1)

    def line(self, number: int, text: str) -> None:
        """Take one line after the header."""
        try:
            value = json.loads(text)
            kind = value["type"]
            if kind == "entry":
                seq, leaf, body = value["seq"], bytes.fromhex(value["leaf"]), value["body"].encode()
                self.entry(seq, leaf, body, value)
            elif kind == "checkpoint":
                self.checkpoint(value["note"])
            else:
                self.problems.append(f"line {number} is of an unknown type")
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise Changed(
                f"line {number}, where entry {self.tree.size} is due, cannot be read: it was damaged"
            ) from error

    def entry(self, seq: int, leaf: Hash, body: bytes, value: dict[str, Any]) -> None:
        """Take one entry."""
        if seq != self.tree.size:
            raise Changed(f"entry {self.tree.size} is missing or out of place: entry {seq} stands there")
        if hash_leaf(body) != leaf:
            self.name(seq, "its body does not give its leaf hash; it was changed")
        found = json.loads(body)
        if found["seq"] != seq:
            self.name(seq, f"its body says that it is entry {found['seq']}")
        if "payload" in value:
            digest = hashlib.sha256(bytes.fromhex(value["salt"]) + value["payload"].encode()).hexdigest()
            if digest != found["payload_sha256"]:
                self.name(seq, "its payload was changed")
        if self.receipts.get(seq, body) != body:
            self.name(seq, "it is not the entry that the receipt was given for")
        self.tree.add(leaf)
        self.compare_kept()

    def compare_kept(self) -> None:
        """Compare what was kept elsewhere about the record at this size."""
        while self.kept and self.kept[0][0] <= self.tree.size:
            _, root, origin = self.kept.pop(0)
            self.compare(root, origin)

    def checkpoint(self, note: str) -> None:
        """Take one checkpoint."""
        try:
            size, root = read_checkpoint(note, self.key)
        except Changed as error:
            self.problems.append(f"after entry {self.tree.size - 1}: {error}")
            return
        if size != self.tree.size:
            self.problems.append(f"a checkpoint over {size} entries stands after {self.tree.size}")
            return
        self.signed = size
        self.compare(root, f"the checkpoint at {size}")

    def finish(self) -> None:
        """What can only be said at the end."""
        if self.signed < self.tree.size:
            self.problems.append(f"no signed checkpoint covers entries {self.signed} to {self.tree.size - 1}")
        elif self.signed == 0:
            self.problems.append("the export holds no signed checkpoint")
        for size, _, origin in self.kept:
            self.problems.append(
                f"{origin} covers {size} entries, but the export has only {self.tree.size}: it was cut"
            )
        for index in self.receipts:
            if index >= self.tree.size:
                self.problems.append(f"entry {index}, for which there is a receipt, is not in the export")

    def culprit(self) -> str | None:
        """The first changed entry in words, or None."""
        if self.first is not None and (self.doubt is None or self.first <= self.doubt[1]):
            return f"entry {self.first}"
        if self.doubt is not None:
            low, high = self.doubt
            return f"entry {low}" if low == high else f"an entry from {low} to {high}"
        return None


def verify_export(
    lines: Iterable[str], key: Key, kept: Sequence[Kept] = (), receipts: Sequence[Receipt] = ()
) -> Export:
    """Read an export's lines; returns the ``Export`` with its findings. Raises BadInput if it is no export."""
    rows = iter(lines)
    try:
        header = json.loads(next(rows))
        if header["format"] != "attending-ledger-export" or header["version"] != 1:
            raise BadInput("this version of the verifier does not know this format")
        if header["origin"] != key.name:
            raise BadInput(f"the export is of {header['origin']}, the verifier key of {key.name}")
    except (StopIteration, ValueError, KeyError, TypeError) as error:
        raise BadInput("the first line is not the header of an export") from error
    vouched = [Kept(each.size, each.root, f"the receipt of entry {each.seq}") for each in receipts]
    export = Export(key, [*kept, *vouched], receipts)
    export.compare_kept()
    try:
        for number, line in enumerate(rows, start=2):
            export.line(number, line)
    except Changed as error:
        export.problems.append(str(error))
        if export.first is None:
            export.first = export.tree.size
        return export
    export.finish()
    return export


def bounded_lines(file: TextIO) -> Iterator[str]:
    """Lines of a text file, none longer than 16 MiB."""
    while True:
        line = file.readline(LONGEST_LINE)
        if not line:
            return
        if len(line) >= LONGEST_LINE:
            raise BadInput("a line is longer than 16 MiB")
        yield line


def main(arguments: Sequence[str] | None = None) -> int:
    """Run as a command; returns the exit code."""
    parser = argparse.ArgumentParser(
        description="Check an Attending record offline.", epilog="Exit code 0: agrees; 1: changed; 2: unusable input."
    )
    parser.add_argument("files", nargs="+", type=Path, help="an export (.jsonl) and receipts (.tlog-proof)")
    parser.add_argument("--vkey", required=True, help="the record's verifier key, NAME+ID+KEY")
    parser.add_argument("--checkpoint", type=Path, action="append", default=[], help="a checkpoint kept elsewhere")
    options = parser.parse_args(arguments)
    try:
        return check(options)
    except (BadInput, OSError, UnicodeDecodeError) as error:
        print(f"Unusable input: {error}", file=sys.stderr)
        return 2
    except Changed as error:
        print(f"CHANGED: {error}")
        return 1


def check(options: argparse.Namespace) -> int:
    """Check everything that was given; returns the exit code."""
    key = read_vkey(options.vkey)
    kept = [
        Kept(*read_checkpoint(note, key), f"the checkpoint kept in {path.name}")
        for path in options.checkpoint
        for note in read_kept(path.read_text(encoding="utf-8"))
    ]
    exports: list[Path] = []
    receipts: list[Receipt] = []
    for path in options.files:
        with path.open(encoding="utf-8") as file:
            first = file.readline(LONGEST_LINE).rstrip("\n")
        if first == PROOF_LINE:
            receipts.append(read_receipt(path.read_text(encoding="utf-8"), key))
        else:
            exports.append(path)
    result = 0
    for path in exports:
        with path.open(encoding="utf-8", newline="\n") as file:
            export = verify_export(bounded_lines(file), key, kept, receipts)
        if export.problems:
            culprit = export.culprit()
            print(f"CHANGED: {path.name}" + (f"; first changed: {culprit}" if culprit else ""))
            for problem in export.problems[:20]:
                print(f"  {problem}")
            result = 1
        else:
            root = base64.b64encode(export.tree.root()).decode()
            print(f"Verified: {export.tree.size} entries of {key.name}, root {root}")
    for index, body, size, _ in receipts:
        print(f"Verified: receipt of entry {index} under the checkpoint over {size} entries")
        print(f"  {body.decode()}")
    if kept and not exports:
        print("A kept checkpoint is compared with an export; give the export too.", file=sys.stderr)
    return result


if __name__ == "__main__":
    sys.exit(main())
