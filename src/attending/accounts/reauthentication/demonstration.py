"""Signing in a demonstration, where nothing is proven."""

from __future__ import annotations

from django.conf import settings
from django.utils import timezone

from attending.accounts.models import User
from attending.accounts.reauthentication.evidence import DEMONSTRATION, AuthenticationEvidence, base64url
from attending.accounts.reauthentication.intent import Intent
from attending.accounts.reauthentication.refusal import SigningRefusedError, admit, use_nonce


def demonstration(user: User, intent: Intent) -> AuthenticationEvidence:
    """Evidence that says it is a demonstration; raises SigningRefusedError on any installation that is not one."""
    if not settings.ATTENDING_DEMO:
        raise SigningRefusedError("Signing without proof is possible only in a demonstration.")
    challenge = admit(user, intent)
    use_nonce(user, intent)
    return AuthenticationEvidence(
        user_id=user.pk, components=DEMONSTRATION, at=timezone.now(), challenge=base64url(challenge)
    )
