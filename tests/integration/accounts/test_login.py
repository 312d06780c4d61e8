"""Logging in: limits, equal answers, the second factor, what is not offered."""

import time
from collections.abc import Callable

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from attending.accounts.models import User
from tests.integration.accounts.conftest import PASSWORD
from tests.integration.accounts.software_authenticator import SoftwareAuthenticator

pytestmark = pytest.mark.django_db

LOGIN = "/accounts/login/"


def attempt(client: Client, username: str, password: str, **extra: str):
    return client.post(LOGIN, {"login": username, "password": password}, **extra)


def test_login_page_has_no_sign_up_no_reset_by_mail_and_no_remember_me(client: Client) -> None:
    page = client.get(LOGIN).content.decode()
    assert "Log in with a passkey" in page
    for absent in ("sign up", "Sign Up", "Forgot", "Remember", "/signup/", "/password/reset/"):
        assert absent not in page


@pytest.mark.parametrize(
    "path",
    [
        "signup/",
        "email/",
        "confirm-email/",
        "confirm-email/abc/",
        "password/set/",
        "password/reset/",
        "password/reset/key/1-abc/",
        "password/reset/done/",
        "login/code/confirm/",
    ],
)
def test_what_is_not_offered_is_not_there(client: Client, path: str) -> None:
    assert client.get(f"/accounts/{path}").status_code == 404
    assert client.post(f"/accounts/{path}").status_code == 404


def test_password_then_code(client: Client, make_user: Callable[..., User], secret: str, heard: list) -> None:
    user = make_user(totp=secret, email="owner@example.org")
    answer = attempt(client, "owner", PASSWORD)
    assert answer.url == "/accounts/2fa/authenticate/"
    assert client.get("/accounts/security/").status_code == 302, "not in before the second factor"
    assert "authenticator app" in client.get(answer.url).content.decode()
    code = format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
    answer = client.post("/accounts/2fa/authenticate/", {"code": code})
    assert answer.status_code == 302
    assert client.get("/accounts/security/").status_code == 200
    assert [(event.name, event.user_id) for event in heard][-1] == ("login", user.pk)
    assert heard[-1].facts["methods"] == "password, totp"


def test_without_second_factor_nothing_but_its_set_up_is_shown(client: Client, make_user: Callable[..., User]) -> None:
    make_user()
    attempt(client, "owner", PASSWORD)
    for path in (
        "/accounts/security/",
        "/accounts/users/",
        "/accounts/password/change/",
        "/accounts/2fa/recovery-codes/",
    ):
        assert client.get(path).url == "/accounts/second-factor/", path
    assert client.get("/accounts/second-factor/").status_code == 200
    assert (
        client.get("/accounts/security/", headers={"HX-Request": "true"})["HX-Redirect"] == "/accounts/second-factor/"
    )


def test_in_a_demonstration_no_second_factor_is_asked(client: Client, make_user: Callable[..., User], settings) -> None:
    settings.ATTENDING_DEMO = True
    client.force_login(make_user())
    assert client.get("/accounts/security/").status_code == 200


def test_unknown_user_wrong_password_and_no_password_yet_look_the_same(
    client: Client, make_user: Callable[..., User]
) -> None:
    make_user()
    User.objects.create_user("invited")
    bodies = set()
    for username in ("owner", "invited", "nobody"):
        page = attempt(client, username, "wrong").content.decode()
        assert "The username or the password is not right." in page
        bodies.add(page.replace(username, "NAME").split('<form class="form"')[1].split("csrfmiddlewaretoken")[0])
    assert len(bodies) == 1


def test_an_unknown_user_costs_one_password_hash_like_a_known_one(
    client: Client, make_user: Callable[..., User], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Equal work rather than equal wall time, which a busy machine cannot show."""
    from django.contrib.auth.hashers import get_hasher

    make_user()
    User.objects.create_user("invited")
    hasher = type(get_hasher())
    calls: list[int] = []
    encode = hasher.encode

    def counted(self, *args, **kwargs):
        calls.append(1)
        return encode(self, *args, **kwargs)

    monkeypatch.setattr(hasher, "encode", counted)
    costs = {}
    for username in ("owner", "invited", "nobody"):
        calls.clear()
        attempt(client, username, "wrong")
        costs[username] = len(calls)
    assert costs["nobody"] == costs["owner"] == costs["invited"] == 1


def test_ten_failures_lock_the_account_whatever_host_name_was_used(
    make_user: Callable[..., User], secret: str, heard: list
) -> None:
    make_user("owner")
    make_user("other")
    for number in range(10):
        host = ("localhost", "127.0.0.1")[number % 2]
        page = attempt(Client(), "Owner" if number % 3 else "owner", "wrong", headers={"host": host})
        assert "not right" in page.content.decode(), number
    page = attempt(Client(), "owner", PASSWORD)
    assert "Too many failed attempts" in page.content.decode()
    assert attempt(Client(), "other", PASSWORD).status_code == 302, "nobody else is locked out"
    assert [event.name for event in heard].count("login_failed") == 10


def test_an_unknown_account_locks_like_a_known_one(client: Client) -> None:
    for _ in range(10):
        attempt(client, "nobody", "wrong")
    assert "Too many failed attempts" in attempt(client, "nobody", "wrong").content.decode()


def test_fifty_failures_from_one_address_lock_the_address(make_user: Callable[..., User]) -> None:
    make_user("owner")
    for number in range(50):
        attempt(Client(), f"guess{number}", "wrong")
    assert "Too many failed attempts" in attempt(Client(), "owner", PASSWORD).content.decode()
    assert attempt(Client(), "owner", PASSWORD, REMOTE_ADDR="10.0.0.9").status_code == 302


def test_ten_wrong_codes_lock_the_second_factor(client: Client, make_user: Callable[..., User], secret: str) -> None:
    make_user(totp=secret)
    attempt(client, "owner", PASSWORD)
    for _ in range(10):
        client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    code = format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
    assert "Too many failed attempts" in client.post("/accounts/2fa/authenticate/", {"code": code}).content.decode()


def test_failures_are_counted_in_the_table_that_all_workers_share(client: Client) -> None:
    from attending.accounts.models import SharedCacheEntry

    attempt(client, "nobody", "wrong")
    assert SharedCacheEntry.objects.filter(cache_key__contains="login_failed").exists()
    cache.clear()
    assert not SharedCacheEntry.objects.exists()


def test_a_typed_username_is_not_passed_on(client: Client, heard: list) -> None:
    attempt(client, "my secret password", "wrong")
    assert heard[-1].name == "login_failed"
    assert heard[-1].user_id is None
    assert "secret" not in repr(heard[-1])


def test_passkey_login(client: Client, make_user: Callable[..., User]) -> None:
    from allauth.account.utils import user_pk_to_url_str
    from fido2.utils import websafe_decode

    from tests.integration.accounts.software_authenticator import base64url

    key = SoftwareAuthenticator(rp_id="testserver", origin="http://testserver")
    user = make_user(passkey=key)
    import json

    options = client.get("/accounts/2fa/webauthn/login/", headers={"Accept": "application/json"}).json()
    answer = key.answer(websafe_decode(options["request_options"]["publicKey"]["challenge"]))
    answer["response"]["userHandle"] = base64url(user_pk_to_url_str(user).encode())
    client.post("/accounts/2fa/webauthn/login/", {"credential": json.dumps(answer)})
    assert client.get("/accounts/security/").status_code == 200


def test_session_key_changes_at_login(client: Client, make_user: Callable[..., User], secret: str) -> None:
    make_user(totp=secret)
    attempt(client, "owner", PASSWORD)
    before = client.session.session_key
    code = format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
    client.post("/accounts/2fa/authenticate/", {"code": code})
    assert client.session.session_key != before
    assert client.session.get_expire_at_browser_close()


def test_session_key_changes_at_reauthentication(client: Client, make_user: Callable[..., User], secret: str) -> None:
    client.force_login(make_user(totp=secret))
    before = client.session.session_key
    answer = client.get("/accounts/2fa/totp/deactivate/")
    assert answer.url.startswith("/accounts/reauthenticate/")
    client.post(answer.url, {"password": PASSWORD, "next": "/accounts/security/"})
    assert client.get("/accounts/2fa/totp/deactivate/").status_code == 200
    assert client.session.session_key != before


def test_secrets_are_stored_encrypted(make_user: Callable[..., User], secret: str) -> None:
    from allauth.mfa.models import Authenticator

    make_user(totp=secret)
    stored = Authenticator.objects.get()
    assert secret not in str(stored.data)
    assert stored.wrap().validate_code(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def test_logging_out_ends_the_session(client: Client, make_user: Callable[..., User], secret: str) -> None:
    client.force_login(make_user(totp=secret))
    assert client.get(reverse("account_logout")).status_code == 200
    assert client.post(reverse("account_logout")).url == LOGIN
    assert client.get("/accounts/security/").status_code == 302


def test_login_needs_the_csrf_token(make_user: Callable[..., User]) -> None:
    make_user()
    assert attempt(Client(enforce_csrf_checks=True), "owner", PASSWORD).status_code == 403


def test_a_foreign_address_to_continue_at_is_not_followed(
    client: Client, make_user: Callable[..., User], settings
) -> None:
    settings.ATTENDING_DEMO = True
    make_user()
    answer = client.post(LOGIN, {"login": "owner", "password": PASSWORD, "next": "https://evil.example/"})
    assert "evil" not in answer.url
