"""Triggers that refuse to change what was recorded: a registry for every room, and one machinery that keeps them.

Django on SQLite rebuilds a table for many migrations and drops its triggers on the way; so guards are taken off before
a migration that has work to do, and put back after every one. ``missing`` is what the start-up check asks.
On PostgreSQL triggers are ``ENABLE ALWAYS``, which holds under ``session_replication_role = replica`` too.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

_TRIGGER = re.compile(r"^\s*CREATE TRIGGER (\w+)\s", re.IGNORECASE)
_FUNCTION = re.compile(r"^\s*CREATE OR REPLACE FUNCTION (\w+)\(\).*?\$guard\$(.*)\$guard\$", re.IGNORECASE | re.DOTALL)

REFUSE = """CREATE OR REPLACE FUNCTION attending_refuse() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'integrity_constraint_violation';
END $guard$"""
"""PostgreSQL function, always installed, that a guard's triggers may call to refuse whatever fired them."""


@dataclass(frozen=True)
class Guard:
    """The triggers of one table.

    Each statement is one ``CREATE TRIGGER name ...`` or, for PostgreSQL, ``CREATE OR REPLACE FUNCTION name() ...`` with
    its body between ``$guard$`` marks. Trigger names are unique in the whole database. ``ENABLE ALWAYS`` is added.
    """

    table: str
    sqlite_sql: Sequence[str]
    postgresql_sql: Sequence[str]

    def __post_init__(self) -> None:
        for statement in (*self.sqlite_sql, *self.postgresql_sql):
            if not _TRIGGER.match(statement) and not _FUNCTION.match(statement):
                raise ValueError(f"A guard of {self.table} is neither CREATE TRIGGER nor a function: {statement[:80]}")

    def statements(self, vendor: str) -> Sequence[str]:
        """The statements for ``vendor``: sqlite or postgresql."""
        return self.sqlite_sql if vendor == "sqlite" else self.postgresql_sql

    def triggers(self, vendor: str) -> dict[str, str]:
        """Trigger names and the statements that create them."""
        found = ((_TRIGGER.match(statement), statement) for statement in self.statements(vendor))
        return {match[1]: statement for match, statement in found if match}


_registry: dict[str, Guard] = {}


def register(guard: Guard) -> None:
    """Have ``guard`` installed and checked with all others; call it from ``AppConfig.ready``. One guard per table.

    A guard that is new or changed comes with a migration, if only an empty one: the start-up check otherwise takes the
    old state of the database for tampering.
    """
    known = _registry.setdefault(guard.table, guard)
    if known != guard:
        raise ValueError(f"Table {guard.table} already has another guard; put all its triggers in one Guard.")


def registered() -> tuple[Guard, ...]:
    """Every guard, in the order of registration."""
    return tuple(_registry.values())


def append_only(table: str, *, key: str = "id", unique: Sequence[str | Sequence[str]] = ()) -> Guard:
    """A guard that lets rows be added and nothing else.

    ``key`` is the primary key's column; ``unique`` names every further unique column or group of columns, because
    SQLite's REPLACE deletes the row that collides with any of them without firing a DELETE trigger.
    """
    groups = [("rowid",), (key,), *((columns,) if isinstance(columns, str) else tuple(columns) for columns in unique)]
    collision = " OR ".join(
        " ".join(
            ("EXISTS (SELECT 1 FROM", table, "WHERE", " AND ".join(f"{name} = NEW.{name}" for name in columns), ")")
        )
        for columns in groups
    )
    return Guard(
        table,
        sqlite_sql=(
            *sqlite_refusals(table, "UPDATE", "DELETE"),
            f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN {collision} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only: REPLACE refused'); END",
        ),
        postgresql_sql=postgresql_refusals(table, "UPDATE", "DELETE", "TRUNCATE"),
    )


def sqlite_refusals(table: str, *operations: str) -> tuple[str, ...]:
    """SQLite triggers that refuse UPDATE or DELETE of any row."""
    return tuple(
        f"CREATE TRIGGER {table}_no_{operation.lower()} BEFORE {operation} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only: {operation} refused'); END"
        for operation in operations
    )


def postgresql_refusals(table: str, *operations: str) -> tuple[str, ...]:
    """PostgreSQL triggers that refuse UPDATE or DELETE of any row, or TRUNCATE of the table."""
    return tuple(
        f"CREATE TRIGGER {table}_no_{operation.lower()} BEFORE {operation} ON {table} "
        f"FOR EACH {'STATEMENT' if operation == 'TRUNCATE' else 'ROW'} EXECUTE FUNCTION attending_refuse()"
        for operation in operations
    )


def _settle(connection: BaseDatabaseWrapper) -> None:
    """PostgreSQL alters no table while checks of its foreign keys wait for the commit; have them done now."""
    if connection.vendor == "postgresql" and connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _present(connection: BaseDatabaseWrapper, tables: Collection[str] | None) -> Iterable[Guard]:
    existing = set(connection.introspection.table_names())
    return [guard for guard in registered() if guard.table in existing and (tables is None or guard.table in tables)]


def install(connection: BaseDatabaseWrapper, *, tables: Collection[str] | None = None) -> None:
    """Put every registered guard on its table (or only those of ``tables``), replacing what stands there.

    Tables that do not exist yet are passed over.
    """
    present = _present(connection, tables)
    remove(connection, tables=[guard.table for guard in present])
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(REFUSE)
        for guard in present:
            for statement in guard.statements(connection.vendor):
                cursor.execute(statement)
            if connection.vendor == "postgresql":
                for name in guard.triggers(connection.vendor):
                    cursor.execute(f"ALTER TABLE {guard.table} ENABLE ALWAYS TRIGGER {name}")


def remove(connection: BaseDatabaseWrapper, *, tables: Collection[str] | None = None) -> None:
    """Take the guards off. Only a migration, and a test that empties its database, has a reason to."""
    _settle(connection)
    # All in one commit: each by itself would wait for the disk, hundreds of times.
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for guard in _present(connection, tables):
            for name in guard.triggers(connection.vendor):
                where = f" ON {guard.table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}{where}")


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Triggers that do not stand as registered, each with what is wrong: gone, changed, or disabled."""
    expected = {
        name: (guard.table, statement)
        for guard in _present(connection, None)
        for name, statement in guard.triggers(connection.vendor).items()
    }
    found = _sqlite_state(connection) if connection.vendor == "sqlite" else _postgresql_state(connection)
    problems = []
    for name, (table, statement) in expected.items():
        if (table, name) not in found:
            problems.append(f"{name}: gone")
        elif connection.vendor == "sqlite" and found[table, name] != statement.strip():
            problems.append(f"{name}: changed")
        elif connection.vendor == "postgresql" and found[table, name] is not None:
            problems.append(f"{name}: {found[table, name]}")
    return problems


def _sqlite_state(connection: BaseDatabaseWrapper) -> dict[tuple[str, str], str | None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tbl_name, name, sql FROM sqlite_master WHERE type = 'trigger'")
        return {(table, name): sql for table, name, sql in cursor.fetchall()}


def _postgresql_state(connection: BaseDatabaseWrapper) -> dict[tuple[str, str], str | None]:
    """(table, trigger) -> what is wrong with it, or None."""
    statements = [REFUSE, *(statement for guard in registered() for statement in guard.postgresql_sql)]
    bodies = {match[1]: match[2] for match in map(_FUNCTION.match, statements) if match}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, t.tgname, t.tgenabled, p.proname, p.prosrc FROM pg_trigger t "
            "JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid "
            "WHERE NOT t.tgisinternal AND pg_table_is_visible(c.oid)"
        )
        state: dict[tuple[str, str], str | None] = {}
        for table, name, enabled, function, source in cursor.fetchall():
            problem = None
            if enabled != "A":
                problem = "not enabled always"
            elif bodies.get(function) != source:
                problem = "its function was changed"
            state[table, name] = problem
        return state
