"""The signing fields: what they offer, and what comes of them."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.http import QueryDict
from django.template.loader import render_to_string
from django.test import RequestFactory

from attending.accounts import reauthentication
from attending.accounts.forms import SigningForm
from attending.accounts.models import User
from tests.integration.accounts.conftest import PASSWORD
from tests.integration.accounts.software_authenticator import SoftwareAuthenticator


@pytest.fixture
def form(rf: RequestFactory) -> Callable[..., SigningForm]:
    """``form(user, data=None)``: the form as the signer's page makes it."""

    def make(user: User, data: dict | None = None, meaning: str = "approval", **request: str) -> SigningForm:
        asked = rf.get("/", headers={"host": "localhost"}, **request)
        asked.user = user

        def intent(nonce: str):
            return reauthentication.signing_intent(
                user, record_sha256="ab" * 32, meaning=meaning, role="clinical owner", reason="Good.", nonce=nonce
            )

        sent = None
        if data is not None:
            sent = QueryDict(mutable=True)
            sent.update(data)
        return SigningForm(sent, request=asked, intent=intent)

    return make


def fields(form: SigningForm) -> str:
    return render_to_string("accounts/signing_fields.html", {"form": form})


def code(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def nonce(form: SigningForm) -> str:
    return str(form["signing_nonce"].value())


def test_a_passkey_comes_first_and_password_stays_possible(
    make_user: Callable[..., User], secret: str, form: Callable[..., SigningForm]
) -> None:
    shown = fields(form(make_user(totp=secret, passkey=SoftwareAuthenticator())))
    assert 'value="passkey"' in shown
    assert "<details data-passkey-other>" in shown
    assert "demonstration" not in shown
    assert "<script>" not in shown


def test_without_passkey_the_password_is_asked(
    make_user: Callable[..., User], secret: str, form: Callable[..., SigningForm]
) -> None:
    shown = fields(form(make_user(totp=secret)))
    assert 'value="passkey"' not in shown
    assert "<details" not in shown
    assert 'value="password"' in shown


def test_without_any_factor_it_says_what_to_do(
    make_user: Callable[..., User], form: Callable[..., SigningForm]
) -> None:
    assert "A signature needs a passkey or an authenticator app" in fields(form(make_user()))


def test_after_a_reset_it_says_why_not(make_user: Callable[..., User], form: Callable[..., SigningForm]) -> None:
    user = make_user(passkey=SoftwareAuthenticator(), reset_by=make_user("admin"))
    assert "a second administrator must confirm" in fields(form(user))


def test_signing_with_a_passkey(make_user: Callable[..., User], form: Callable[..., SigningForm]) -> None:
    key = SoftwareAuthenticator()
    user = make_user(passkey=key)
    shown = form(user)
    credential = key.sign(reauthentication.challenge(shown.intent))
    sent = form(user, {"signing_nonce": nonce(shown), "signing_method": "passkey", "signing_credential": credential})
    assert sent.is_valid()
    evidence = sent.authenticate()
    assert evidence is not None
    reauthentication.verify_evidence(evidence, sent.intent)
    again = form(user, {"signing_nonce": nonce(shown), "signing_method": "passkey", "signing_credential": credential})
    assert again.is_valid()
    with pytest.raises(reauthentication.NonceUsedError):
        again.authenticate()


def test_a_passkey_answer_does_not_sign_another_meaning(
    make_user: Callable[..., User], form: Callable[..., SigningForm]
) -> None:
    key = SoftwareAuthenticator()
    user = make_user(passkey=key)
    shown = form(user)
    credential = key.sign(reauthentication.challenge(shown.intent))
    data = {"signing_nonce": nonce(shown), "signing_method": "passkey", "signing_credential": credential}
    sent = form(user, data, meaning="rejection")
    assert sent.is_valid()
    assert sent.authenticate() is None
    assert "not accepted" in str(sent.errors)


def test_signing_with_password_and_code(
    make_user: Callable[..., User], secret: str, form: Callable[..., SigningForm]
) -> None:
    user = make_user(totp=secret)
    data = {"signing_nonce": nonce(form(user)), "signing_method": "password"}
    wrong = form(user, {**data, "signing_password": "wrong", "signing_code": code(secret)})
    assert wrong.is_valid()
    assert wrong.authenticate() is None
    assert "The password or the code is not right" in str(wrong.errors)
    assert "wrong" not in fields(wrong), "a password is never sent back"
    right = form(user, {**data, "signing_password": PASSWORD, "signing_code": code(secret)})
    assert right.is_valid()
    assert right.authenticate() is not None


def test_a_passkey_without_an_answer_is_no_misuse(
    make_user: Callable[..., User], form: Callable[..., SigningForm], heard: list
) -> None:
    user = make_user(passkey=SoftwareAuthenticator())
    sent = form(user, {"signing_nonce": nonce(form(user)), "signing_method": "passkey"})
    assert not sent.is_valid()
    assert "needs JavaScript" in str(sent.errors)
    assert [event.name for event in heard] == ["factor_added"]


def test_an_empty_password_or_code_is_asked_for(
    make_user: Callable[..., User], secret: str, form: Callable[..., SigningForm]
) -> None:
    user = make_user(totp=secret)
    assert "optional" not in fields(form(user))
    sent = form(user, {"signing_nonce": nonce(form(user)), "signing_method": "password"})
    assert not sent.is_valid()
    assert set(sent.errors) == {"signing_password", "signing_code"}


def test_a_nonce_of_somebody_else_or_of_nobody_is_refused_and_renewed(
    make_user: Callable[..., User], secret: str, form: Callable[..., SigningForm]
) -> None:
    user, other = make_user(totp=secret), make_user("other", totp=secret)
    for given in (nonce(form(other)), "x" * 40):
        sent = form(user, {"signing_nonce": given, "signing_method": "password"})
        assert not sent.is_valid()
        assert nonce(sent) != given
        typed = {"signing_password": PASSWORD, "signing_code": "000000"}
        assert form(user, {"signing_nonce": nonce(sent), "signing_method": "password", **typed}).is_valid()


def test_a_form_left_open_for_an_hour_is_read_again(
    make_user: Callable[..., User], form: Callable[..., SigningForm], monkeypatch: pytest.MonkeyPatch
) -> None:
    import time

    user = make_user(passkey=SoftwareAuthenticator())
    shown = form(user)
    later = time.time() + timedelta(hours=1, minutes=1).total_seconds()
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)
    sent = form(user, {"signing_nonce": nonce(shown), "signing_method": "passkey", "signing_credential": "{}"})
    assert not sent.is_valid()
    assert "more than an hour" in str(sent.errors)
    assert reauthentication.challenge(sent.intent) != reauthentication.challenge(shown.intent)


def test_demonstration_is_offered_only_in_one_and_only_here(
    make_user: Callable[..., User], form: Callable[..., SigningForm], settings
) -> None:
    user = make_user()
    data = {"signing_nonce": nonce(form(user)), "signing_method": "demonstration"}
    refused = form(user, data)
    assert refused.is_valid()
    assert refused.authenticate() is None
    settings.ATTENDING_DEMO = True
    assert "demonstration, nothing is proven" in fields(form(user))
    elsewhere = form(user, data, REMOTE_ADDR="10.0.0.5")
    assert elsewhere.is_valid()
    assert elsewhere.authenticate() is None
    here = form(user, data)
    assert here.is_valid()
    evidence = here.authenticate()
    assert evidence is not None
    assert evidence.components == ("demonstration",)
