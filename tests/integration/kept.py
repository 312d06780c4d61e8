"""What a builder wrote into an empty database, kept in this process and written again as rows, not built again.

Whatever the actions wrote stands there again to the byte, and the database's constraints see every row; only the
actions themselves do not run a second time.
"""

from __future__ import annotations

import functools
import pickle
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from attending.accounts.models import User
from attending.ledger import guards
from attending.ledger.models import Head
from attending.program.models import Organisation

Built = TypeVar("Built")
HEAD = Head._meta.db_table  # one row that always stands there and that every action changes


@dataclass(frozen=True, slots=True)
class Kept:
    """Tables in the order of their models, each with its rows in the database's own words, and what was returned."""

    on: date
    rows: dict[str, bytes]
    head: dict[str, Any]
    returned: bytes
    unguarded: set[str] = field(default_factory=set)
    """The tables whose guards refused these rows, since they ask in which order things happened."""


def kept(build: Callable[[], Built], *, guarded: bool = True) -> Callable[[], Built]:
    """Keep what ``build`` writes into an empty database; it may write only into tables that were empty.

    It is built anew on another day. What was built where a transaction would be committed is kept for itself, since
    more is written then.
    guarded: whether every guard sees the rows too; False lets go of those that refuse them.
    """
    memory: dict[bool, Kept] = {}

    @functools.wraps(build)
    def begin() -> Built:
        if Head.objects.filter(size__gt=0).exists() or _anybody():
            return build()
        known = memory.get(connection.in_atomic_block)
        if known is None or known.on != timezone.localdate():
            before = _filled()
            built = build()
            tables = [table for table in _filled() if table not in before]
            head = Head.objects.values("size", "frontier", "at").get()
            memory[connection.in_atomic_block] = Kept(
                timezone.localdate(), {table: _read(table) for table in tables}, head, pickle.dumps(built)
            )
            return built
        while (refused := _write_all(known)) is not None:
            table, error = refused
            if guarded or table in known.unguarded:
                raise error
            known.unguarded.add(table)
        found: Built = pickle.loads(known.returned)
        return found

    return begin


def _write_all(known: Kept) -> tuple[str, DatabaseError] | None:
    """Write every row, or none and return which table refused its rows."""
    table = ""
    try:
        with transaction.atomic():
            if known.unguarded:
                guards.remove(connection, tables=known.unguarded)
            for table, rows in known.rows.items():
                _write(table, rows)
            if known.unguarded:
                guards.install(connection, tables=known.unguarded)
            if known.head["size"]:
                Head.objects.update(**known.head)
    except DatabaseError as error:
        return table, error
    return None


def _anybody() -> bool:
    return User.objects.exists() or Organisation.objects.exists()


def _filled() -> list[str]:
    models = apps.get_models(include_auto_created=True)
    return [model._meta.db_table for model in models if model._meta.managed and model._base_manager.exists()]


def _read(table: str) -> bytes:
    name = connection.ops.quote_name(table)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {name} TO STDOUT (FORMAT BINARY)") as copy:
                return b"".join(bytes(part) for part in copy)
        cursor.execute("SELECT name FROM pragma_table_info(%s)", [table])
        values = " || ', ' || ".join(f"quote({connection.ops.quote_name(column)})" for (column,) in cursor.fetchall())
        cursor.execute(f"SELECT '(' || {values} || ')' FROM {name} ORDER BY rowid")
        return ", ".join(row for (row,) in cursor.fetchall()).encode()


def _write(table: str, rows: bytes) -> None:
    name = connection.ops.quote_name(table)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with connection.wrap_database_errors, cursor.copy(f"COPY {name} FROM STDIN (FORMAT BINARY)") as copy:
                copy.write(rows)
        else:
            cursor.execute(f"INSERT INTO {name} VALUES {rows.decode()}", None)
