"""What the database itself refuses: to change what a notice says, to take back that it was sent, to delete one."""

from __future__ import annotations

from attending.ledger.guards import Guard, postgresql_refusals, sqlite_refusals

_TABLE = "notices_notice"
_SAID = ("uid", "organisation_id", "channel", "person_id", "host", "subject", "body", "link", "key", "created_at")


def _changed(distinct: str) -> str:
    return " OR ".join(f"NEW.{name} {distinct} OLD.{name}" for name in _SAID) + " OR OLD.state = 'sent'"


_MESSAGE = "a notice keeps what it says, and one that was sent stays sent"

NOTICE = Guard(
    _TABLE,
    sqlite_sql=(
        *sqlite_refusals(_TABLE, "DELETE"),
        f"CREATE TRIGGER {_TABLE}_keeps BEFORE UPDATE ON {_TABLE} WHEN {_changed('IS NOT')} "
        f"BEGIN SELECT RAISE(ABORT, '{_MESSAGE}'); END",
    ),
    postgresql_sql=(
        *postgresql_refusals(_TABLE, "DELETE", "TRUNCATE"),
        f"CREATE OR REPLACE FUNCTION {_TABLE}_keeps() RETURNS trigger LANGUAGE plpgsql AS $guard$\n"
        f"BEGIN\n  IF {_changed('IS DISTINCT FROM')} THEN\n"
        f"    RAISE EXCEPTION USING MESSAGE = '{_MESSAGE}', ERRCODE = 'integrity_constraint_violation';\n"
        "  END IF;\n  RETURN NEW;\nEND $guard$",
        f"CREATE TRIGGER {_TABLE}_keeps BEFORE UPDATE ON {_TABLE} FOR EACH ROW EXECUTE FUNCTION {_TABLE}_keeps()",
    ),
)
