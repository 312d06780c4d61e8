"""Every change to logins: first administrator, invitation, reset, deactivation, names."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from attending.accounts import events, queries
from attending.accounts.models import OneTimeLink, User
from attending.accounts.rules import LIFETIME, sha256_hex


class LinkUnusableError(Exception):
    """The one-time link was used, has expired, or is not one of ours."""


def first_administrator_link(base_url: str) -> str | None:
    """A one-time link to set up the first administrator, or None once any login exists.

    ``base_url`` is the address people reach the installation at, like ``https://attending.example.org``.
    A new link replaces every unused one before it.
    """
    if User.objects.exists():
        return None
    with transaction.atomic():
        OneTimeLink.objects.filter(purpose=OneTimeLink.Purpose.FIRST_ADMINISTRATOR, used_at=None).delete()
        return base_url.rstrip("/") + _issue(OneTimeLink.Purpose.FIRST_ADMINISTRATOR, user=None, by=None)


def invite(by: User, username: str, printed_name: str, email: str = "", *, administrator: bool = False) -> str:
    """Make a login without a password and return the path of the link that lets its owner choose one.

    Raises PermissionDenied unless ``by`` is an administrator, ValidationError (a dict by field) for bad input.
    """
    _require_administrator(by)
    user = User(
        username=username.strip(), printed_name=_printed_name(printed_name), email=email.strip(), is_staff=administrator
    )
    user.set_unusable_password()
    if user.email:
        _for_field("email", validate_email, user.email)
    if User.objects.filter(username__iexact=user.username).exists():
        raise ValidationError({"username": "Somebody has this username already; choose another."})
    user.full_clean()
    with transaction.atomic():
        user.save()
        path = _issue(OneTimeLink.Purpose.INVITATION, user=user, by=by)
        events.emit("user_created", user.pk, by.pk, username=user.username, administrator=administrator)
        events.emit("invited", user.pk, by.pk)
    return path


def invite_again(by: User, user: User) -> str:
    """A new invitation for somebody who has not chosen a password yet; earlier invitations stop working."""
    _require_administrator(by)
    if user.has_usable_password():
        raise ValidationError("This login has a password already; issue a reset link instead.")
    with transaction.atomic():
        user.one_time_links.filter(used_at=None).delete()
        path = _issue(OneTimeLink.Purpose.INVITATION, user=user, by=by)
        events.emit("invited", user.pk, by.pk)
    return path


def issue_reset_link(by: User, user: User) -> str:
    """The path of a link with which ``user`` chooses a new password and sets up second factors afresh.

    Issuing changes nothing yet. Once it is used, the login cannot sign until a second administrator confirms
    the person, because whoever issued the link could have used it.
    """
    _require_administrator(by)
    if by.pk == user.pk:
        raise ValidationError("Ask another administrator for a reset link; nobody resets their own login.")
    if not user.is_active:
        raise ValidationError("This login is deactivated; reactivate it first.")
    if not user.has_usable_password():
        raise ValidationError("This person has not accepted the invitation yet; invite them again instead.")
    with transaction.atomic():
        user.one_time_links.filter(used_at=None).delete()
        path = _issue(OneTimeLink.Purpose.RESET, user=user, by=by)
        events.emit("reset_link_issued", user.pk, by.pk)
    return path


def redeem(token: str, password: str, *, username: str = "", printed_name: str = "") -> User:
    """Use a one-time link: set the password and, for the first administrator, make the login.

    Raises LinkUnusableError if somebody used the link first, ValidationError (a dict by field) for bad input.
    A reset also removes every second factor; a new password ends every session of the login.
    """
    link = queries.find_link(token)
    if link is None or not queries.is_open(link):
        raise LinkUnusableError
    first = link.purpose == OneTimeLink.Purpose.FIRST_ADMINISTRATOR
    if first:
        user = User(
            username=username.strip(), printed_name=_printed_name(printed_name), is_staff=True, is_superuser=True
        )
    else:
        user = User.objects.get(one_time_links=link)
    _for_field("password", lambda value: validate_password(value, user), password)
    user.set_password(password)
    user.full_clean()
    with transaction.atomic():
        _take(link)
        if link.purpose == OneTimeLink.Purpose.RESET:
            user.reset_by = link.issued_by
            for authenticator in Authenticator.objects.filter(user_id=user.pk):
                authenticator.delete()
        user.save()
        if first:
            events.emit("user_created", user.pk, username=user.username, administrator=True)
        else:
            events.emit("password_changed", user.pk, user.pk)
        events.emit("link_used", user.pk, link.issued_by_id, purpose=link.purpose)
    return user


def confirm_identity(by: User, user: User) -> None:
    """A second administrator vouches for the person after a reset, so that the login may sign again."""
    _require_administrator(by)
    if by.pk in (user.pk, user.reset_by_id):
        raise PermissionDenied(
            "Somebody other than the person and the administrator who issued the reset link must confirm."
        )
    with transaction.atomic():
        if User.objects.filter(pk=user.pk, reset_by__isnull=False).update(reset_by=None):
            events.emit("identity_confirmed", user.pk, by.pk)


def deactivate(by: User, user: User) -> None:
    """Close a login: its sessions and links stop working; its record stays."""
    _require_administrator(by)
    if by.pk == user.pk:
        raise ValidationError("You cannot deactivate your own login; ask another administrator.")
    with transaction.atomic():
        if User.objects.filter(pk=user.pk, is_active=True).update(is_active=False):
            user.one_time_links.filter(used_at=None).delete()
            events.emit("user_deactivated", user.pk, by.pk)


def reactivate(by: User, user: User) -> None:
    """Open a deactivated login again."""
    _require_administrator(by)
    with transaction.atomic():
        if User.objects.filter(pk=user.pk, is_active=False).update(is_active=True):
            events.emit("user_reactivated", user.pk, by.pk)


def correct_printed_name(by: User, user: User, printed_name: str) -> None:
    """Change the name printed under future signatures; earlier signatures keep the name they were made with."""
    _require_administrator(by)
    name = _printed_name(printed_name)
    with transaction.atomic():
        if User.objects.filter(pk=user.pk).exclude(printed_name=name).update(printed_name=name):
            events.emit("printed_name_corrected", user.pk, by.pk, printed_name=name)


def change_email(by: User, user: User, email: str) -> None:
    """Change where a person's notices go; empty: nowhere. The record says that it changed, not the address."""
    _require_administrator(by)
    address = email.strip()
    with transaction.atomic():
        if User.objects.filter(pk=user.pk).exclude(email=address).update(email=address):
            events.emit("email_changed", user.pk, by.pk, given=bool(address))


def _issue(purpose: OneTimeLink.Purpose, *, user: User | None, by: User | None) -> str:
    token = secrets.token_urlsafe(32)
    now = timezone.now()
    OneTimeLink.objects.create(
        purpose=purpose,
        token_sha256=sha256_hex(token),
        user=user,
        issued_by=by,
        created_at=now,
        expires_at=now + LIFETIME[purpose],
    )
    return reverse("accounts:link", args=[token])


def _take(link: OneTimeLink) -> None:
    """Mark the link used; of two people who try at once, one gets LinkUnusableError."""
    now = timezone.now()
    unused = OneTimeLink.objects.filter(pk=link.pk, used_at=None, expires_at__gt=now)
    try:
        with transaction.atomic():
            taken = unused.update(used_at=now)
    except IntegrityError as error:  # another first administrator's link was used in the meantime
        raise LinkUnusableError from error
    if not taken or (link.purpose == OneTimeLink.Purpose.FIRST_ADMINISTRATOR and User.objects.exists()):
        raise LinkUnusableError


def _require_administrator(by: User) -> None:
    if not (by.is_active and by.is_staff):
        raise PermissionDenied("Only an administrator may do this.")


def _printed_name(text: str) -> str:
    name = " ".join(text.split())
    if not name:
        raise ValidationError({"printed_name": "Write the full name that is printed under this person's signatures."})
    return name


def _for_field(field: str, validate: Callable[[str], None], value: str) -> None:
    """Run a validator and name the field its complaint belongs to."""
    try:
        validate(value)
    except ValidationError as error:
        raise ValidationError({field: error.messages}) from error
