"""The log's signing key: one file outside the database, readable by its owner alone, made at its first use.

The file holds ``PRIVATE+KEY+name+key id+base64(signature type || seed)``, the form that Go's note tools read too.
"""

from __future__ import annotations

import os
import secrets
import stat
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from attending.ledger.errors import LedgerError
from attending.ledger.notes import ED25519, SignerKey, VerifierKey, from_base64, require_name, to_base64

_PREFIX = "PRIVATE+KEY"


def signer() -> SignerKey:
    """The key that signs checkpoints; makes it first if there is none. Raises LedgerError saying what to mend."""
    path = Path(settings.ATTENDING_LEDGER_KEY)
    if not path.exists():
        _create(path, require_name(settings.ATTENDING_ORIGIN))
    return _read(path)


def verifier() -> VerifierKey | None:
    """The public key, or None when nothing was ever signed here."""
    path = Path(settings.ATTENDING_LEDGER_KEY)
    return _read(path).verifier if path.exists() else None


def _create(path: Path, name: str) -> None:
    seed = secrets.token_bytes(32)
    key = SignerKey(name, Ed25519PrivateKey.from_private_bytes(seed))
    encoded = to_base64(bytes([ED25519]) + seed)
    path.parent.mkdir(parents=True, exist_ok=True)
    # Written whole under another name and then linked: of two processes that start at once one wins, and nobody
    # ever reads half a key.
    draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(f"{_PREFIX}+{name}+{key.verifier.key_id.hex()}+{encoded}\n")
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)
        except FileExistsError:
            return
    finally:
        draft.unlink()


def _read(path: Path) -> SignerKey:
    try:
        if stat.S_IMODE(path.stat().st_mode) & 0o077:
            raise LedgerError(f"Others may read the ledger's key. Run: chmod 600 {path}")
        text = path.read_text().strip()
    except OSError as error:
        raise LedgerError(f"The ledger's key cannot be read ({error.strerror}): {path}") from error
    parts = text.removeprefix(f"{_PREFIX}+").split("+", 2)
    if not text.startswith(f"{_PREFIX}+") or len(parts) != 3:
        raise LedgerError(f"This is no ledger key: {path}. Restore it from the backup; do not make another.")
    seed = from_base64(parts[2])
    if len(seed) != 33 or seed[0] != ED25519:
        raise LedgerError(f"The ledger's key is not an Ed25519 key: {path}. Restore it from the backup.")
    key = SignerKey(require_name(parts[0]), Ed25519PrivateKey.from_private_bytes(seed[1:]))
    if key.name != settings.ATTENDING_ORIGIN:
        raise LedgerError(
            f"The ledger's key signs for {key.name}, but ATTENDING_ORIGIN is {settings.ATTENDING_ORIGIN}. An origin "
            "never changes: set it back, or start a new record with a new key file."
        )
    if key.verifier.key_id.hex() != parts[1]:
        raise LedgerError(f"The ledger's key file was damaged: {path}. Restore it from the backup.")
    return key
