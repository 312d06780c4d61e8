"""A row changed by raw SQL, with the triggers taken off first, is found and named; so is a record rewritten whole."""

import json
import secrets

import pytest
from django.db import connection, transaction

from attending.ledger import actions, guards, keys, merkle, queries
from attending.ledger.models import CheckpointRecord, Entry, Head, Node, Payload
from attending.ledger.notes import Checkpoint
from attending.ledger.rules import node_key

SIZE = 21


@pytest.fixture
def record(fill):
    fill(10)
    actions.checkpoint(reason="test")
    fill(SIZE - 10)
    actions.checkpoint(reason="test")


def sql(statement, *values):
    guards.remove(connection)
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
    guards.install(connection)


def named(result):
    return {(item.where, item.seq) for item in result.disagreements}


def test_an_untouched_record_verifies(record):
    result = queries.verify()
    assert result.ok
    assert (result.size, result.payloads, result.checkpoints, result.erased) == (SIZE, SIZE, 2, 0)
    assert result.root == queries.head().root


def test_an_empty_record_verifies(db):
    assert queries.verify().ok


@pytest.mark.parametrize("seq", range(SIZE))
def test_a_changed_body_is_named(record, seq):
    body = Entry.objects.get(seq=seq).body.replace("person:1", "person:2")
    sql("UPDATE ledger_entry SET body = %s, actor = 'person:2' WHERE seq = %s", body, seq)
    result = queries.verify()
    assert named(result) == {("entry", seq)}
    assert f"entry {seq}" in result.disagreements[0].what


@pytest.mark.parametrize("column", ["actor", "verb", "object"])
def test_a_changed_column_is_named(record, column):
    sql(f"UPDATE ledger_entry SET {column} = 'other:9' WHERE seq = 5")
    result = queries.verify()
    assert named(result) == {("entry", 5)}
    assert column in result.disagreements[0].what


def test_a_changed_time_is_named(record):
    sql("UPDATE ledger_entry SET at = %s WHERE seq = 5", "2020-01-01 00:00:00+00:00")
    assert named(queries.verify()) == {("entry", 5)}


def test_a_changed_body_with_its_leaf_is_named_by_the_tree(record):
    entry = Entry.objects.get(seq=4)
    body = entry.body.replace("person:1", "person:2")
    sql("UPDATE ledger_entry SET body = %s, actor = 'person:2', leaf = %s WHERE seq = 4", body, leaf(body))
    result = queries.verify()
    assert named(result) == {("node", 4)}
    assert "entry 4 or 5" in result.disagreements[0].what


def test_the_last_entry_changed_with_its_leaf_disagrees_with_the_head(record):
    body = Entry.objects.get(seq=SIZE - 1).body.replace("person:1", "person:2")
    sql("UPDATE ledger_entry SET body = %s, actor = 'person:2', leaf = %s WHERE seq = 20", body, leaf(body))
    assert ("head", SIZE - 1) in named(queries.verify())


def test_a_changed_payload_is_named(record):
    sql("UPDATE ledger_payload SET body = %s WHERE entry_id = 7", '{"number":8}')
    assert named(queries.verify()) == {("payload", 7)}


def test_a_deleted_payload_is_named(record):
    sql("DELETE FROM ledger_payload WHERE entry_id = 7")
    assert named(queries.verify()) == {("payload", 7)}


def test_an_erasure_that_is_not_on_record_is_named(record):
    sql("UPDATE ledger_payload SET body = NULL, salt = NULL, erased_by_id = 9 WHERE entry_id = 7")
    assert named(queries.verify()) == {("payload", 7)}


def test_a_removed_entry_is_named(record):
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    sql("DELETE FROM ledger_payload WHERE entry_id = 3")
    sql("DELETE FROM ledger_entry WHERE seq = 3")
    result = queries.verify()
    assert ("entry", 3) in named(result)
    assert "entry 3 is missing" in result.disagreements[0].what


def test_a_tail_that_was_cut_off_is_named(record):
    sql("DELETE FROM ledger_payload WHERE entry_id >= 19")
    sql("DELETE FROM ledger_entry WHERE seq >= 19")
    assert ("entry", 19) in named(queries.verify())


def test_a_changed_or_missing_or_added_node_is_named(record):
    key = node_key(2, 1)
    sql("UPDATE ledger_node SET hash = %s WHERE key = %s", secrets.token_bytes(32), key)
    assert ("node", 4) in named(queries.verify())
    sql("DELETE FROM ledger_node WHERE key = %s", key)
    assert ("node", 4) in named(queries.verify())
    sql("INSERT INTO ledger_node (key, hash) VALUES (%s, %s)", node_key(9, 9), secrets.token_bytes(32))
    sql("INSERT INTO ledger_node (key, hash) VALUES (%s, %s)", node_key(9, 10), secrets.token_bytes(32))
    assert ("node", None) in named(queries.verify())


@pytest.mark.parametrize("change", ["size = size - 1", "size = size + 1"])
def test_a_changed_head_is_named(record, change):
    sql(f"UPDATE ledger_head SET {change}")
    assert not queries.verify().ok


def test_a_changed_checkpoint_is_named(record):
    sql("UPDATE ledger_checkpointrecord SET size = 9 WHERE size = 10")
    assert "columns disagree" in queries.verify().disagreements[0].what


def test_a_checkpoint_signed_with_another_key_is_named(record, settings, tmp_path):
    settings.ATTENDING_LEDGER_KEY = tmp_path / "other.key"
    keys.signer()
    assert {item.where for item in queries.verify().disagreements} == {"checkpoint"}


def test_without_the_key_nothing_is_called_verified(record, settings, tmp_path):
    settings.ATTENDING_LEDGER_KEY = tmp_path / "absent.key"
    assert "key file is missing" in queries.verify().disagreements[0].what
    assert not settings.ATTENDING_LEDGER_KEY.exists()


def leaf(body):
    return merkle.leaf_hash(body.encode())


def rewrite(size, change):
    """What somebody with the whole machine and the key can do: rewrite entries, the tree, and sign again."""
    guards.remove(connection)
    bodies = [change(seq, body) for seq, body in Entry.objects.order_by("seq").values_list("seq", "body")][:size]
    Payload.objects.filter(entry_id__gte=size).delete()
    CheckpointRecord.objects.all().delete()
    Node.objects.all().delete()
    Entry.objects.filter(seq__gte=size).delete()
    frontier = merkle.Frontier()
    for seq, body in enumerate(bodies):
        frontier, completed = frontier.append(leaf(body))
        Entry.objects.filter(seq=seq).update(body=body, actor=json.loads(body)["actor"], leaf=leaf(body))
        Node.objects.bulk_create([Node(key=node_key(*place), hash=value) for place, value in completed])
    Head.objects.update(size=size, frontier=frontier.to_bytes())
    guards.install(connection)
    actions.checkpoint(reason="forged")


def test_a_record_rewritten_and_signed_again_is_found_by_a_checkpoint_kept_elsewhere(record):
    kept = [note.note for note in CheckpointRecord.objects.order_by("size")]
    rewrite(SIZE, lambda seq, body: body.replace("person:1", "person:2") if seq == 12 else body)
    assert queries.verify().ok
    result = queries.verify(outside=kept)
    assert [item.what for item in result.disagreements] == [
        "checkpoint 2 of those kept elsewhere: its root is not that of the first 21 entries; one changed"
    ]


def test_an_older_state_that_was_restored_is_found_by_a_checkpoint_kept_elsewhere(record):
    kept = [note.note for note in CheckpointRecord.objects.order_by("size")]
    rewrite(15, lambda _, body: body)
    assert queries.verify().ok
    result = queries.verify(outside=kept)
    assert "an older state was restored" in result.disagreements[0].what
    assert result.outside == 2


def test_a_note_that_is_not_ours_is_not_compared(record):
    foreign = keys.signer().sign(Checkpoint("elsewhere.example", 3, b"\0" * 32).to_text())
    assert not queries.verify(outside=[foreign]).ok
    assert not queries.verify(outside=["rubbish"]).ok


def test_it_compares_across_batches(fill, monkeypatch):
    monkeypatch.setattr("attending.ledger.verification.BATCH", 4)
    fill(7)
    actions.checkpoint(reason="test")
    fill(12)
    assert queries.verify().ok
    sql("UPDATE ledger_node SET hash = %s WHERE key = %s", secrets.token_bytes(32), node_key(3, 0))
    assert ("node", 0) in named(queries.verify())


def test_entries_added_while_it_runs_are_left_out(record, monkeypatch):
    from attending.ledger import verification

    rows = verification._rows

    def busy(size):
        with transaction.atomic():
            actions.append("test.done", object="thing:1", actor="system", payload={})
            actions.checkpoint(reason="meanwhile")
        yield from rows(size)

    monkeypatch.setattr(verification, "_rows", busy)
    result = queries.verify()
    assert result.ok
    assert result.size == SIZE
