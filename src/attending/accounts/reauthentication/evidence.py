"""What was proven when a signature was made, kept so that it can be verified later."""

from __future__ import annotations

import struct
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, cast

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from fido2 import cbor
from fido2.cose import CoseKey
from fido2.utils import sha256, websafe_decode
from fido2.webauthn import AuthenticatorData, CollectedClientData

from attending.accounts.reauthentication.intent import Intent, challenge

PASSKEY = ("passkey", "user verification")
PASSWORD_AND_TOTP = ("password", "totp")
DEMONSTRATION = ("demonstration",)

# How decoding and checking bytes that somebody else made can fail.
MALFORMED = (
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    ArithmeticError,
    NotImplementedError,
    RecursionError,
    struct.error,
    UnsupportedAlgorithm,
)


class EvidenceInvalidError(Exception):
    """The evidence does not prove what it claims; the message says which check failed."""


@dataclass(frozen=True, slots=True)
class AuthenticationEvidence:
    """Proof that ``user_id`` authenticated for one intent.

    Binary fields are unpadded base64url. ``challenge`` is the SHA-256 of the intent. A passkey's fields are a
    WebAuthn assertion and the public key (COSE) it verifies with; only it is a signature by the person's own key.
    Password and TOTP leave nothing that can be verified again: their evidence is this server's statement.
    """

    user_id: int
    components: tuple[str, ...]
    at: datetime
    challenge: str
    relying_party_id: str | None = None
    origin: str | None = None
    credential_id: str | None = None
    public_key: str | None = None
    authenticator_data: str | None = None
    client_data_json: str | None = None
    signature: str | None = None

    def as_document(self) -> dict[str, Any]:
        """Plain JSON; ``from_document`` reads it back."""
        return {**asdict(self), "components": list(self.components), "at": self.at.isoformat()}

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> AuthenticationEvidence:
        """Read what ``as_document`` wrote; raises EvidenceInvalidError for anything else."""
        try:
            return cls(
                **{
                    **document,
                    "components": tuple(document["components"]),
                    "at": datetime.fromisoformat(document["at"]),
                }
            )
        except (KeyError, TypeError, ValueError) as error:
            raise EvidenceInvalidError("This is not authentication evidence.") from error


def base64url(data: bytes) -> str:
    """Unpadded base64url (RFC 4648)."""
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def verify_evidence(evidence: AuthenticationEvidence, intent: Intent) -> None:
    """Check that the evidence belongs to this intent and, for a passkey, that the assertion holds.

    Follows WebAuthn Level 3, section 7.2, for the stored parts. Raises EvidenceInvalidError naming the check that
    failed. That the public key was the person's is for the record of added factors (the ledger) to show.
    """
    expected = challenge(intent)
    if evidence.challenge != base64url(expected):
        raise EvidenceInvalidError("The evidence was made for another intent.")
    if evidence.user_id != intent.get("signer_id"):
        raise EvidenceInvalidError("The evidence is another person's.")
    if evidence.components in (PASSWORD_AND_TOTP, DEMONSTRATION):
        return
    if evidence.components != PASSKEY:
        raise EvidenceInvalidError(f"Unknown components: {', '.join(evidence.components)}.")
    try:
        client_data = CollectedClientData(websafe_decode(evidence.client_data_json or ""))
        authenticator_data = AuthenticatorData(websafe_decode(evidence.authenticator_data or ""))
        public_key = CoseKey.parse(cast(Mapping[int, Any], cbor.decode(websafe_decode(evidence.public_key or ""))))
        signature = websafe_decode(evidence.signature or "")
    except MALFORMED as error:
        raise EvidenceInvalidError("The stored assertion cannot be read.") from error
    if client_data.type != CollectedClientData.TYPE.GET or client_data.cross_origin:
        raise EvidenceInvalidError("The assertion was not made by signing on our own page.")
    if client_data.challenge != expected:
        raise EvidenceInvalidError("The assertion answers another challenge.")
    if client_data.origin != evidence.origin:
        raise EvidenceInvalidError("The assertion was made on another origin.")
    if authenticator_data.rp_id_hash != sha256((evidence.relying_party_id or "").encode()):
        raise EvidenceInvalidError("The assertion was made for another host.")
    if not (authenticator_data.is_user_present() and authenticator_data.is_user_verified()):
        raise EvidenceInvalidError("The authenticator did not verify the user.")
    try:
        public_key.verify(bytes(authenticator_data) + client_data.hash, signature)
    except (InvalidSignature, *MALFORMED) as error:
        raise EvidenceInvalidError("The signature does not verify.") from error
