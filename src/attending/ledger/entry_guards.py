"""Guards that ask more of a row than that it stays: what it has to agree with when it is written."""

from __future__ import annotations

from attending.ledger.guards import Guard


def refusal(why: str) -> str:
    """The statement with which PostgreSQL refuses."""
    return f"RAISE EXCEPTION USING MESSAGE = '{why}', ERRCODE = 'integrity_constraint_violation'"


def entering(guard: Guard, name: str, refused_if: str, why: str, *, postgresql: str = "") -> Guard:
    """The guard, which also refuses a new row of which the SQL ``refused_if``, on NEW, is true.

    ``name`` is of the trigger, ``why`` what the database answers; ``postgresql`` where the SQL reads otherwise there.
    """
    return Guard(
        guard.table,
        sqlite_sql=(
            *guard.sqlite_sql,
            f"CREATE TRIGGER {name} BEFORE INSERT ON {guard.table} WHEN {refused_if} "
            f"BEGIN SELECT RAISE(ABORT, '{why}'); END",
        ),
        postgresql_sql=(
            *guard.postgresql_sql,
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $guard$\nBEGIN\n"
            f"  IF {postgresql or refused_if} THEN\n    {refusal(why)};\n  END IF;\n  RETURN NEW;\nEND $guard$",
            f"CREATE TRIGGER {name} BEFORE INSERT ON {guard.table} FOR EACH ROW EXECUTE FUNCTION {name}()",
        ),
    )


NEWEST_TIME = "(SELECT e.at FROM ledger_entry e ORDER BY e.seq DESC LIMIT 1)"
DATED_BACK = "dated back before the newest entry of the record"


def dated(guard: Guard, column: str) -> Guard:
    """The guard, which also refuses a new row whose time in ``column`` lies before the newest entry of the record.

    Only for rows whose action waits for its turn at the record, takes the time then, and appends after the row.
    """
    return entering(guard, f"{guard.table}_dated_back", f"NEW.{column} < {NEWEST_TIME}", DATED_BACK)
