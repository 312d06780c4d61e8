"""Signing on the page with a real passkey, and with password and code."""

from __future__ import annotations

import json
from html import unescape
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from fido2.utils import websafe_decode

from attending.accounts.reauthentication import AuthenticationEvidence, EvidenceInvalidError, verify_evidence
from attending.decisions.models import Signature
from tests.integration.accounts.software_authenticator import SoftwareAuthenticator
from tests.integration.decisions.test_pages import Visitor
from tests.integration.decisions.world import World

PASSWORD = "correct horse battery staple"


@pytest.fixture
def passkey(world: World) -> SoftwareAuthenticator:
    """The clinical owner has a passkey on this host."""
    device = SoftwareAuthenticator()
    credential = {"name": "Passkey", "credential": device.registration()}
    Authenticator.objects.create(user=world.owner.user, type="webauthn", data=credential)
    return device


def options_of(sheet: str) -> dict[str, Any]:
    return json.loads(unescape(sheet.partition('data-options="')[2].partition('"')[0]))


def test_a_passkey_signs_exactly_the_sheet(world: World, passkey: SoftwareAuthenticator) -> None:
    proposal = world.propose()
    visitor = Visitor(world, "owner")
    sheet = visitor.choose(proposal, "pause").content.decode()
    answer = json.dumps(passkey.answer(websafe_decode(options_of(sheet)["challenge"])))
    assert visitor.sign(proposal, sheet, signing_method="passkey", signing_credential=answer).status_code == 302
    signature = Signature.objects.get()
    evidence, intent = AuthenticationEvidence.from_document(signature.authentication), json.loads(signature.intent)
    assert evidence.components == ("passkey", "user verification")
    verify_evidence(evidence, intent)
    with pytest.raises(EvidenceInvalidError):
        verify_evidence(evidence, {**intent, "choice": "continue"})


def test_a_passkey_for_one_sheet_does_not_sign_another(world: World, passkey: SoftwareAuthenticator) -> None:
    proposal = world.propose()
    visitor = Visitor(world, "owner")
    pause = visitor.choose(proposal, "pause").content.decode()
    other = visitor.choose(proposal, "continue").content.decode()
    answer = json.dumps(passkey.answer(websafe_decode(options_of(other)["challenge"])))
    response = visitor.sign(proposal, pause, signing_method="passkey", signing_credential=answer)
    assert response.status_code == 422
    assert "was not accepted" in response.content.decode()
    assert not Signature.objects.exists()


def test_password_and_code_sign_and_a_wrong_code_does_not(world: World) -> None:
    secret = generate_totp_secret()
    world.owner.user.set_password(PASSWORD)
    world.owner.user.save()
    TOTP.activate(world.owner.user, secret)
    proposal = world.propose()
    visitor = Visitor(world, "owner")
    sheet = visitor.choose(proposal, "pause").content.decode()
    proof = {"signing_method": "password", "signing_password": PASSWORD}
    wrong = visitor.sign(proposal, sheet, **proof, signing_code="000000")
    assert wrong.status_code == 422
    assert "is not right" in wrong.content.decode()
    code = format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
    assert visitor.sign(proposal, wrong.content.decode(), **proof, signing_code=code).status_code == 302
    assert Signature.objects.get().authentication["components"] == ["password", "totp"]


@pytest.mark.parametrize("nonce", ["", "x", "forged:nonce"])
def test_a_forged_form_is_refused(world: World, passkey: SoftwareAuthenticator, settings: Any, nonce: str) -> None:
    settings.ATTENDING_DEMO = True
    proposal = world.propose()
    visitor = Visitor(world, "owner")
    sheet = visitor.choose(proposal, "pause").content.decode()
    response = visitor.sign(proposal, sheet, signing_nonce=nonce)
    assert response.status_code == 422
    assert not Signature.objects.exists()
