"""The triggers: every change of the record by SQL is refused, migrations keep them, and their absence is seen."""

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import IntegrityError, connection, models, transaction
from django.db.utils import DatabaseError

from attending.ledger import actions, checks, guards, queries, upkeep
from attending.ledger.errors import LedgerError
from attending.ledger.models import CheckpointRecord, Entry, Head, Node

ON_SQLITE = connection.vendor == "sqlite"

COLUMNS = "seq, at, verb, object, actor, body, leaf"
COPY = "SELECT {}, at, verb, object, actor, body, leaf FROM ledger_entry WHERE seq = 0"

ON_BOTH = [
    "UPDATE ledger_entry SET actor = 'person:2' WHERE seq = 1",
    "UPDATE ledger_entry SET seq = 9 WHERE seq = 2",
    "DELETE FROM ledger_entry WHERE seq = 2",
    "DELETE FROM ledger_entry",
    f"INSERT INTO ledger_entry ({COLUMNS}) {COPY.format(7)}",
    f"INSERT INTO ledger_entry ({COLUMNS}) {COPY.format(-1)}",
    f"INSERT INTO ledger_entry ({COLUMNS}) {COPY.format(1)}",
    f"INSERT INTO ledger_entry ({COLUMNS}) {COPY.format('NULL')}",
    f"INSERT INTO ledger_entry ({COLUMNS}) {COPY.format(1)} ON CONFLICT (seq) DO UPDATE SET actor = 'person:2'",
    "UPDATE ledger_payload SET body = '{}' WHERE entry_id = 1",
    "UPDATE ledger_payload SET salt = NULL, body = NULL WHERE entry_id = 1",
    "DELETE FROM ledger_payload WHERE entry_id = 1",
    "UPDATE ledger_node SET key = key + 9",
    "DELETE FROM ledger_node",
    "UPDATE ledger_head SET size = 1",
    "UPDATE ledger_head SET frontier = frontier",
    "DELETE FROM ledger_head",
    "INSERT INTO ledger_head (id, size, frontier) SELECT 1, 9, frontier FROM ledger_head",
    "UPDATE ledger_checkpointrecord SET size = 1",
    "DELETE FROM ledger_checkpointrecord",
    "DELETE FROM ledger_delivery",
    "UPDATE ledger_delivery SET error = ''",
]
SQLITE_ONLY = [
    f"REPLACE INTO ledger_entry ({COLUMNS}) {COPY.format(1)}",
    f"INSERT OR REPLACE INTO ledger_entry ({COLUMNS}) {COPY.format(2)}",
    f"INSERT OR REPLACE INTO ledger_entry (rowid, {COLUMNS}) SELECT rowid, 3, at, verb, object, actor, body, leaf "
    "FROM ledger_entry WHERE seq = 1",
    "UPDATE OR REPLACE ledger_entry SET seq = 0 WHERE seq = 2",
    "REPLACE INTO ledger_payload (entry_id, salt, body) SELECT entry_id, salt, '{}' FROM ledger_payload",
    "REPLACE INTO ledger_payload (rowid, entry_id, salt, body) SELECT rowid, 77, salt, body FROM ledger_payload",
    "REPLACE INTO ledger_node SELECT key, zeroblob(32) FROM ledger_node",
    "REPLACE INTO ledger_node (rowid, key, hash) SELECT rowid, 99, hash FROM ledger_node",
    "REPLACE INTO ledger_head (id, size, frontier) SELECT 1, 9, frontier FROM ledger_head",
    "REPLACE INTO ledger_checkpointrecord SELECT * FROM ledger_checkpointrecord",
]
POSTGRESQL_ONLY = [
    f"TRUNCATE {table} CASCADE"
    for table in ("ledger_entry", "ledger_payload", "ledger_node", "ledger_head", "ledger_checkpointrecord")
]


@pytest.fixture
def record(fill, settings, tmp_path, django_capture_on_commit_callbacks):
    settings.ATTENDING_CHECKPOINT_FILE = tmp_path / "kept.jsonl"
    fill(3)
    with django_capture_on_commit_callbacks(execute=True):
        actions.checkpoint(reason="test")


def everything() -> list[object]:
    tables = (Entry, Node, Head, CheckpointRecord)
    return [list(table.objects.order_by("pk").values_list()) for table in tables]


@pytest.mark.parametrize("statement", [*ON_BOTH, *(SQLITE_ONLY if ON_SQLITE else POSTGRESQL_ONLY)])
def test_no_statement_changes_the_record(record, statement):
    before = everything()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert everything() == before
    assert queries.verify().ok


@pytest.mark.skipif(ON_SQLITE, reason="a setting of PostgreSQL")
def test_they_hold_for_a_replica_too(record):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        with pytest.raises(IntegrityError), transaction.atomic():
            cursor.execute("DELETE FROM ledger_entry WHERE seq = 2")


def test_they_stand_after_migrations_and_the_check_agrees(db):
    assert guards.missing(connection) == []
    assert checks.guards_stand(["default"]) == []
    assert {guard.table for guard in guards.registered()} >= {"ledger_entry", "ledger_payload", "ledger_head"}


def test_the_database_settings_keep_what_was_committed(db):
    assert checks.database_is_durable(["default"]) == []


@pytest.mark.skipif(not ON_SQLITE, reason="pragmas of SQLite")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("pragma", "restore", "word"),
    [
        ("synchronous=NORMAL", "synchronous=FULL", "synchronous"),
        ("foreign_keys=OFF", "foreign_keys=ON", "foreign_keys"),
        ("busy_timeout=5000", "busy_timeout=20000", "busy_timeout"),
    ],
)
def test_a_weakened_setting_is_refused(pragma, restore, word):
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {pragma}")
        try:
            [message] = checks.database_is_durable(["default"])
            assert word in message.msg
        finally:
            cursor.execute(f"PRAGMA {restore}")


@pytest.mark.parametrize("table", ["ledger_entry", "ledger_payload", "ledger_node", "ledger_head"])
def test_a_guard_that_was_taken_off_is_named(db, table):
    guards.remove(connection, tables=[table])
    messages = checks.guards_stand(["default"])
    assert messages
    assert all(table in message.msg and message.id == "ledger.E001" for message in messages)
    guards.install(connection, tables=[table])
    assert checks.guards_stand(["default"]) == []


def test_a_guard_that_was_replaced_by_an_empty_one_is_named(db):
    with connection.cursor() as cursor:
        if ON_SQLITE:
            cursor.execute("DROP TRIGGER ledger_entry_no_update")
            cursor.execute(
                "CREATE TRIGGER ledger_entry_no_update BEFORE UPDATE ON ledger_entry WHEN 0 BEGIN SELECT 1; END"
            )
        else:
            cursor.execute(
                "CREATE OR REPLACE FUNCTION attending_refuse() RETURNS trigger LANGUAGE plpgsql AS "
                "'BEGIN RETURN NEW; END'"
            )
    assert any("ledger_entry_no_update" in problem and "changed" in problem for problem in guards.missing(connection))


@pytest.mark.skipif(ON_SQLITE, reason="SQLite cannot disable a trigger")
def test_a_guard_that_was_disabled_is_named(db):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE ledger_entry DISABLE TRIGGER ledger_entry_no_update")
    assert guards.missing(connection) == ["ledger_entry_no_update: not enabled always"]


@pytest.mark.django_db(transaction=True)
def test_a_rebuilt_table_has_its_guards_again():
    field = models.CharField(max_length=90)
    field.set_attributes_from_name("verb")
    call_signals = {"using": "default", "plan": [object()]}
    upkeep.before_migrations(**call_signals)
    with connection.schema_editor() as editor:
        editor.alter_field(Entry, Entry._meta.get_field("verb"), field)
        editor.alter_field(Entry, field, Entry._meta.get_field("verb"))
    if ON_SQLITE:
        assert guards.missing(connection)
    upkeep.after_migrations(**call_signals)
    assert guards.missing(connection) == []


def test_guards_that_had_been_taken_off_are_put_back_and_that_is_on_record(fill):
    fill(2)
    guards.remove(connection, tables=["ledger_node"])
    upkeep.before_migrations(using="default", plan=[])
    upkeep.after_migrations(using="default")
    entry = Entry.objects.get(verb="guards.installed")
    assert "ledger_node_no_update: gone" in entry.payload.body
    upkeep.before_migrations(using="default", plan=[])
    upkeep.after_migrations(using="default")
    assert Entry.objects.filter(verb="guards.installed").count() == 1


def test_a_record_that_lost_its_head_does_not_begin_again(fill):
    fill(2)
    guards.remove(connection, tables=["ledger_head"])
    Head.objects.all().delete()
    upkeep.before_migrations(using="default", plan=[])
    with pytest.raises(LedgerError, match="no head row"):
        upkeep.after_migrations(using="default")


def test_a_room_registers_a_guard_once_and_not_another_for_the_same_table():
    guard = guards.registered()[0]
    guards.register(guard)
    with pytest.raises(ValueError, match="another guard"):
        guards.register(guards.append_only(guard.table, key="other"))
    with pytest.raises(ValueError, match="neither CREATE TRIGGER"):
        guards.Guard("room", ["DROP TABLE room"], [])


@pytest.mark.django_db(transaction=True)
def test_an_append_only_table_refuses_replace_by_any_unique_column():
    guard = guards.append_only("room_note", unique=["code", ("site", "day")])
    number = "integer PRIMARY KEY AUTOINCREMENT" if ON_SQLITE else "bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY"
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TABLE room_note (id {number}, code text UNIQUE, site text, day text, UNIQUE (site, day))"
        )
        try:
            for statement in guard.statements(connection.vendor):
                cursor.execute(statement)
            for code in ("a", "b"):
                cursor.execute("INSERT INTO room_note (code, site, day) VALUES (%s, %s, '1')", [code, code])
            attempts = ["UPDATE room_note SET code = 'z'", "DELETE FROM room_note"]
            if ON_SQLITE:
                attempts += [
                    "REPLACE INTO room_note (id, code, site, day) VALUES (1, 'y', 'y', 'y')",
                    "REPLACE INTO room_note (code, site, day) VALUES ('a', 'y', 'y')",
                    "REPLACE INTO room_note (code, site, day) VALUES ('y', 'b', '1')",
                ]
            else:
                attempts.append("TRUNCATE room_note")
            for attempt in attempts:
                with pytest.raises(IntegrityError):
                    cursor.execute(attempt)
            cursor.execute("SELECT code FROM room_note ORDER BY id")
            assert cursor.fetchall() == [("a",), ("b",)]
        finally:
            cursor.execute("DROP TABLE room_note")


@pytest.mark.django_db(transaction=True)
def test_the_check_command_refuses_to_go_on_without_them():
    guards.remove(connection, tables=["ledger_entry"])
    with pytest.raises(SystemCheckError, match="guard of the record"):
        call_command("check", databases=["default"])
    guards.install(connection)
    call_command("check", databases=["default"])
