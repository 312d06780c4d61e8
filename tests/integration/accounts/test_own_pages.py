"""A person's own login, and continuing as a seat in a demonstration."""

import json
from collections.abc import Callable, Iterator

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client
from fido2.utils import websafe_decode

from attending.accounts import demo
from attending.accounts.models import User
from tests.integration.accounts.conftest import PASSWORD
from tests.integration.accounts.software_authenticator import SoftwareAuthenticator

HERE = {"headers": {"host": "localhost:8000"}}


def test_set_up_an_authenticator_app(
    make_user: Callable[..., User], log_in: Callable[..., Client], heard: list
) -> None:
    user = make_user(email="owner@example.org")
    client = log_in(user)
    page = client.get("/accounts/2fa/totp/activate/")
    secret = page.context["form"].secret
    assert secret in page.content.decode()
    code = format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
    answer = client.post("/accounts/2fa/totp/activate/", {"code": code})
    assert answer.url == "/accounts/2fa/recovery-codes/"
    assert "They cannot sign" in client.get(answer.url).content.decode()
    assert client.get("/accounts/security/").status_code == 200
    added = [event.facts["type"] for event in heard if event.name == "factor_added"]
    assert added == ["totp", "recovery_codes"]


def test_set_up_a_passkey(make_user: Callable[..., User], log_in: Callable[..., Client], heard: list) -> None:
    user = make_user()
    client = log_in(user)
    page = client.get("/accounts/2fa/webauthn/add/").content.decode()
    assert "&quot;userVerification&quot;: &quot;required&quot;" in page
    key = SoftwareAuthenticator("testserver", "http://testserver")
    challenge = websafe_decode(client.session["mfa.webauthn.state"]["challenge"])
    sent = {"name": "My phone", "passwordless": "on", "credential": json.dumps(key.registration(challenge))}
    assert client.post("/accounts/2fa/webauthn/add/", sent).status_code == 302
    assert str(Authenticator.objects.get(type="webauthn")) == "My phone"
    event = next(event for event in heard if event.name == "factor_added")
    assert event.facts["credential_id"] == key.id
    assert "My phone" in client.get("/accounts/2fa/webauthn/").content.decode()


def test_a_key_that_does_not_verify_its_user_is_not_accepted(
    make_user: Callable[..., User], log_in: Callable[..., Client]
) -> None:
    client = log_in(make_user())
    client.get("/accounts/2fa/webauthn/add/")
    key = SoftwareAuthenticator("testserver", "http://testserver")
    key.user_verified = False
    challenge = websafe_decode(client.session["mfa.webauthn.state"]["challenge"])
    client.post("/accounts/2fa/webauthn/add/", {"credential": json.dumps(key.registration(challenge))})
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize("path", ["/accounts/", "/accounts/2fa/"])
def test_addresses_that_lead_to_the_security_page(
    make_user: Callable[..., User], secret: str, log_in: Callable[..., Client], path: str
) -> None:
    assert log_in(make_user(totp=secret)).get(path).url == "/accounts/security/"


def test_every_page_of_ones_own_login_is_drawn(
    make_user: Callable[..., User], secret: str, log_in: Callable[..., Client]
) -> None:
    key = SoftwareAuthenticator()
    user = make_user(totp=secret, passkey=key)
    client = log_in(user)
    passkey = Authenticator.objects.get(type="webauthn")
    for path in (
        "security/",
        "password/change/",
        "logout/",
        "inactive/",
        "reauthenticate/",
        "2fa/reauthenticate/",
        "2fa/webauthn/",
        "2fa/webauthn/add/",
        "2fa/webauthn/reauthenticate/",
        f"2fa/webauthn/keys/{passkey.pk}/remove/",
        f"2fa/webauthn/keys/{passkey.pk}/edit/",
        "2fa/totp/deactivate/",
        "2fa/recovery-codes/generate/",
    ):
        page = client.get(f"/accounts/{path}")
        assert page.status_code == 200, path
        assert page.content.decode().count("<h1>") == 1, path
        assert 'lang="en"' in page.content.decode(), path


def test_the_only_second_factor_cannot_be_removed(
    make_user: Callable[..., User], secret: str, log_in: Callable[..., Client]
) -> None:
    client = log_in(make_user(totp=secret))
    assert "only second factor" in client.post("/accounts/2fa/totp/deactivate/").content.decode()
    assert Authenticator.objects.count() == 1


def test_changing_the_password_ends_other_sessions_only(
    make_user: Callable[..., User], secret: str, log_in: Callable[..., Client], heard: list
) -> None:
    user = make_user(totp=secret)
    here, elsewhere = log_in(user), log_in(user)
    new = "an entirely different one"
    answer = here.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert answer.url == "/accounts/security/"
    assert here.get("/accounts/security/").status_code == 200
    assert elsewhere.get("/accounts/security/").status_code == 302
    assert "password_changed" in [event.name for event in heard]


@pytest.fixture
def seats(make_user: Callable[..., User]) -> Iterator[User]:
    user = make_user("cmio")
    demo.register(lambda: [(user.pk, "Chief Medical Information Officer", "Two things are asked of this seat.")])
    yield user
    demo.register(list)


def test_continue_as_a_seat(client: Client, seats: User, settings) -> None:
    settings.ATTENDING_DEMO = True
    page = client.get("/accounts/continue/", **HERE).content.decode()
    assert "Continue as Chief Medical Information Officer" in page
    assert client.post("/accounts/continue/", {"seat": seats.pk}, **HERE).status_code == 302
    assert client.get("/accounts/security/", **HERE).status_code == 200


@pytest.mark.parametrize(
    "request_from",
    [
        {"headers": {"host": "localhost"}, "REMOTE_ADDR": "10.0.0.5"},
        {"headers": {"host": "testserver"}},
        {"headers": {"host": "localhost", "X-Forwarded-For": "10.0.0.5"}},
        {"headers": {"host": "localhost"}, "REMOTE_ADDR": ""},
    ],
)
def test_continuing_is_not_possible_from_elsewhere(client: Client, seats: User, settings, request_from: dict) -> None:
    settings.ATTENDING_DEMO = True
    assert client.get("/accounts/continue/", **request_from).status_code == 404
    assert client.post("/accounts/continue/", {"seat": seats.pk}, **request_from).status_code == 404
    assert "_auth_user_id" not in client.session


def test_continuing_is_not_possible_outside_a_demonstration(client: Client, seats: User) -> None:
    assert client.get("/accounts/continue/", **HERE).status_code == 404
    assert client.post("/accounts/continue/", {"seat": seats.pk}, **HERE).status_code == 404


def test_only_offered_seats_can_be_continued_as(
    client: Client, seats: User, make_user: Callable[..., User], settings
) -> None:
    settings.ATTENDING_DEMO = True
    other = make_user("administrator", is_staff=True)
    for seat in (str(other.pk), "", "x"):
        assert client.post("/accounts/continue/", {"seat": seat}, **HERE).status_code == 404
