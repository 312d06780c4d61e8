"""A signature is authenticated for one intent, by one person, once."""

import dataclasses
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from attending.accounts import reauthentication as re
from attending.accounts.models import UsedNonce, User
from tests.integration.accounts.conftest import PASSWORD
from tests.integration.accounts.software_authenticator import SoftwareAuthenticator

PARTY = re.RelyingParty("localhost", "http://localhost")


@pytest.fixture
def key() -> SoftwareAuthenticator:
    return SoftwareAuthenticator()


@pytest.fixture
def signer(make_user: Callable[..., User], key: SoftwareAuthenticator, secret: str) -> User:
    return make_user("owner", printed_name="Clinical Owner", passkey=key, totp=secret)


def intent(signer: User, **changes):
    given = {
        "record_sha256": "ab" * 32,
        "meaning": "approval",
        "role": "clinical owner",
        "reason": "Local evidence",
    }
    return re.signing_intent(signer, **{**given, **changes})


def code(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def signed(signer: User, key: SoftwareAuthenticator, wanted) -> re.AuthenticationEvidence:
    return re.complete(signer, wanted, key.sign(re.challenge(wanted)), PARTY)


def test_challenge_is_the_documented_hash() -> None:
    """Computed with coreutils from the canonical bytes: printf 'attending-sign/1\\0{"a":1,"b":"é"}' | sha256sum."""
    import hashlib

    expected = hashlib.sha256(b"attending-sign/1\0" + '{"a":1,"b":"é"}'.encode()).digest()
    assert re.challenge({"b": "é", "a": 1}) == expected


def test_options_ask_for_the_intent_with_user_verification(signer: User, key: SoftwareAuthenticator) -> None:
    wanted = intent(signer)
    options = re.begin(signer, wanted, PARTY)
    assert options["userVerification"] == "required"
    assert options["rpId"] == "localhost"
    assert [each["id"] for each in options["allowCredentials"]] == [key.id]
    assert options["challenge"] == re.complete(signer, wanted, key.sign(re.challenge(wanted)), PARTY).challenge


def test_passkey_evidence_can_be_verified_from_its_document(signer: User, key: SoftwareAuthenticator) -> None:
    wanted = intent(signer)
    evidence = signed(signer, key, wanted)
    Authenticator.objects.all().delete()
    restored = re.AuthenticationEvidence.from_document(json.loads(json.dumps(evidence.as_document())))
    assert restored == evidence
    assert evidence.components == ("passkey", "user verification")
    re.verify_evidence(restored, wanted)


@pytest.mark.parametrize(
    "change",
    [{"meaning": "review"}, {"record_sha256": "cd" * 32}, {"signer_printed_name": "Somebody Else"}, {"reason": "no"}],
)
def test_evidence_proves_nothing_about_a_changed_intent(signer: User, key: SoftwareAuthenticator, change: dict) -> None:
    wanted = intent(signer)
    evidence = signed(signer, key, wanted)
    with pytest.raises(re.EvidenceInvalidError, match="another intent"):
        re.verify_evidence(evidence, {**wanted, **change})


@pytest.mark.parametrize("change", [{"meaning": "review"}, {"record_sha256": "cd" * 32}, {"reason": "no"}])
def test_an_assertion_for_one_intent_does_not_sign_another(
    signer: User, key: SoftwareAuthenticator, change: dict, heard: list
) -> None:
    wanted = intent(signer)
    assertion = key.sign(re.challenge(wanted))
    with pytest.raises(re.SigningRefusedError):
        re.complete(signer, {**wanted, **change}, assertion, PARTY)
    assert [event.name for event in heard] == ["signing_misuse"]


def test_another_persons_name_or_id_is_refused(signer: User, key: SoftwareAuthenticator) -> None:
    for change in ({"signer_printed_name": "Somebody Else"}, {"signer_id": signer.pk + 1}):
        with pytest.raises(re.IntentError, match="another signer"):
            signed(signer, key, {**intent(signer), **change})


def test_without_user_verification_is_refused(signer: User, key: SoftwareAuthenticator) -> None:
    key.user_verified = False
    with pytest.raises(re.SigningRefusedError):
        signed(signer, key, intent(signer))


def test_another_origin_is_refused(signer: User, key: SoftwareAuthenticator) -> None:
    key.origin = "http://localhost:9999"
    with pytest.raises(re.SigningRefusedError):
        signed(signer, key, intent(signer))


def test_another_host_is_refused(signer: User, key: SoftwareAuthenticator) -> None:
    key.rp_id = "evil.example"
    with pytest.raises(re.SigningRefusedError):
        signed(signer, key, intent(signer))


def test_inside_another_sites_frame_is_refused(signer: User, key: SoftwareAuthenticator) -> None:
    key.cross_origin = True
    with pytest.raises(re.SigningRefusedError):
        signed(signer, key, intent(signer))


def test_another_persons_passkey_is_refused(
    signer: User, make_user: Callable[..., User], key: SoftwareAuthenticator
) -> None:
    other_key = SoftwareAuthenticator()
    make_user("other", passkey=other_key)
    with pytest.raises(re.SigningRefusedError):
        signed(signer, other_key, intent(signer))


def test_a_nonce_is_used_once_by_any_method(signer: User, key: SoftwareAuthenticator, secret: str) -> None:
    wanted = intent(signer)
    signed(signer, key, wanted)
    with pytest.raises(re.NonceUsedError):
        signed(signer, key, wanted)
    with pytest.raises(re.NonceUsedError):
        re.password_and_totp(signer, {**wanted, "meaning": "review"}, PASSWORD, code(secret))
    assert UsedNonce.objects.count() == 1


@pytest.mark.parametrize("missing", ["nonce", "record_sha256", "meaning", "signer_printed_name"])
def test_an_intent_must_be_whole(signer: User, key: SoftwareAuthenticator, missing: str) -> None:
    wanted = intent(signer)
    del wanted[missing]
    with pytest.raises(re.IntentError, match=missing):
        re.begin(signer, wanted, PARTY)


def test_a_short_nonce_is_refused(signer: User) -> None:
    with pytest.raises(re.IntentError, match="nonce"):
        re.begin(signer, intent(signer, nonce="12345"), PARTY)


def test_a_counting_passkey_must_count_up(make_user: Callable[..., User]) -> None:
    key = SoftwareAuthenticator(counter=5)
    user = make_user("owner", passkey=key)
    signed(user, key, intent(user))
    signed(user, key, intent(user))
    key.counter = 5  # a copy of the key, made before the last signature
    with pytest.raises(re.SigningRefusedError):
        signed(user, key, intent(user))
    key.counter = 0
    with pytest.raises(re.SigningRefusedError):
        signed(user, key, intent(user))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(noise=st.text(max_size=40) | st.recursive(st.none() | st.integers() | st.text(), st.lists).map(json.dumps))
def test_whatever_a_page_sends_is_refused_in_order(signer: User, noise: str) -> None:
    with pytest.raises(re.SigningRefusedError):
        re.complete(signer, intent(signer), noise, PARTY)


@pytest.mark.parametrize("part", ["clientDataJSON", "authenticatorData", "signature"])
@pytest.mark.parametrize("value", ["", "AAAA", "!!", None, 7])
def test_a_broken_part_is_refused(signer: User, key: SoftwareAuthenticator, part: str, value: object) -> None:
    wanted = intent(signer)
    answer = key.answer(re.challenge(wanted))
    answer["response"][part] = value
    with pytest.raises(re.SigningRefusedError):
        re.complete(signer, wanted, json.dumps(answer), PARTY)


@pytest.mark.parametrize("part", ["public_key", "authenticator_data", "client_data_json", "signature", "origin"])
def test_evidence_with_a_changed_part_is_invalid(signer: User, key: SoftwareAuthenticator, part: str) -> None:
    wanted = intent(signer)
    evidence = signed(signer, key, wanted)
    other = signed(signer, key, intent(signer))
    replacement = "http://evil.example" if part == "origin" else getattr(other, part)[:-8]
    with pytest.raises(re.EvidenceInvalidError):
        re.verify_evidence(dataclasses.replace(evidence, **{part: replacement}), wanted)
    with pytest.raises(re.EvidenceInvalidError):
        re.verify_evidence(dataclasses.replace(evidence, **{part: None}), wanted)


def test_evidence_cannot_claim_other_components(signer: User, key: SoftwareAuthenticator) -> None:
    wanted = intent(signer)
    with pytest.raises(re.EvidenceInvalidError, match="components"):
        re.verify_evidence(dataclasses.replace(signed(signer, key, wanted), components=("password",)), wanted)


def test_password_and_code(signer: User, secret: str) -> None:
    wanted = intent(signer)
    evidence = re.password_and_totp(signer, wanted, PASSWORD, code(secret))
    assert evidence.components == ("password", "totp")
    re.verify_evidence(evidence, wanted)


def test_a_code_works_once(signer: User, secret: str) -> None:
    used = code(secret)
    re.password_and_totp(signer, intent(signer), PASSWORD, used)
    with pytest.raises(re.SigningRefusedError, match="works once"):
        re.password_and_totp(signer, intent(signer), PASSWORD, used)


def test_wrong_password_or_code_look_the_same_and_are_reported(signer: User, secret: str, heard: list) -> None:
    messages = set()
    for password, given_code in (("wrong", code(secret)), (PASSWORD, "000000")):
        with pytest.raises(re.SigningRefusedError) as refused:
            re.password_and_totp(signer, intent(signer), password, given_code)
        messages.add(str(refused.value))
    assert len(messages) == 1
    assert [event.name for event in heard] == ["signing_misuse"] * 2
    re.password_and_totp(signer, intent(signer), PASSWORD, code(secret))


def test_recovery_codes_do_not_sign(signer: User) -> None:
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    codes = RecoveryCodes.activate(signer).get_unused_codes()
    with pytest.raises(re.SigningRefusedError):
        re.password_and_totp(signer, intent(signer), PASSWORD, codes[0])


def test_signing_locks_after_ten_failures_for_this_person_only(
    signer: User, make_user: Callable[..., User], secret: str
) -> None:
    for _ in range(10):
        with pytest.raises(re.SigningRefusedError):
            re.password_and_totp(signer, intent(signer), "wrong", "000000")
    with pytest.raises(re.TooManyAttemptsError):
        re.password_and_totp(signer, intent(signer), PASSWORD, code(secret))
    other = make_user("other", totp=secret)
    re.password_and_totp(other, intent(other), PASSWORD, code(secret))


def test_successes_do_not_count_as_attempts(signer: User, key: SoftwareAuthenticator) -> None:
    for _ in range(12):
        signed(signer, key, intent(signer))


def test_nobody_signs_deactivated_or_after_a_reset(
    signer: User, make_user: Callable[..., User], key: SoftwareAuthenticator
) -> None:
    for field, value, words in (
        ("is_active", False, "deactivated"),
        ("reset_by", make_user("admin", is_staff=True), "second administrator"),
    ):
        before = getattr(signer, field)
        setattr(signer, field, value)
        with pytest.raises(re.SigningRefusedError, match=words):
            signed(signer, key, intent(signer))
        setattr(signer, field, before)


def test_demonstration_only_in_a_demonstration(signer: User, settings) -> None:
    with pytest.raises(re.SigningRefusedError, match="demonstration"):
        re.demonstration(signer, intent(signer))
    settings.ATTENDING_DEMO = True
    wanted = intent(signer)
    evidence = re.demonstration(signer, wanted)
    assert evidence.components == ("demonstration",)
    re.verify_evidence(evidence, wanted)


@pytest.mark.django_db(transaction=True)
def test_authenticating_inside_a_transaction_is_a_programming_error(signer: User, secret: str) -> None:
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        re.password_and_totp(signer, intent(signer), PASSWORD, code(secret))


@pytest.mark.django_db(transaction=True)
def test_of_many_taps_at_once_one_signs(signer: User, key: SoftwareAuthenticator) -> None:
    wanted = intent(signer)
    answer = key.sign(re.challenge(wanted))
    barrier = Barrier(6)

    def tap(_: int) -> str:
        barrier.wait()
        try:
            re.complete(signer, wanted, answer, PARTY)
        except re.NonceUsedError:
            return "used"
        finally:
            connection.close()
        return "signed"

    with ThreadPoolExecutor(6) as pool:
        assert sorted(pool.map(tap, range(6))) == ["signed"] + ["used"] * 5


@pytest.mark.django_db(transaction=True)
def test_guesses_at_once_do_not_pass_the_limit(signer: User) -> None:
    def guess(_: int) -> bool:
        try:
            re.password_and_totp(signer, intent(signer), "wrong", "000000")
        except re.TooManyAttemptsError:
            return False
        except re.SigningRefusedError:
            return True
        finally:
            connection.close()
        raise AssertionError

    with ThreadPoolExecutor(5) as pool:
        assert sum(pool.map(guess, range(20))) == 10
