"""Guards for rows that come to an end: drafts until they are sealed, by themselves or with the row they belong to."""

from __future__ import annotations

from collections.abc import Sequence

from attending.ledger.guards import Guard, postgresql_refusals, sqlite_refusals

_SEALED = """EXISTS (
    SELECT 1 FROM {table} a WHERE a.{column} IS NOT NULL AND ({same}))"""
_PARENT_SEALED = "EXISTS (SELECT 1 FROM {parent} p WHERE p.id = {row}.{key} AND p.{column} IS NOT NULL)"
_SEALED_WITH_PARENT = (
    "EXISTS (SELECT 1 FROM {table} r JOIN {parent} p ON p.id = r.{key} WHERE p.{column} IS NOT NULL AND ({same}))"
)
_STANDING = "EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id OR {same})"


def sealed(
    table: str,
    column: str,
    refusal: str,
    *,
    unique: Sequence[str] = (),
    within: tuple[str, str, str] | None = None,
) -> Guard:
    """A guard that keeps a row as it is from the moment its ``column`` is set.

    ``refusal`` is what the database answers; ``unique`` are the columns of a further unique group, because SQLite's
    REPLACE, of a new row or a changed one, deletes the row that collides with it without firing a DELETE trigger.
    ``within`` names a parent's table,
    the column with its key, and the parent's column from which on none of its rows changes, joins or leaves.
    """
    collision = "a.rowid = NEW.rowid OR a.id = NEW.id"
    if unique:
        collision += "\n      OR " + " AND ".join(f"a.{name} = NEW.{name}" for name in unique)
    collides = _SEALED.format(table=table, column=column, same=collision)
    kept = f"OLD.{column} IS NOT NULL"
    if within is None:
        return Guard(
            table,
            sqlite_sql=(
                *_sqlite(table, kept, refusal),
                *(_sqlite_collision(table, operation, collides, refusal) for operation in ("UPDATE", "INSERT")),
            ),
            postgresql_sql=_postgresql(table, kept, refusal, ("UPDATE", "DELETE")),
        )
    parent, key, ended = within
    left, joined = (_PARENT_SEALED.format(parent=parent, row=row, key=key, column=ended) for row in ("OLD", "NEW"))
    return Guard(
        table,
        sqlite_sql=(
            *_sqlite(table, f"{kept} OR {left}", refusal),
            *(
                _sqlite_collision(table, operation, f"{joined} OR {collides}", refusal)
                for operation in ("UPDATE", "INSERT")
            ),
        ),
        postgresql_sql=_postgresql(
            table,
            f"(TG_OP <> 'INSERT' AND ({kept} OR {left})) OR (TG_OP <> 'DELETE' AND {joined})",
            refusal,
            ("INSERT", "UPDATE", "DELETE"),
        ),
    )


def sealed_with(table: str, parent: str, key: str, column: str, refusal: str, *, unique: Sequence[str] = ()) -> Guard:
    """A guard that keeps the rows of ``table`` from the moment ``column`` of their ``parent`` is set.

    None joins them either. ``key`` is the column that names the parent's row.
    """

    def over(row: str) -> str:
        return _PARENT_SEALED.format(parent=parent, row=row, key=key, column=column)

    same = " OR ".join(filter(None, ("r.id = NEW.id", " AND ".join(f"r.{name} = NEW.{name}" for name in unique))))
    replaces = _SEALED_WITH_PARENT.format(table=table, parent=parent, key=key, column=column, same=same)
    return Guard(
        table,
        sqlite_sql=(
            *_sqlite(table, over("OLD"), refusal),
            *(
                f"CREATE TRIGGER {table}_keeps_on_{name} BEFORE {operation} ON {table} "
                f"WHEN {over('NEW')} OR {replaces} BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
                for name, operation in (("move", "UPDATE"), ("insert", "INSERT"))
            ),
        ),
        postgresql_sql=_postgresql(
            table,
            f"(TG_OP <> 'INSERT' AND {over('OLD')}) OR (TG_OP <> 'DELETE' AND {over('NEW')})",
            refusal,
            ("INSERT", "UPDATE", "DELETE"),
        ),
    )


def retired(table: str, column: str, kept: Sequence[str], refusal: str, *, unique: Sequence[str]) -> Guard:
    """A guard for rows that are never edited: they are retired by setting ``column``, and others take their place.

    The ``kept`` columns never change, nothing does once a row is retired, and none is removed or replaced. ``unique``
    are the columns that only one row that is not retired may have.
    """
    same = " AND ".join((f"{column} IS NULL", *(f"{name} = NEW.{name}" for name in unique)))
    standing = _STANDING.format(table=table, same=same)
    stand = ("id", *kept)
    sqlite = " OR ".join((f"OLD.{column} IS NOT NULL", *(f"NEW.{name} IS NOT OLD.{name}" for name in stand)))
    postgresql = " OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in stand)
    return Guard(
        table,
        sqlite_sql=(
            f"CREATE TRIGGER {table}_keeps_on_update BEFORE UPDATE ON {table} "
            f"WHEN {sqlite} BEGIN SELECT RAISE(ABORT, '{refusal}'); END",
            *sqlite_refusals(table, "DELETE"),
            f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "
            f"WHEN {standing} BEGIN SELECT RAISE(ABORT, '{refusal}'); END",
        ),
        postgresql_sql=(
            *_postgresql(table, f"OLD.{column} IS NOT NULL OR {postgresql}", refusal, ("UPDATE",)),
            *postgresql_refusals(table, "DELETE"),
        ),
    )


def _sqlite_collision(table: str, operation: str, when: str, refusal: str) -> str:
    name = "no_replace" if operation == "INSERT" else "keeps_on_move"
    return (
        f"CREATE TRIGGER {table}_{name} BEFORE {operation} ON {table} WHEN {when} "
        f"BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
    )


def _sqlite(table: str, when: str, refusal: str) -> tuple[str, ...]:
    return tuple(
        f"CREATE TRIGGER {table}_keeps_on_{operation.lower()} BEFORE {operation} ON {table} "
        f"WHEN {when} BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
        for operation in ("UPDATE", "DELETE")
    )


def _postgresql(table: str, when: str, refusal: str, operations: Sequence[str]) -> tuple[str, ...]:
    return (
        f"CREATE OR REPLACE FUNCTION {table}_keeps() RETURNS trigger LANGUAGE plpgsql AS $guard$\n"
        f"BEGIN\n  IF {when} THEN\n"
        f"    RAISE EXCEPTION USING MESSAGE = '{refusal}', ERRCODE = 'integrity_constraint_violation';\n"
        "  END IF;\n  IF TG_OP = 'DELETE' THEN\n    RETURN OLD;\n  END IF;\n  RETURN NEW;\nEND $guard$",
        *(
            f"CREATE TRIGGER {table}_keeps_on_{operation.lower()} BEFORE {operation} ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {table}_keeps()"
            for operation in operations
        ),
        *postgresql_refusals(table, "TRUNCATE"),
    )
