"""Start-up checks of the database: guards stand, and a commit survives a crash.

They carry Django's ``database`` tag, so they run with ``check --database default`` and before ``migrate``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor

from attending.ledger import guards

LEAST_BUSY_TIMEOUT_MS = 20_000
SYNCHRONOUS_FULL = 2


def guards_stand(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """Every registered trigger is in the database, unchanged and enabled.

    Not asked while migrations wait: they bring new guards, and put back what a migration that stopped left off.
    """
    messages: list[CheckMessage] = []
    for alias in databases or ():
        problems = guards.missing(connections[alias])
        if problems and not _migrations_wait(connections[alias]):
            messages += [
                Error(
                    f"A guard of the record does not stand ({problem}).",
                    hint="Somebody took it off. First run: attending ledger verify; then: attending manage migrate "
                    "--skip-checks, which puts it back and records that it was missing.",
                    id="ledger.E001",
                )
                for problem in problems
            ]
    return messages


def _migrations_wait(connection: BaseDatabaseWrapper) -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def database_is_durable(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """The settings that keep a committed entry through a crash and make writers wait for one another are in force."""
    messages: list[CheckMessage] = []
    for alias in databases or ():
        connection = connections[alias]
        problems = _sqlite_problems(connection) if connection.vendor == "sqlite" else _postgresql_problems(connection)
        messages += [
            Error(problem, hint="Set it back as attending.web.configuration does.", id="ledger.E002")
            for problem in problems
        ]
    return messages


def _value(connection: BaseDatabaseWrapper, statement: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return str(cursor.fetchone()[0])


def _sqlite_problems(connection: BaseDatabaseWrapper) -> list[str]:
    problems = []
    in_memory = _value(connection, "SELECT coalesce(max(file), '') = '' FROM pragma_database_list WHERE name = 'main'")
    if (mode := _value(connection, "PRAGMA journal_mode")) != "wal" and in_memory != "1":
        problems.append(f"SQLite journal_mode is {mode}, not wal.")
    if (level := int(_value(connection, "PRAGMA synchronous"))) < SYNCHRONOUS_FULL:
        problems.append(f"SQLite synchronous is {level}, not 2 (FULL): a power cut could lose a signed decision.")
    if _value(connection, "PRAGMA foreign_keys") != "1":
        problems.append("SQLite foreign_keys is off.")
    if (wait := int(_value(connection, "PRAGMA busy_timeout"))) < LEAST_BUSY_TIMEOUT_MS:
        problems.append(f"SQLite busy_timeout is {wait} ms, less than {LEAST_BUSY_TIMEOUT_MS} ms.")
    if getattr(connection, "transaction_mode", None) != "IMMEDIATE":
        problems.append("SQLite transactions are not IMMEDIATE: concurrent writers would fail at once.")
    return problems


def _postgresql_problems(connection: BaseDatabaseWrapper) -> list[str]:
    return [
        f"PostgreSQL {name} is off: a crash could lose a signed decision."
        for name in ("fsync", "synchronous_commit", "full_page_writes")
        if _value(connection, f"SHOW {name}") == "off"
    ]
