"""What a signer is about to sign, and the challenge that stands for it."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping

import rfc8785
from rfc8785 import CanonicalizationError

from attending.accounts.models import User

Json = str | int | float | bool | None | list["Json"] | dict[str, "Json"]
Intent = Mapping[str, Json]

CONTEXT = b"attending-sign/1\0"
REQUIRED = ("record_sha256", "meaning", "signer_id", "signer_printed_name", "nonce")
NONCE_CHARACTERS = 22


class IntentError(ValueError):
    """The intent cannot be signed: something is missing, or it names somebody else than the signer."""


def signing_intent(
    user: User, *, record_sha256: str, meaning: str, role: str, reason: str, nonce: str = "", **more: Json
) -> dict[str, Json]:
    """The intent of ``user`` to sign the record with this hash.

    ``meaning`` is the signature's meaning (review, approval, responsibility, authorship), ``role`` the seat it is
    made in. ``nonce`` defaults to 128 fresh random bits; pass the one shown on the form when building it again.
    """
    return {
        **more,
        "record_sha256": record_sha256,
        "meaning": meaning,
        "signer_id": user.pk,
        "signer_printed_name": user.printed_name,
        "signer_role": role,
        "reason": reason,
        "nonce": nonce or secrets.token_urlsafe(16),
    }


def challenge(intent: Intent) -> bytes:
    """The 32-byte challenge of an intent; raises IntentError if the intent is not plain JSON."""
    try:
        return hashlib.sha256(CONTEXT + rfc8785.dumps(dict(intent))).digest()
    except (CanonicalizationError, RecursionError) as error:
        raise IntentError(
            "The intent must be plain JSON: text, whole numbers, true, false, null, lists, objects."
        ) from error


def checked(user: User, intent: Intent) -> bytes:
    """The challenge, after checking that the intent is whole and names ``user`` as its signer."""
    missing = [key for key in REQUIRED if not intent.get(key)]
    if missing:
        raise IntentError(f"The intent lacks {', '.join(missing)}.")
    nonce = intent["nonce"]
    if not isinstance(nonce, str) or len(nonce) < NONCE_CHARACTERS:
        raise IntentError(f"The nonce must be text of at least {NONCE_CHARACTERS} characters (128 random bits).")
    if intent["signer_id"] != user.pk or intent["signer_printed_name"] != user.printed_name:
        raise IntentError("The intent names another signer than the person who is signing.")
    return challenge(intent)
