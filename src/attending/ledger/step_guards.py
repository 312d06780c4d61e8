"""Guards for rows that go through steps, such as panels and roadmaps: what has left its first step stands as it is."""

from __future__ import annotations

from collections.abc import Sequence

from attending.ledger.entry_guards import refusal
from attending.ledger.guards import Guard, postgresql_refusals

_TAKEN = "EXISTS (SELECT 1 FROM {table} o WHERE {stands}({same}))"


def steps(
    table: str,
    why: str,
    *,
    first: str | None,
    kept: Sequence[str],
    never: str,
    unique: Sequence[Sequence[str]],
    alone: Sequence[str] = (),
) -> Guard:
    """A guard of rows with a ``state``: once it is not ``first`` any more, ``kept`` columns stand and the row stays.

    With ``first`` None they stand from the beginning, and the table needs no column ``state``. ``never`` is the SQL of
    what else is refused of a change from OLD to NEW; ``{differs}`` stands in it for the operator that tells two values
    apart, NULL included. ``unique`` are the groups of columns of which SQLite's REPLACE, of a new row or of a changed
    one, would delete the row that collides; ``alone`` is the SQL, for each unique index with a condition, of a row
    ``o`` that collides with NEW.
    """
    changes = " OR ".join(f"NEW.{name} {{differs}} OLD.{name}" for name in ("id", *kept))
    update = f"({_past(first, 'OLD')}({changes})) OR {never}"
    delete = "1 = 1" if first is None else f"OLD.state <> '{first}'"
    groups = (" AND ".join(f"o.{name} = NEW.{name}" for name in group) for group in (("rowid",), ("id",), *unique))
    same = " OR ".join(f"({each})" for each in (*groups, *alone))
    stands = _past(first, "o")
    taken = _TAKEN.format(table=table, stands=stands, same=same)
    from_another = _TAKEN.format(table=table, stands=f"o.id <> OLD.id AND {stands}", same=same)
    changed = f"{update.format(differs='IS NOT')} OR {from_another}"
    when = {"INSERT": taken, "UPDATE": changed, "DELETE": delete}
    distinct = update.format(differs="IS DISTINCT FROM")
    return Guard(
        table,
        sqlite_sql=tuple(
            f"CREATE TRIGGER {table}_stands_on_{operation.lower()} BEFORE {operation} ON {table} "
            f"WHEN {condition} BEGIN SELECT RAISE(ABORT, '{why}'); END"
            for operation, condition in when.items()
        ),
        postgresql_sql=(
            f"CREATE OR REPLACE FUNCTION {table}_stands() RETURNS trigger LANGUAGE plpgsql AS $guard$\nBEGIN\n"
            f"  IF TG_OP = 'DELETE' AND {delete} THEN\n    {refusal(why)};\n  END IF;\n"
            f"  IF TG_OP = 'UPDATE' AND ({distinct}) THEN\n    {refusal(why)};\n  END IF;\n"
            "  IF TG_OP = 'DELETE' THEN\n    RETURN OLD;\n  END IF;\n  RETURN NEW;\nEND $guard$",
            *(
                f"CREATE TRIGGER {table}_stands_on_{operation.lower()} BEFORE {operation} ON {table} "
                f"FOR EACH ROW EXECUTE FUNCTION {table}_stands()"
                for operation in ("UPDATE", "DELETE")
            ),
            *postgresql_refusals(table, "TRUNCATE"),
        ),
    )


def _past(first: str | None, row: str) -> str:
    """The condition, to be joined to another, that a row has left its first state."""
    return "" if first is None else f"{row}.state <> '{first}' AND "
