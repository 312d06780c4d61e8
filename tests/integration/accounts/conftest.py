from collections.abc import Callable, Iterator

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client

from attending.accounts import events
from attending.accounts.models import User
from tests.integration.accounts.software_authenticator import SoftwareAuthenticator

PASSWORD = "correct horse battery staple"


@pytest.fixture
def make_user(db: None) -> Callable[..., User]:
    """``make_user("owner", totp=SECRET, passkey=SoftwareAuthenticator())``: a login with a password."""

    def make(
        username: str = "owner", *, totp: str | None = None, passkey: SoftwareAuthenticator | None = None, **fields
    ) -> User:
        fields.setdefault("printed_name", username.title())
        user = User.objects.create_user(username, password=PASSWORD, **fields)
        if totp:
            TOTP.activate(user, totp)
        if passkey:
            Authenticator.objects.create(
                user=user, type="webauthn", data={"name": "Passkey 1", "credential": passkey.registration()}
            )
        return user

    return make


@pytest.fixture
def secret() -> str:
    """A fresh TOTP secret."""
    return generate_totp_secret()


@pytest.fixture
def administrator(make_user: Callable[..., User], secret: str) -> User:
    return make_user("admin", is_staff=True, totp=secret)


@pytest.fixture
def heard(db: None) -> Iterator[list[events.AccountEvent]]:
    """The account events of this test."""
    heard: list[events.AccountEvent] = []
    events.connect(heard.append)
    yield heard
    events.disconnect(heard.append)


@pytest.fixture
def log_in() -> Callable[..., Client]:
    """``log_in(user)``: a client with a session in which the person has just given the password again."""

    def log_in(user: User, *, reauthenticated: bool = True) -> Client:
        import time

        from allauth.account.internal.flows.login import (
            _AUTHENTICATION_METHODS_USER_SESSION_KEY,
            AUTHENTICATION_METHODS_SESSION_KEY,
        )

        client = Client()
        client.force_login(user)
        if reauthenticated:
            session = client.session
            session[AUTHENTICATION_METHODS_SESSION_KEY] = [
                {"method": "password", "at": time.time(), "reauthenticated": True}
            ]
            session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(user.pk)
            session.save()
        return client

    return log_in
