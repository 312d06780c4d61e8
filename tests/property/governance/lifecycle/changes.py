"""Every row that is written, told by triggers of the test's own, and whether the record names it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from django.apps import apps
from django.db import connection

from tests.property.governance.lifecycle.rows import Row, parsed, rows

NOT_WATCHED = ("sqlite_", "django_", "ledger_head", "ledger_node", "ledger_payload")
WITHOUT_ENTRY = {
    "governance_comparison": "that the clock looked at an approval; what it finds is a lapse, which is recorded",
    "notices_notice": "who is to be told of what is recorded already; what was sent has a list of its own",
}
"""Tables that are written without an entry that names the row, and why."""


class Written(NamedTuple):
    """A row that was inserted, updated or deleted."""

    how: str
    table: str
    pk: int


@contextmanager
def watched() -> Iterator[None]:
    """Note every write of this connection within the block, undone together with the write itself.

    Outside a transaction: one that has changed the schema reads it anew at each savepoint that is rolled back.
    """
    assert not connection.in_atomic_block
    triggers = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if not table.startswith(NOT_WATCHED):
                for how, alias in (("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD")):
                    triggers[f"lifecycle_{how}_{table}"] = (
                        f'AFTER {how} ON main."{table}" BEGIN INSERT INTO lifecycle_written (how, tbl, pk) '
                        f"VALUES ('{how}', '{table}', {alias}.rowid); END"
                    )
        cursor.execute("CREATE TEMP TABLE lifecycle_written (n INTEGER PRIMARY KEY, how TEXT, tbl TEXT, pk INTEGER)")
        for name, body in triggers.items():
            cursor.execute(f'CREATE TEMP TRIGGER "{name}" {body}')
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            for name in triggers:
                cursor.execute(f'DROP TRIGGER temp."{name}"')
            cursor.execute("DROP TABLE temp.lifecycle_written")


def taken() -> list[Written]:
    """What was written since it was asked last."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT how, tbl, pk FROM lifecycle_written ORDER BY n")
        found = [Written(*each) for each in cursor.fetchall()]
        if found:
            cursor.execute("DELETE FROM lifecycle_written")
    return found


def entries_since(seq: int) -> list[Row]:
    """The entries of the record from ``seq`` on, with what they were about."""
    found = rows(
        "SELECT e.seq, e.at, e.verb, e.object, e.actor, p.body AS payload FROM ledger_entry e "
        "LEFT JOIN ledger_payload p ON p.entry_id = e.seq WHERE e.seq >= %s ORDER BY e.seq",
        seq,
    )
    for each in found:
        each["payload"] = parsed(each["payload"])
    return found


def unrecorded(written: Iterable[Written], entries: list[Row]) -> list[str]:
    """Each row that was written though no entry of the same step names it, and whatever was done to the record itself.

    An entry names a row by its own name, by its number in the record, or by the name of what the row belongs to.
    """
    written = list(written)
    faults = [f"{each} of the record" for each in written if each.table == "ledger_entry" and each.how != "INSERT"]
    added = sum(each.table == "ledger_entry" for each in written)
    if added != len(entries):
        faults.append(f"{added} entries were written and {len(entries)} stand at the end of the record")
    named = {each["object"] for each in entries}
    numbers = {each["seq"] for each in entries}
    for each in dict.fromkeys(written):
        if each.table == "ledger_entry" or each.table in WITHOUT_ENTRY:
            continue
        if each.how == "DELETE":
            faults.append(f"{each}: nothing of a history is ever deleted")
        elif not _names(each) & named and _values(each).get("ledger_seq") not in numbers:
            faults.append(f"{each} is named by none of {sorted(named)}")
    return faults


_models = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}
_EVERYWHERE = {"organisation", "person", "usecase", "user"}
"""What so much belongs to that an entry about it names nothing else."""


def _names(written: Written) -> set[str]:
    """How an entry may name a row: itself, or one of the records that it belongs to."""
    model = _models[written.table]
    found = {f"{model._meta.model_name}:{written.pk}"}
    values = _values(written)
    for field in model._meta.concrete_fields:
        related: Any = field.related_model
        if related is None or related._meta.model_name in _EVERYWHERE:
            continue
        number = values[field.column]
        found.add(f"{related._meta.model_name}:{number}")
        if model._meta.auto_created:  # a row that only links two others belongs where they do
            found |= _names(Written(written.how, related._meta.db_table, number))
        if related._meta.model_name == "decision" and number:  # an entry names a decision by its proposal
            decided = rows("SELECT proposal_id FROM decisions_decision WHERE id = %s", number)
            found |= {f"proposal:{each['proposal_id']}" for each in decided}
    return found


def _values(written: Written) -> Row:
    found = rows(f'SELECT * FROM "{written.table}" WHERE rowid = %s', written.pk)
    return found[0] if found else {}
