"""Signed notes and checkpoints as C2SP specifies them (c2sp.org/signed-note, c2sp.org/tlog-checkpoint), with Ed25519.

A note is text that ends in a newline, an empty line, and signature lines. A checkpoint is a note whose text is the
log's origin, its size and the base64 of its root. Texts are compared and signed as their exact UTF-8 bytes.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from attending.ledger.errors import LedgerError
from attending.ledger.merkle import HASH_BYTES

ED25519 = 0x01
_SIGNATURE_MARK = "\N{EM DASH} "
_LONGEST_NOTE = 1_000_000
_DECIMAL = re.compile(r"0|[1-9][0-9]{0,18}")
_NAME = re.compile(r"[^\s+]+")


class NoteError(LedgerError):
    """A note, checkpoint or key cannot be read, or no signature of the known key verifies."""


def from_base64(text: str) -> bytes:
    """Strict standard base64; raises NoteError."""
    try:
        value = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise NoteError(f"{text[:60]!r} is not base64.") from error
    if to_base64(value) != text:
        raise NoteError(f"{text[:60]!r} is not the canonical base64 of its bytes.")
    return value


def to_base64(value: bytes) -> str:
    """Standard base64 with padding."""
    return base64.b64encode(value).decode()


def require_name(name: str) -> str:
    """``name`` if it may name a key: not empty, no space, no plus sign."""
    if not _NAME.fullmatch(name):
        raise NoteError(f"A log's origin has no space and no '+'; got {name!r}.")
    return name


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """The public half of a log's key, under the log's name."""

    name: str
    public: bytes

    @property
    def key_id(self) -> bytes:
        """The first 4 bytes of SHA-256(name, newline, signature type, public key)."""
        return hashlib.sha256(self.name.encode() + b"\n" + bytes([ED25519]) + self.public).digest()[:4]

    def to_text(self) -> str:
        """The vkey that people keep: name, key id and key, joined by '+'."""
        return f"{self.name}+{self.key_id.hex()}+{to_base64(bytes([ED25519]) + self.public)}"

    @classmethod
    def from_text(cls, text: str) -> VerifierKey:
        """Read a vkey; raises NoteError when it is not one of an Ed25519 key, or its parts disagree."""
        parts = text.strip().split("+", 2)
        if len(parts) != 3:
            raise NoteError("A verifier key looks like name+0123abcd+base64.")
        name, key_id, encoded = parts
        key = from_base64(encoded)
        if len(key) != 33 or key[0] != ED25519:
            raise NoteError("The verifier key is not an Ed25519 key of 32 bytes.")
        found = cls(require_name(name), key[1:])
        if found.key_id.hex() != key_id:
            raise NoteError("The verifier key's id does not belong to its name and key; it was copied wrongly.")
        return found


@dataclass(frozen=True, slots=True)
class SignerKey:
    """A log's private key, under the log's name."""

    name: str
    private: Ed25519PrivateKey

    @property
    def verifier(self) -> VerifierKey:
        """The key that others check signatures with."""
        return VerifierKey(self.name, self.private.public_key().public_bytes_raw())

    def sign(self, text: str) -> str:
        """The note: ``text`` with one signature line."""
        if not text.endswith("\n") or any(ord(character) < 0x20 and character != "\n" for character in text):
            raise NoteError("The text of a note ends in a newline and holds no other control character.")
        signature = self.verifier.key_id + self.private.sign(text.encode())
        return f"{text}\n{_SIGNATURE_MARK}{self.name} {to_base64(signature)}\n"


def open_note(note: str, key: VerifierKey) -> str:
    """The text of ``note`` if ``key`` signed it; signatures of unknown keys are passed over. Raises NoteError."""
    if len(note) > _LONGEST_NOTE or any(ord(character) < 0x20 and character != "\n" for character in note):
        raise NoteError("The note is too long or holds control characters.")
    head, separator, tail = note.rpartition("\n\n")
    if not separator or not tail.endswith("\n"):
        raise NoteError("The note has no signatures after an empty line.")
    text, verified = head + "\n", False
    for line in tail[:-1].split("\n"):
        name, space, encoded = line.removeprefix(_SIGNATURE_MARK).partition(" ")
        if not line.startswith(_SIGNATURE_MARK) or not space:
            raise NoteError("A signature line is not: em dash, name, base64.")
        require_name(name)
        signature = from_base64(encoded)
        if len(signature) < 5:
            raise NoteError("A signature is too short to hold a key id.")
        if name != key.name or signature[:4] != key.key_id:
            continue
        try:
            Ed25519PublicKey.from_public_bytes(key.public).verify(signature[4:], text.encode())
        except (InvalidSignature, ValueError) as error:
            raise NoteError(f"The signature of {name} does not verify: the note was changed.") from error
        verified = True
    if not verified:
        raise NoteError(f"The note bears no signature of {key.name} with key {key.key_id.hex()}.")
    return text


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A tree head: the log ``origin`` had ``size`` entries with this ``root``."""

    origin: str
    size: int
    root: bytes

    def to_text(self) -> str:
        """The text that is signed."""
        return f"{self.origin}\n{self.size}\n{to_base64(self.root)}\n"

    @classmethod
    def from_text(cls, text: str) -> Checkpoint:
        """Read a checkpoint's text; extension lines are passed over. Raises NoteError."""
        lines = text.split("\n")
        if len(lines) < 4 or lines[-1] or not all(lines[:-1]):
            raise NoteError("A checkpoint has at least three lines: origin, size, root.")
        if not _DECIMAL.fullmatch(lines[1]):
            raise NoteError(f"A checkpoint's size is a decimal number without leading zeros; got {lines[1][:40]!r}.")
        root = from_base64(lines[2])
        if len(root) != HASH_BYTES:
            raise NoteError(f"A checkpoint's root has {HASH_BYTES} bytes, not {len(root)}.")
        return cls(lines[0], int(lines[1]), root)

    @classmethod
    def from_note(cls, note: str, key: VerifierKey) -> Checkpoint:
        """The checkpoint that ``key`` signed for its own log; raises NoteError."""
        checkpoint = cls.from_text(open_note(note, key))
        if checkpoint.origin != key.name:
            raise NoteError(f"The checkpoint is of {checkpoint.origin}, not of {key.name}.")
        return checkpoint
