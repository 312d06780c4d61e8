"""Signing with password and authenticator app."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.utils import timezone

from attending.accounts.models import User
from attending.accounts.reauthentication.evidence import PASSWORD_AND_TOTP, AuthenticationEvidence, base64url
from attending.accounts.reauthentication.intent import Intent
from attending.accounts.reauthentication.refusal import (
    SigningRefusedError,
    admit,
    begin_attempt,
    report_misuse,
    use_nonce,
)


def password_and_totp(user: User, intent: Intent, password: str, code: str) -> AuthenticationEvidence:
    """Verify password and the current code of the authenticator app, and spend the intent's nonce.

    A code works once, for login and signing together; recovery codes are not accepted. Raises SigningRefusedError
    without saying which of the two was wrong, and reports misuse. Must not run inside a transaction.
    """
    challenge = admit(user, intent)
    app = Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.TOTP).first()
    if app is None:
        raise SigningRefusedError("You have no authenticator app. Set one up, or sign with a passkey.")
    attempt = begin_attempt(user)
    # The code is judged only after the password: a wrong password must not spend a right code.
    if not (user.check_password(password) and app.wrap().validate_code(code.strip())):
        admit(user, intent)  # a double tap: the other tap has used this code and this nonce in the meantime
        report_misuse(user, intent, "password or code refused")
        raise SigningRefusedError(
            "The password or the code is not right. A code works once: after signing in with it, wait for the next one."
        )
    attempt.delete()
    use_nonce(user, intent)
    app.record_usage()
    return AuthenticationEvidence(
        user_id=user.pk, components=PASSWORD_AND_TOTP, at=timezone.now(), challenge=base64url(challenge)
    )
