"""What may stand in the record, and how it is written."""

import hashlib
from datetime import UTC, datetime, timedelta, timezone

import pytest

from attending.ledger.canonical import canonical, entry_body, payload_sha256, require_names, timestamp
from attending.ledger.errors import LedgerError
from attending.ledger.rules import stepped_back

NOON = datetime(2026, 3, 5, 12, tzinfo=UTC)


def test_canonical_json_is_that_of_rfc_8785():
    assert canonical({"b": [1, 1.0, 1e30, "\N{EURO SIGN}"], "a": None}) == '{"a":null,"b":[1,1,1e+30,"\N{EURO SIGN}"]}'


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 2**53, object(), {"at": NOON}, b"bytes", "\ud800"])
def test_what_json_cannot_hold_is_refused(value):
    with pytest.raises(LedgerError):
        canonical({"value": value})


def test_the_body_of_an_entry_is_fixed_to_the_byte():
    body = entry_body(
        seq=7, at=NOON, verb="decision.signed", about="proposal:12", actor="person:7", payload_sha256="ab" * 32
    )
    assert body == (
        '{"actor":"person:7","at":"2026-03-05T12:00:00.000000Z","object":"proposal:12","payload_sha256":"'
        + "ab" * 32
        + '","seq":7,"v":1,"verb":"decision.signed"}'
    )


def test_times_are_written_in_utc():
    assert timestamp(NOON.astimezone(timezone(timedelta(hours=-6)))) == "2026-03-05T12:00:00.000000Z"


def test_the_payload_hash_is_that_of_salt_and_text():
    assert payload_sha256(b"salt", "payload") == hashlib.sha256(b"saltpayload").hexdigest()


@pytest.mark.parametrize(
    ("verb", "about", "actor"),
    [
        ("signed", "proposal:12", "person:7"),
        ("Decision.signed", "proposal:12", "person:7"),
        ("decision.signed", "Mrs Miller, born 3 May 1951", "person:7"),
        ("decision.signed", "proposal:12", "person: 7"),
        ("decision.signed", "proposal:12\n", "person:7"),
        ("decision.signed", "", "person:7"),
        ("decision.signed", "proposal:" + "1" * 120, "person:7"),
        ("a." + "b" * 80, "proposal:12", "person:7"),
    ],
)
def test_free_text_does_not_get_into_an_entry(verb, about, actor):
    with pytest.raises(LedgerError):
        require_names(verb, about, actor)


@pytest.mark.parametrize(
    ("later_by", "step"),
    [(-3600, 3600), (-1.5, 1.5), (-1, None), (-0.2, None), (0, None), (3600, None)],
)
def test_a_clock_that_went_back_more_than_a_second_is_noticed(later_by, step):
    found = stepped_back(NOON, NOON + timedelta(seconds=later_by))
    assert found == (None if step is None else timedelta(seconds=step))


def test_the_first_entry_has_no_clock_to_compare():
    assert stepped_back(None, NOON) is None
