"""Rows as the database holds them, by plain SQL: what is checked on them shares nothing with what wrote them."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from django.db import connection

Row = dict[str, Any]


def rows(sql: str, *values: object) -> list[Row]:
    """What a query finds, a dictionary for each row."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def row(sql: str, *values: object) -> Row:
    """The one row that a query finds."""
    (found,) = rows(sql, *values)
    return found


def moment(text: str | datetime) -> datetime:
    """A moment that SQLite keeps as text in UTC."""
    found = text if isinstance(text, datetime) else datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def parsed(text: str) -> Any:
    """A JSON column."""
    return json.loads(text)
