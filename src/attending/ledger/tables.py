"""The guards of the ledger's own tables."""

from __future__ import annotations

from attending.ledger.guards import Guard, append_only, postgresql_refusals, sqlite_refusals

_TAKEN = "EXISTS (SELECT 1 FROM ledger_entry WHERE rowid = NEW.rowid)"
_GAP = "NEW.seq IS NULL OR NEW.seq <> (SELECT coalesce(max(seq), -1) + 1 FROM ledger_entry)"

ENTRY = Guard(
    "ledger_entry",
    sqlite_sql=(
        *sqlite_refusals("ledger_entry", "UPDATE", "DELETE"),
        # REPLACE deletes without firing a DELETE trigger; a new seq cannot collide, and neither may a given rowid.
        f"CREATE TRIGGER ledger_entry_next BEFORE INSERT ON ledger_entry WHEN {_GAP} OR {_TAKEN} "
        "BEGIN SELECT RAISE(ABORT, 'ledger_entry takes only the next seq'); END",
    ),
    postgresql_sql=(
        *postgresql_refusals("ledger_entry", "UPDATE", "DELETE", "TRUNCATE"),
        f"""CREATE OR REPLACE FUNCTION ledger_entry_next() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  IF {_GAP} THEN
    RAISE EXCEPTION 'ledger_entry takes only the next seq' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $guard$""",
        "CREATE TRIGGER ledger_entry_next BEFORE INSERT ON ledger_entry "
        "FOR EACH ROW EXECUTE FUNCTION ledger_entry_next()",
    ),
)

_NOT_AN_ERASURE = (
    "OLD.erased_by_id IS NOT NULL OR NEW.erased_by_id IS NULL OR NEW.salt IS NOT NULL OR NEW.body IS NOT NULL "
    "OR NEW.entry_id <> OLD.entry_id"
)

PAYLOAD = Guard(
    "ledger_payload",
    sqlite_sql=(
        *sqlite_refusals("ledger_payload", "DELETE"),
        f"CREATE TRIGGER ledger_payload_erase_only BEFORE UPDATE ON ledger_payload WHEN {_NOT_AN_ERASURE} "
        "BEGIN SELECT RAISE(ABORT, 'a payload may only be erased'); END",
        *append_only("ledger_payload", key="entry_id").sqlite_sql[-1:],
    ),
    postgresql_sql=(
        *postgresql_refusals("ledger_payload", "DELETE", "TRUNCATE"),
        f"""CREATE OR REPLACE FUNCTION ledger_payload_erase_only() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  IF {_NOT_AN_ERASURE} THEN
    RAISE EXCEPTION 'a payload may only be erased' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $guard$""",
        "CREATE TRIGGER ledger_payload_erase_only BEFORE UPDATE ON ledger_payload "
        "FOR EACH ROW EXECUTE FUNCTION ledger_payload_erase_only()",
    ),
)

HEAD = Guard(
    "ledger_head",
    sqlite_sql=(
        *sqlite_refusals("ledger_head", "DELETE"),
        "CREATE TRIGGER ledger_head_grows BEFORE UPDATE ON ledger_head WHEN NEW.id <> OLD.id OR NEW.size <= OLD.size "
        "BEGIN SELECT RAISE(ABORT, 'the head only grows'); END",
        "CREATE TRIGGER ledger_head_single BEFORE INSERT ON ledger_head WHEN EXISTS (SELECT 1 FROM ledger_head) "
        "BEGIN SELECT RAISE(ABORT, 'there is one head'); END",
    ),
    postgresql_sql=(
        *postgresql_refusals("ledger_head", "DELETE", "TRUNCATE"),
        """CREATE OR REPLACE FUNCTION ledger_head_grows() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  IF NEW.id <> OLD.id OR NEW.size <= OLD.size THEN
    RAISE EXCEPTION 'the head only grows' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $guard$""",
        "CREATE TRIGGER ledger_head_grows BEFORE UPDATE ON ledger_head "
        "FOR EACH ROW EXECUTE FUNCTION ledger_head_grows()",
    ),
)

GUARDS = (
    ENTRY,
    PAYLOAD,
    HEAD,
    append_only("ledger_node", key="key"),
    append_only("ledger_checkpointrecord"),
    append_only("ledger_delivery"),
)
