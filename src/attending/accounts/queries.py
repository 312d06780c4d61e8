"""Every read of logins, links and second factors."""

from __future__ import annotations

import hmac
from typing import Any

from allauth.mfa.models import Authenticator
from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from attending.accounts.models import OneTimeLink, User
from attending.accounts.rules import sha256_hex

SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def find_link(token: str) -> OneTimeLink | None:
    """The link this token opens, used, expired or open; None if there is none."""
    digest = sha256_hex(token)
    link = OneTimeLink.objects.select_related("user", "issued_by").filter(token_sha256=digest).first()
    return link if link is not None and hmac.compare_digest(link.token_sha256, digest) else None


def is_open(link: OneTimeLink) -> bool:
    """Whether the link can still be used."""
    if link.used_at is not None or link.expires_at <= timezone.now():
        return False
    if link.purpose == OneTimeLink.Purpose.FIRST_ADMINISTRATOR:
        return not User.objects.exists()
    return link.user is not None and link.user.is_active


def has_second_factor(user: User) -> bool:
    """Whether the login has an authenticator app or a passkey."""
    return bool(Authenticator.objects.filter(user_id=user.pk, type__in=SECOND_FACTORS).exists())


def has_passkey(user: User) -> bool:
    """Whether the login has a passkey."""
    return bool(Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.WEBAUTHN).exists())


def has_totp(user: User) -> bool:
    """Whether the login has an authenticator app."""
    return bool(Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.TOTP).exists())


def second_factors(user: User) -> QuerySet[Any]:
    """The login's authenticator app and passkeys, oldest first."""
    found: QuerySet[Any] = Authenticator.objects.filter(user_id=user.pk, type__in=SECOND_FACTORS)
    return found.order_by("created_at")


def users(search: str = "") -> QuerySet[User]:
    """All logins by printed name, with ``totp`` and ``invited`` (bool) and ``passkeys`` (count)."""
    open_invitation = OneTimeLink.objects.filter(
        user=OuterRef("pk"), purpose=OneTimeLink.Purpose.INVITATION, used_at=None, expires_at__gt=timezone.now()
    )
    theirs = Authenticator.objects.filter(user_id=OuterRef("pk"))
    # A subquery, not a join: the database then counts passkeys for the page that is shown, not for everybody.
    passkeys = theirs.filter(type=Authenticator.Type.WEBAUTHN).values("user_id").annotate(n=Count("pk")).values("n")
    found = User.objects.select_related("reset_by").annotate(
        totp=Exists(theirs.filter(type=Authenticator.Type.TOTP)),
        passkeys=Coalesce(Subquery(passkeys, output_field=IntegerField()), 0),
        invited=Exists(open_invitation),
    )
    if search:
        found = found.filter(Q(printed_name__icontains=search) | Q(username__icontains=search))
    return found.order_by("printed_name", "username")
