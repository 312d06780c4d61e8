"""What was recorded once is not written over: neither REPLACE nor an upsert gets past the guards of append-only tables.

Rows are made up from the columns of each table and rolled back, so that every unique column or group of columns that
the database knows is tried, also one that is added later and forgotten in the guard.
"""

from __future__ import annotations

import uuid
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, models, transaction
from django.utils import timezone

from attending.review.guards import GUARDS

ON_SQLITE = connection.vendor == "sqlite"
EITHER = {"review_chartreading": ("run_id", "handover_id")}
"""Columns of which a row has one."""

TABLES = {each._meta.db_table: each for each in apps.get_app_config("review").get_models()}


def value(field: models.Field[Any, Any], number: int) -> Any:
    """Something the column takes, and another thing for another number where it may differ."""
    if field.choices:
        return field.choices[0][0]
    known = {
        "BigAutoField": number,
        "BigIntegerField": number,
        "PositiveIntegerField": number,
        "PositiveSmallIntegerField": number - 90_000,
        "ForeignKey": number,
        "OneToOneField": number,
        "BooleanField": False,
        "CharField": f"{number}",
        "DateField": timezone.localdate(),
        "DateTimeField": timezone.now(),
        "DecimalField": Decimal(0),
        "FloatField": 0.0,
        "JSONField": {},
        "TextField": f"{number}",
        "UUIDField": uuid.UUID(int=number),
    }
    return known[field.get_internal_type()]


def row(table: str, number: int, group: tuple[str, ...]) -> dict[str, Any]:
    """One row by column, made for the database at hand, with a value wherever the group has a column."""
    fields = [each for each in TABLES[table]._meta.concrete_fields if each.column]
    made = {str(each.column): each.get_db_prep_save(value(each, number), connection) for each in fields}
    held = [*sorted(EITHER.get(table, ()), key=lambda column: column not in group)]
    return made | dict.fromkeys(held[1:])


def insert(table: str, made: dict[str, Any], *, verb: str = "INSERT", rest: str = "") -> None:
    marks = ", ".join(["%s"] * len(made))
    with connection.cursor() as cursor:
        cursor.execute(f"{verb} INTO {table} ({', '.join(made)}) VALUES ({marks}) {rest}", [*made.values()])


def write_over(table: str, other: dict[str, Any], group: tuple[str, ...]) -> None:
    if ON_SQLITE:
        insert(table, other, verb="INSERT OR REPLACE")
        return
    taken = next(column for column in other if column not in group)
    insert(table, other, rest=f"ON CONFLICT ({', '.join(group)}) DO UPDATE SET {taken} = excluded.{taken}")


def unique_groups(table: str) -> list[tuple[str, ...]]:
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, table).values()
    return sorted({tuple(each["columns"]) for each in found if each["unique"] or each["primary_key"]})


@pytest.mark.django_db
@pytest.mark.parametrize("guard", GUARDS, ids=lambda guard: guard.table)
def test_no_row_is_written_over(guard: Any) -> None:
    table, groups = guard.table, unique_groups(guard.table)
    assert ("id",) in groups
    for group in groups:
        with transaction.atomic():
            first = row(table, 90_001, group)
            insert(table, first)
            other = row(table, 90_002, group) | {column: first[column] for column in group}
            with pytest.raises(DatabaseError) as refused, transaction.atomic():
                write_over(table, other, group)
            assert "append-only" in str(refused.value) or "stays as it is" in str(refused.value), group
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT id FROM {table} WHERE id >= 90001")
                assert cursor.fetchall() == [(90_001,)]
            transaction.set_rollback(True)
