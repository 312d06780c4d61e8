"""Why a signature was not authenticated, and who may try at all."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from attending.accounts import events
from attending.accounts.models import SigningAttempt, UsedNonce, User
from attending.accounts.reauthentication.intent import Intent, challenge, checked
from attending.accounts.rules import SIGNING_FAILURES, SIGNING_WINDOW, sha256_hex

ALREADY_SIGNED = "This form was signed already. Open the page again to see the signature."


class SigningRefusedError(PermissionDenied):
    """The signature was not authenticated; the message can be shown to the person."""


class NonceUsedError(SigningRefusedError):
    """This intent was authenticated before; look for the signature already made, or start again with a new form."""


class TooManyAttemptsError(SigningRefusedError):
    """Too many failed attempts to sign; wait, or have the login checked."""


def admit(user: User, intent: Intent) -> bytes:
    """The challenge of an intent that this login may sign and has not signed yet.

    Raises IntentError, SigningRefusedError for a login that may not sign whatever it proves, or NonceUsedError.
    """
    expected = checked(user, intent)
    if not user.is_active:
        raise SigningRefusedError("This login is deactivated and cannot sign.")
    if not user.printed_name:
        raise SigningRefusedError("A signature needs a printed name; ask an administrator to add yours.")
    if user.reset_by_id is not None:
        raise SigningRefusedError(
            "Your login was reset. Before you can sign, a second administrator must confirm "
            "on the users page that it is you."
        )
    if UsedNonce.objects.filter(nonce_sha256=sha256_hex(str(intent["nonce"]))).exists():
        raise NonceUsedError(ALREADY_SIGNED)
    return expected


def begin_attempt(user: User) -> SigningAttempt:
    """Count an attempt before it is judged, so that parallel guesses cannot pass the limit.

    Raises TooManyAttemptsError after 10 failures in 15 minutes. Must not run inside another transaction.
    """
    now = timezone.now()
    with transaction.atomic(durable=True):
        User.objects.select_for_update().get(pk=user.pk)
        SigningAttempt.objects.filter(user=user, at__lte=now - SIGNING_WINDOW).delete()
        open_attempts = SigningAttempt.objects.filter(user=user).count()
        if open_attempts < SIGNING_FAILURES:
            return SigningAttempt.objects.create(user=user, at=now)
    raise TooManyAttemptsError(
        f"Signing is locked after {SIGNING_FAILURES} failed attempts. "
        f"Try again in {SIGNING_WINDOW.seconds // 60} minutes, or ask an administrator."
    )


def use_nonce(user: User, intent: Intent) -> None:
    """Spend the intent's nonce; raises NonceUsedError if it is spent already. Must not run inside a transaction."""
    digest = sha256_hex(str(intent["nonce"]))
    with transaction.atomic(durable=True):
        _, fresh = UsedNonce.objects.get_or_create(nonce_sha256=digest, defaults={"user": user})
    if not fresh:
        raise NonceUsedError(ALREADY_SIGNED)


def report_misuse(user: User, intent: Intent, cause: str) -> None:
    """Tell the listeners about a failed attempt to sign (21 CFR 11.300(d))."""
    events.emit("signing_misuse", user.pk, user.pk, cause=cause, challenge=challenge(intent).hex())
