"""What keeps the guards and the head row in place around migrations."""

from __future__ import annotations

from typing import Any

from django.db import connections, transaction

from attending.ledger import guards
from attending.ledger.actions import append
from attending.ledger.models import Entry, Head

_found_missing: dict[str, list[str]] = {}


def before_migrations(*, using: str, plan: list[Any], **_: object) -> None:
    """Note which guards were not standing; on SQLite take the others off, for rebuilt tables break on them."""
    connection = connections[using]
    _found_missing[using] = guards.missing(connection)
    if plan and connection.vendor == "sqlite":
        guards.remove(connection)


def after_migrations(*, using: str, **_: object) -> None:
    """Put every guard back, see that an empty record has its head row, and record guards that had been missing."""
    connection = connections[using]
    if Head._meta.db_table not in connection.introspection.table_names():
        return
    with transaction.atomic(using=using):
        guards.install(connection)
        if not Head.objects.using(using).exists() and not Entry.objects.using(using).exists():
            Head.objects.using(using).create()
        found = _found_missing.pop(using, [])
        if found and using == "default" and Entry.objects.exists():
            append("guards.installed", object="guards", actor="system", payload={"before": found})
