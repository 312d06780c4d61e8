"""Proof, at the moment of signing, that the signer is who the login says.

A session, however it was begun, never signs by itself. Each signature is authenticated afresh, bound to its
*intent*: a JSON object that names the record by its hash, the meaning, the signer and a nonce. The challenge is
``SHA-256("attending-sign/1" || 0x00 || RFC 8785(intent))``, so an assertion made for one intent proves nothing
about another.

Authenticate outside a transaction (a refused attempt must be counted whatever happens next), then record the
signature with the evidence in a transaction of its own.
"""

from attending.accounts.reauthentication.demonstration import demonstration
from attending.accounts.reauthentication.evidence import AuthenticationEvidence, EvidenceInvalidError, verify_evidence
from attending.accounts.reauthentication.intent import IntentError, challenge, signing_intent
from attending.accounts.reauthentication.passkey import begin, complete
from attending.accounts.reauthentication.password import password_and_totp
from attending.accounts.reauthentication.refusal import NonceUsedError, SigningRefusedError, TooManyAttemptsError
from attending.accounts.reauthentication.relying_party import RelyingParty

__all__ = [
    "AuthenticationEvidence",
    "EvidenceInvalidError",
    "IntentError",
    "NonceUsedError",
    "RelyingParty",
    "SigningRefusedError",
    "TooManyAttemptsError",
    "begin",
    "challenge",
    "complete",
    "demonstration",
    "password_and_totp",
    "signing_intent",
    "verify_evidence",
]
