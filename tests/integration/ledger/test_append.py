"""Appending: in the caller's transaction, in order, without gaps, and without free text."""

import hashlib
import json
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from attending.ledger import actions, guards, merkle, queries
from attending.ledger.errors import LedgerError, OutsideTransactionError
from attending.ledger.models import Entry, Head, Payload


def append(**changes):
    values = {"object": "proposal:12", "actor": "person:7", "payload": {"decision": "pause", "n": 3}} | changes
    return actions.append("decision.signed", **values)


def test_an_entry_says_what_was_done_and_its_leaf_is_the_hash_of_that(db):
    entry = append()
    stored = Entry.objects.get()
    body = json.loads(stored.body)
    assert body == {
        "v": 1,
        "seq": 0,
        "at": stored.at.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "verb": "decision.signed",
        "object": "proposal:12",
        "actor": "person:7",
        "payload_sha256": body["payload_sha256"],
    }
    assert bytes(stored.leaf) == entry.leaf == hashlib.sha256(b"\x00" + stored.body.encode()).digest()
    payload = Payload.objects.get(entry=stored)
    assert payload.body == '{"decision":"pause","n":3}'
    assert hashlib.sha256(bytes(payload.salt) + payload.body.encode()).hexdigest() == body["payload_sha256"]


def test_the_payload_is_not_in_the_entry(db):
    append(payload={"comment": "Mrs Miller objected"})
    assert "Miller" not in Entry.objects.get().body


def test_equal_payloads_have_unequal_hashes(db):
    first, second = append(), append()
    assert json.loads(first.body)["payload_sha256"] != json.loads(second.body)["payload_sha256"]


def test_entries_count_from_zero_and_the_head_has_the_root_over_all(db):
    entries = [append() for _ in range(21)]
    assert [entry.seq for entry in entries] == list(range(21))
    head = queries.head()
    assert (head.size, head.root) == (21, merkle.frontier_of(entry.leaf for entry in entries).root())
    assert head.at == entries[-1].at


def test_what_is_rolled_back_leaves_no_gap(db):
    append()
    with transaction.atomic():
        append()
        transaction.set_rollback(True)
    assert append().seq == 1
    assert queries.verify().ok


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_nothing_is_appended():
    with pytest.raises(OutsideTransactionError, match="inside transaction"):
        append()
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    "changes",
    [
        {"object": "Mrs Miller"},
        {"actor": "person 7"},
        {"payload": {"rate": float("nan")}},
        {"payload": {"at": timedelta(1)}},
    ],
)
def test_what_does_not_belong_into_a_record_is_refused(db, changes):
    with pytest.raises(LedgerError):
        append(**changes)
    assert Head.objects.get().size == 0


def test_a_clock_that_steps_back_is_recorded_before_the_entry(db, monkeypatch):
    first = append()
    monkeypatch.setattr(timezone, "now", lambda: first.at - timedelta(hours=1))
    second = append()
    step = Entry.objects.get(verb="clock.step")
    assert (step.seq, second.seq) == (1, 2)
    assert json.loads(step.payload.body)["seconds"] == 3600.0
    assert queries.verify().ok


def test_appending_costs_the_same_at_any_size(db, django_assert_num_queries):
    [append() for _ in range(15)]
    with django_assert_num_queries(5):  # head, entry, payload, nodes, head
        append()


def test_without_a_head_row_appending_says_what_to_do(db):
    guards.remove(connection, tables=["ledger_head"])
    Head.objects.all().delete()
    with pytest.raises(LedgerError, match="attending manage migrate"):
        append()


def test_many_are_appended_at_once_in_their_order_and_verify(db, django_assert_num_queries):
    done = [actions.Done("use_case.proposed", f"usecase:{n}", "person:7", {"n": n}) for n in range(40)]
    append()
    with django_assert_num_queries(5):
        entries = actions.append_all(done)
    assert [(entry.seq, entry.object) for entry in entries] == [(n + 1, f"usecase:{n}") for n in range(40)]
    assert Head.objects.get().size == 41
    assert queries.verify().ok
    assert actions.append_all([]) == []


def test_one_that_does_not_belong_keeps_all_out(db):
    done = [actions.Done("a.done", "thing:1", "person:7", {}), actions.Done("Not A Verb", "thing:2", "person:7", {})]
    with pytest.raises(LedgerError):
        actions.append_all(done)
    assert not Entry.objects.exists()
