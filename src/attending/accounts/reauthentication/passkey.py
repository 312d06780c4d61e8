"""Signing with a passkey: a WebAuthn assertion over the intent."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils import timezone
from fido2 import cbor
from fido2.server import Fido2Server
from fido2.utils import websafe_encode
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    AuthenticatorData,
    PublicKeyCredentialRpEntity,
    UserVerificationRequirement,
)

from attending.accounts.models import PasskeyCounter, User
from attending.accounts.reauthentication.evidence import MALFORMED, PASSKEY, AuthenticationEvidence, base64url
from attending.accounts.reauthentication.intent import Intent
from attending.accounts.reauthentication.refusal import (
    SigningRefusedError,
    admit,
    begin_attempt,
    report_misuse,
    use_nonce,
)
from attending.accounts.reauthentication.relying_party import RelyingParty

NOT_ACCEPTED = "The passkey was not accepted for this signature. Try again, or use your password and a code."


def begin(user: User, intent: Intent, relying_party: RelyingParty) -> dict[str, Any]:
    """WebAuthn request options, as JSON for ``PublicKeyCredential.parseRequestOptionsFromJSON``.

    Raises SigningRefusedError if the login may not sign or has no passkey, IntentError for a bad intent.
    """
    challenge = admit(user, intent)
    passkeys = [credential.credential_id for _, credential in _passkeys(user)]
    if not passkeys:
        raise SigningRefusedError("You have no passkey. Sign with your password and a code, or set up a passkey first.")
    return {
        "challenge": base64url(challenge),
        "timeout": 120_000,
        "rpId": relying_party.id,
        "allowCredentials": [{"type": "public-key", "id": base64url(passkey)} for passkey in passkeys],
        "userVerification": "required",
    }


def complete(user: User, intent: Intent, credential_json: str, relying_party: RelyingParty) -> AuthenticationEvidence:
    """Verify the assertion in ``credential_json`` for ``intent`` and spend the intent's nonce.

    Raises SigningRefusedError (its message can be shown) and reports misuse. Must not run inside a transaction.
    """
    challenge = admit(user, intent)
    attempt = begin_attempt(user)
    try:
        response = AuthenticationResponse.from_dict(json.loads(credential_json))
        authenticator, credential = _verify(user, challenge, response, relying_party)
        _raise_counter(user, authenticator, credential.credential_id, response.response.authenticator_data.counter)
    except MALFORMED as error:
        report_misuse(user, intent, f"passkey assertion refused ({type(error).__name__})")
        raise SigningRefusedError(NOT_ACCEPTED) from error
    attempt.delete()
    use_nonce(user, intent)
    authenticator.record_usage()
    return AuthenticationEvidence(
        user_id=user.pk,
        components=PASSKEY,
        at=timezone.now(),
        challenge=base64url(challenge),
        relying_party_id=relying_party.id,
        origin=response.response.client_data.origin,
        credential_id=base64url(credential.credential_id),
        public_key=base64url(cbor.encode(dict(credential.public_key))),
        authenticator_data=base64url(response.response.authenticator_data),
        client_data_json=base64url(response.response.client_data),
        signature=base64url(response.response.signature),
    )


def _passkeys(user: User) -> list[tuple[Authenticator, AttestedCredentialData]]:
    found = Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.WEBAUTHN)
    return [(passkey, passkey.wrap().authenticator_data.credential_data) for passkey in found]


def _verify(
    user: User, challenge: bytes, response: AuthenticationResponse, relying_party: RelyingParty
) -> tuple[Authenticator, AttestedCredentialData]:
    """The passkey that made the assertion; raises ValueError for every flaw."""
    passkeys = _passkeys(user)
    server = Fido2Server(
        PublicKeyCredentialRpEntity(id=relying_party.id, name="Attending"),
        verify_origin=lambda origin: origin == relying_party.origin,
    )
    state = {"challenge": websafe_encode(challenge), "user_verification": UserVerificationRequirement.REQUIRED}
    if response.response.client_data.cross_origin:
        raise ValueError("The assertion was made inside another site's frame.")
    credential = server.authenticate_complete(state, [credential for _, credential in passkeys], response)
    authenticator = next(passkey for passkey, known in passkeys if known.credential_id == credential.credential_id)
    return authenticator, credential


def _raise_counter(user: User, authenticator: Authenticator, credential_id: bytes, shown: int) -> None:
    """Refuse a counter that did not grow: a sign of a copied key (WebAuthn Level 3, section 6.1.1).

    Synced passkeys always show 0, which is accepted as long as the passkey never showed anything else.
    """
    registered: AuthenticatorData = authenticator.wrap().authenticator_data
    digest = hashlib.sha256(credential_id).hexdigest()
    with transaction.atomic():
        PasskeyCounter.objects.get_or_create(
            credential_id_sha256=digest, defaults={"user": user, "counter": registered.counter}
        )
        known = PasskeyCounter.objects.select_for_update().get(credential_id_sha256=digest)
        if shown == 0 == known.counter:
            return
        if shown <= known.counter:
            raise ValueError("The signature counter did not grow.")
        known.counter = shown
        known.save(update_fields=["counter"])
