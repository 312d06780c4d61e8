"""Canonical JSON (RFC 8785) of entries and payloads, and what an entry may name."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import rfc8785

from attending.ledger.errors import LedgerError

Json = None | bool | int | float | str | Sequence["Json"] | Mapping[str, "Json"]

VERSION = 1
_VERB = re.compile(r"[a-z][a-z0-9_-]*(\.[a-z][a-z0-9_-]*)+")
_NAME = re.compile(r"[a-z][a-z0-9_-]*(:[A-Za-z0-9][A-Za-z0-9._-]*)?")
_LONGEST_VERB, _LONGEST_NAME = 80, 120


def canonical(value: Json) -> str:
    """RFC 8785 text of ``value``; raises LedgerError for what JSON cannot hold exactly (NaN, integers past 2**53)."""
    try:
        return rfc8785.dumps(_plain(value)).decode()
    except (rfc8785.CanonicalizationError, UnicodeEncodeError) as error:
        raise LedgerError(f"A payload must be JSON that every reader reads alike: {error}") from error


def _plain(value: Json) -> Any:
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, (bytes, bytearray)):
        return [_plain(item) for item in value]
    raise LedgerError(
        f"A payload holds only JSON values, not {type(value).__name__}; write dates and decimals as text."
    )


def require_names(verb: str, about: str, actor: str) -> None:
    """Refuse verbs and names that could carry free text, and so a patient's data, into an entry that stays for ever."""
    if len(verb) > _LONGEST_VERB or not _VERB.fullmatch(verb):
        raise LedgerError(f"A verb looks like 'decision.signed', at most {_LONGEST_VERB} characters; got {verb!r}.")
    for role, name in (("object", about), ("actor", actor)):
        if len(name) > _LONGEST_NAME or not _NAME.fullmatch(name):
            raise LedgerError(
                f"An {role} looks like 'proposal:12' or 'system', at most {_LONGEST_NAME} characters; got {name!r}."
            )


def timestamp(at: datetime) -> str:
    """RFC 3339 in UTC with microseconds, as entries write it."""
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def entry_body(*, seq: int, at: datetime, verb: str, about: str, actor: str, payload_sha256: str) -> str:
    """The text whose hash becomes the leaf of entry ``seq``."""
    return canonical(
        {
            "v": VERSION,
            "seq": seq,
            "at": timestamp(at),
            "verb": verb,
            "object": about,
            "actor": actor,
            "payload_sha256": payload_sha256,
        }
    )


def payload_sha256(salt: bytes, payload: str) -> str:
    """Hexadecimal SHA-256(salt || payload): without the 32 random bytes of salt nobody can guess an erased payload."""
    return hashlib.sha256(salt + payload.encode()).hexdigest()
