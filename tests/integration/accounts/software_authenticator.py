"""An authenticator in software: a P-256 key that makes WebAuthn answers byte by byte, flaws included."""

from __future__ import annotations

import hashlib
import json
import secrets
import struct
from base64 import urlsafe_b64encode
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2 import cbor

USER_PRESENT, USER_VERIFIED, ATTESTED = 0x01, 0x04, 0x40


def base64url(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


class SoftwareAuthenticator:
    """One passkey. ``counter`` 0 behaves like a synced passkey."""

    def __init__(self, rp_id: str = "localhost", origin: str = "http://localhost", counter: int = 0) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.credential_id = secrets.token_bytes(32)
        self.rp_id = rp_id
        self.origin = origin
        self.counter = counter
        self.user_verified = True
        self.cross_origin = False

    @property
    def id(self) -> str:
        return base64url(self.credential_id)

    def registration(self, challenge: bytes = b"\0" * 32) -> dict[str, Any]:
        """A RegistrationResponseJSON with attestation "none"."""
        numbers = self.key.public_key().public_numbers()
        cose = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
        attested = bytes(16) + struct.pack(">H", len(self.credential_id)) + self.credential_id + cbor.encode(cose)
        attestation = {"fmt": "none", "attStmt": {}, "authData": self._data(ATTESTED) + attested}
        return {
            "id": self.id,
            "rawId": self.id,
            "type": "public-key",
            "clientExtensionResults": {"credProps": {"rk": True}},
            "response": {
                "clientDataJSON": base64url(self._client_data("webauthn.create", challenge)),
                "attestationObject": base64url(cbor.encode(attestation)),
            },
        }

    def answer(self, challenge: bytes) -> dict[str, Any]:
        """An AuthenticationResponseJSON for a challenge."""
        if self.counter:
            self.counter += 1
        data = self._data()
        client_data = self._client_data("webauthn.get", challenge)
        signature = self.key.sign(data + hashlib.sha256(client_data).digest(), ec.ECDSA(SHA256()))
        return {
            "id": self.id,
            "rawId": self.id,
            "type": "public-key",
            "clientExtensionResults": {},
            "response": {
                "clientDataJSON": base64url(client_data),
                "authenticatorData": base64url(data),
                "signature": base64url(signature),
            },
        }

    def sign(self, challenge: bytes) -> str:
        """The answer as the page sends it."""
        return json.dumps(self.answer(challenge))

    def _data(self, flags: int = 0) -> bytes:
        flags |= USER_PRESENT | (USER_VERIFIED if self.user_verified else 0)
        return hashlib.sha256(self.rp_id.encode()).digest() + bytes([flags]) + struct.pack(">I", self.counter)

    def _client_data(self, kind: str, challenge: bytes) -> bytes:
        return json.dumps(
            {
                "type": kind,
                "challenge": base64url(challenge),
                "origin": self.origin,
                "crossOrigin": self.cross_origin,
            }
        ).encode()
