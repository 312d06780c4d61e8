"""Checkpoints: signed over the head, sent away after the commit, and never in the way of what was decided."""

import json
import logging
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from attending.ledger import actions, keys, merkle, queries
from attending.ledger.errors import LedgerError, NoCheckpointError
from attending.ledger.models import CheckpointRecord, Delivery, Entry, Payload
from attending.ledger.notes import Checkpoint
from attending.ledger.receipts import Receipt


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    def call(function, **arguments):
        with django_capture_on_commit_callbacks(execute=True):
            return function(**arguments)

    return call


@pytest.fixture
def kept(settings, tmp_path):
    settings.ATTENDING_CHECKPOINT_FILE = tmp_path / "kept.jsonl"
    return settings.ATTENDING_CHECKPOINT_FILE


def test_a_checkpoint_signs_the_head(fill):
    fill(5)
    record = actions.checkpoint(reason="test")
    head = queries.head()
    assert Checkpoint.from_note(record.note, keys.verifier()) == Checkpoint("hospital.example/ledger", 5, head.root)


def test_it_is_sent_after_the_commit_and_that_is_remembered(fill, kept, committed):
    fill(5)
    assert queries.last_sent() is None
    record = committed(actions.checkpoint, reason="sign-off")
    assert json.loads(kept.read_text())["note"] == record.note
    sent = queries.last_sent()
    assert (sent.size, sent.entries_since, sent.destination) == (5, 0, f"file {kept}")
    assert timedelta(0) <= sent.age < timedelta(minutes=1)
    fill(2)
    assert queries.last_sent().entries_since == 2


def test_a_destination_that_fails_loses_nothing_and_is_shown(fill, settings, tmp_path, committed, caplog):
    settings.ATTENDING_CHECKPOINT_FILE = tmp_path / "absent" / "kept.jsonl"
    fill(5)
    with caplog.at_level(logging.ERROR):
        committed(actions.checkpoint, reason="sign-off")
    assert CheckpointRecord.objects.count() == 1
    [failure] = queries.failed_deliveries()
    assert "No such file" in failure.error
    assert "was not sent" in caplog.text
    assert queries.last_sent() is None


def test_failures_are_over_once_the_destination_takes_one(fill, kept, committed):
    fill(1)
    record = committed(actions.checkpoint, reason="first")
    Delivery.objects.create(checkpoint=record, destination=f"file {kept}", at=timezone.now(), error="disk full")
    assert queries.failed_deliveries().count() == 1
    committed(actions.checkpoint, reason="second")
    assert queries.failed_deliveries().count() == 0


@pytest.mark.django_db(transaction=True)
def test_a_sign_off_makes_one_checkpoint_however_often_it_asks(fill, kept):
    with transaction.atomic():
        fill(2)
        actions.checkpoint_on_commit(reason="decision.signed")
        actions.checkpoint_on_commit(reason="decision.signed")
        assert not CheckpointRecord.objects.exists()
    assert CheckpointRecord.objects.get().size == 2
    assert len(kept.read_text().splitlines()) == 1


def test_a_key_that_cannot_be_read_does_not_undo_the_sign_off(fill, settings, committed, caplog):
    settings.ATTENDING_LEDGER_KEY.write_text("rubbish")
    settings.ATTENDING_LEDGER_KEY.chmod(0o600)

    def sign_off():
        fill(1)
        actions.checkpoint_on_commit(reason="decision.signed")

    committed(sign_off)
    assert Entry.objects.count() == 1
    assert "No checkpoint was made" in caplog.text


def test_if_grown_signs_only_what_is_new_and_sends_again_what_did_not_leave(fill, settings, tmp_path, committed):
    assert committed(actions.checkpoint_if_grown, reason="timer") is None
    fill(3)
    settings.ATTENDING_CHECKPOINT_FILE = tmp_path / "later" / "kept.jsonl"
    assert committed(actions.checkpoint_if_grown, reason="timer").size == 3
    assert queries.last_sent() is None
    settings.ATTENDING_CHECKPOINT_FILE.parent.mkdir()
    assert committed(actions.checkpoint_if_grown, reason="timer") is None
    assert queries.last_sent().size == 3
    assert CheckpointRecord.objects.count() == 1


def test_a_receipt_proves_each_entry(fill):
    entries = fill(13)
    with pytest.raises(NoCheckpointError, match="attending ledger checkpoint"):
        queries.receipt(entries[0])
    actions.checkpoint(reason="test")
    for entry in entries:
        receipt = Receipt.from_text(queries.receipt(entry))
        assert receipt.body == entry.body
        assert receipt.verify(keys.verifier()).size == 13
    [newer] = fill(1)
    with pytest.raises(NoCheckpointError):
        queries.receipt(newer)


def test_proofs_from_the_database_verify_at_every_size_in_three_queries(fill, django_assert_max_num_queries):
    leaves = [entry.leaf for entry in fill(17)]
    roots = [merkle.frontier_of(leaves[:size]).root() for size in range(18)]
    for size in range(1, 18):
        assert queries.root_at(size) == roots[size]
        for index in range(size):
            with django_assert_max_num_queries(3):
                proof = queries.inclusion_proof(index, size)
            assert merkle.verify_inclusion(index, size, leaves[index], proof, roots[size])
        for first in range(1, size + 1):
            with django_assert_max_num_queries(3):
                proof = queries.consistency_proof(first, size)
            assert merkle.verify_consistency(first, size, proof, roots[first], roots[size])


@pytest.mark.parametrize(("index", "size"), [(5, 5), (-1, 5), (0, 6), (0, 0)])
def test_what_is_not_there_is_not_proven(fill, index, size):
    fill(5)
    with pytest.raises(LedgerError):
        queries.inclusion_proof(index, size)


@pytest.mark.parametrize(("first", "second"), [(0, 5), (5, 4), (1, 6)])
def test_what_cannot_be_consistent_is_not_proven(fill, first, second):
    fill(5)
    with pytest.raises(LedgerError):
        queries.consistency_proof(first, second)


def test_an_erased_payload_is_gone_and_the_record_still_verifies(fill):
    entries = fill(4)
    with transaction.atomic():
        erasure = actions.erase_payload(entries[2], actor="person:9", reason="named a patient")
    payload = Payload.objects.get(entry=entries[2])
    assert (payload.salt, payload.body, payload.erased_by_id) == (None, None, erasure.seq)
    result = queries.verify()
    assert (result.ok, result.erased) == (True, 1)
    with pytest.raises(LedgerError, match="already erased"), transaction.atomic():
        actions.erase_payload(entries[2], actor="person:9", reason="again")


def test_entries_are_found_by_object_kind_verb_and_actor(fill):
    fill(3)
    with transaction.atomic():
        actions.append("decision.signed", object="proposal:1", actor="person:2", payload={})
        actions.append("decision.signed", object="proposal:11", actor="person:3", payload={})
    assert [entry.seq for entry in queries.entries(about="proposal")] == [4, 3]
    assert [entry.seq for entry in queries.entries(about="proposal:1")] == [3]
    assert [entry.seq for entry in queries.entries(verb="test.done")] == [2, 1, 0]
    assert [entry.seq for entry in queries.entries(actor="person:3")] == [4]
    assert queries.verbs() == ["decision.signed", "test.done"]
