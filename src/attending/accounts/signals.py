"""Turn what Django and allauth report about logins into account events."""

from __future__ import annotations

import hashlib
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.signals import authentication_step_completed, password_changed, password_set
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authentication_failed
from django.contrib.auth.signals import user_logged_in, user_login_failed
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.http import HttpRequest
from fido2 import cbor

from attending.accounts import events
from attending.accounts.middleware import start_session
from attending.accounts.models import User
from attending.accounts.reauthentication.evidence import base64url


@receiver(user_logged_in)
def logged_in(request: HttpRequest, user: User, **_: Any) -> None:
    """A session began: its limits count from now."""
    start_session(request)
    methods = {str(record.get("type") or record["method"]) for record in get_authentication_records(request, user)}
    events.emit("login", user.pk, user.pk, methods=", ".join(sorted(methods)) or "demonstration")


@receiver(authentication_step_completed)
def reauthenticated(request: HttpRequest, **facts: Any) -> None:
    """The person proved again who they are: a session key learnt before is worth nothing after."""
    if facts.get("reauthenticated"):
        request.session.cycle_key()


@receiver(user_login_failed)
def login_failed(credentials: dict[str, Any], **_: Any) -> None:
    """A password was refused. The username as typed is not passed on: people type passwords there by mistake."""
    user = User.objects.filter(username__iexact=str(credentials.get("username", ""))).first()
    events.emit("login_failed", user.pk if user else None, component="password")


@receiver(authentication_failed)
def second_factor_failed(user: User, authenticator: Authenticator, **_: Any) -> None:
    """A code was refused."""
    events.emit("login_failed", user.pk, component=str(authenticator.type))


@receiver(post_save, sender=Authenticator)
def factor_added(instance: Authenticator, created: bool, **_: Any) -> None:
    """A second factor was set up; a passkey is recorded by its public key, which signatures verify with."""
    if created:
        events.emit("factor_added", instance.user_id, instance.user_id, **_describe(instance))


@receiver(post_delete, sender=Authenticator)
def factor_removed(instance: Authenticator, **_: Any) -> None:
    """A second factor was removed."""
    events.emit("factor_removed", instance.user_id, **_describe(instance))


@receiver([password_changed, password_set])
def password_was_changed(user: User, **_: Any) -> None:
    """Somebody changed their own password."""
    events.emit("password_changed", user.pk, user.pk)


def _describe(authenticator: Authenticator) -> dict[str, events.Fact]:
    if authenticator.type != Authenticator.Type.WEBAUTHN:
        return {"type": str(authenticator.type)}
    credential = authenticator.wrap().authenticator_data.credential_data
    public_key = cbor.encode(dict(credential.public_key))
    return {
        "type": str(authenticator.type),
        "credential_id": base64url(credential.credential_id),
        "public_key_sha256": hashlib.sha256(public_key).hexdigest(),
    }
