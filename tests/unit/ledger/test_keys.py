"""The signing key's file: made once, private, and never silently replaced."""

import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from attending.ledger import keys
from attending.ledger.errors import LedgerError


@pytest.fixture
def key_file(settings, tmp_path):
    settings.ATTENDING_LEDGER_KEY = tmp_path / "keys" / "ledger.key"
    settings.ATTENDING_ORIGIN = "hospital.example/ledger"
    return settings.ATTENDING_LEDGER_KEY


def test_nothing_is_made_until_something_is_signed(key_file):
    assert keys.verifier() is None
    assert not key_file.exists()


def test_the_key_is_made_once_and_readable_by_its_owner_alone(key_file):
    first = keys.signer().verifier
    assert keys.signer().verifier == keys.verifier() == first
    assert stat.S_IMODE(key_file.stat().st_mode) == 0o600
    assert [path.name for path in key_file.parent.iterdir()] == ["ledger.key"]


def test_of_many_who_start_at_once_all_get_the_same_key(key_file):
    with ThreadPoolExecutor(16) as pool:
        found = {future.result().verifier for future in [pool.submit(keys.signer) for _ in range(32)]}
    assert len(found) == 1


def test_a_key_that_others_may_read_is_refused(key_file):
    keys.signer()
    key_file.chmod(0o640)
    with pytest.raises(LedgerError, match="chmod 600"):
        keys.signer()


def test_a_key_of_another_origin_is_refused(key_file, settings):
    keys.signer()
    settings.ATTENDING_ORIGIN = "elsewhere.example/ledger"
    with pytest.raises(LedgerError, match=r"hospital\.example/ledger"):
        keys.signer()


@pytest.mark.parametrize("content", ["", "rubbish\n", "PRIVATE+KEY+a+b+c\n", "PRIVATE+KEY+a+00000000+AQ==\n"])
def test_a_damaged_key_is_refused_and_kept(key_file, content):
    key_file.parent.mkdir()
    key_file.write_text(content)
    key_file.chmod(0o600)
    with pytest.raises(LedgerError):
        keys.signer()
    assert key_file.read_text() == content


def test_an_origin_that_cannot_name_a_key_is_refused(key_file, settings):
    settings.ATTENDING_ORIGIN = "our hospital"
    with pytest.raises(LedgerError, match="no space"):
        keys.signer()
