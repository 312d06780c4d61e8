"""What the database itself refuses about panels: what was prepared, handed in and closed stays as it is."""

from __future__ import annotations

from attending.ledger.guards import Guard, append_only, postgresql_refusals
from attending.ledger.sealing import sealed

_TAKEN = "EXISTS (SELECT 1 FROM TABLE o WHERE (o.rowid = NEW.rowid OR o.id = NEW.id) AND CLOSED)"


def _raise(why: str) -> str:
    return f"RAISE EXCEPTION USING MESSAGE = '{why}', ERRCODE = 'integrity_constraint_violation'"


def held(table: str, why: str, closed: str) -> Guard:
    """A guard that lets rows be added, changed and removed until what they belong to is closed.

    ``closed`` is the SQL that is true of the row ``ROW`` from then on.
    """
    old, new, other = (closed.replace("ROW", name) for name in ("OLD", "NEW", "o"))
    taken = _TAKEN.replace("TABLE", table).replace("CLOSED", other)
    when = {
        # REPLACE deletes the row it collides with without firing a DELETE trigger.
        "INSERT": f"{taken} OR {new}",
        "UPDATE": f"{old} OR {new}",
        "DELETE": old,
    }
    refuse = _raise(why)
    return Guard(
        table,
        sqlite_sql=tuple(
            f"CREATE TRIGGER {table}_held_on_{operation.lower()} BEFORE {operation} ON {table} WHEN {condition} "
            f"BEGIN SELECT RAISE(ABORT, '{why}'); END"
            for operation, condition in when.items()
        ),
        postgresql_sql=(
            f"CREATE OR REPLACE FUNCTION {table}_held() RETURNS trigger LANGUAGE plpgsql AS $guard$\nBEGIN\n"
            f"  IF (TG_OP <> 'INSERT' AND {old}) OR (TG_OP <> 'DELETE' AND {new}) THEN\n    {refuse};\n  END IF;\n"
            "  IF TG_OP = 'DELETE' THEN\n    RETURN OLD;\n  END IF;\n  RETURN NEW;\nEND $guard$",
            *(
                f"CREATE TRIGGER {table}_held_on_{operation.lower()} BEFORE {operation} ON {table} "
                f"FOR EACH ROW EXECUTE FUNCTION {table}_held()"
                for operation in when
            ),
            *postgresql_refusals(table, "TRUNCATE"),
        ),
    )


_BEGUN = "EXISTS (SELECT 1 FROM strategy_panel p WHERE p.id = ROW.panel_id AND p.state <> 'prepared')"
_WEIGHED = (
    "EXISTS (SELECT 1 FROM strategy_panelist l JOIN strategy_panel p ON p.id = l.panel_id "
    "WHERE l.id = ROW.panelist_id AND p.state <> 'scoring')"
)
_GIVEN = (
    "EXISTS (SELECT 1 FROM strategy_scoresheet s JOIN strategy_panelround r ON r.id = s.round_id "
    "WHERE s.id = ROW.sheet_id AND (s.handed_in_at IS NOT NULL OR r.closed_at IS NOT NULL))"
)
_AS_PREPARED = "what a panel judges, by what and who does, stands from its first score"
_AS_WEIGHED = "weights stand from the end of the first round"
_AS_HANDED_IN = "what a panelist handed in stays as it is"
_FRAME = ("organisation_id", "title", "top", "most_rounds", "seed", "expected", "prepared_by_id", "prepared_at")
_AS_BEGUN = "a panel whose scoring has begun keeps its frame and goes back to no earlier step"


def panel_guard() -> Guard:
    """A guard of panels: the frame stands from the first score, no step is taken back, and what is over stays so.

    Every other guard here asks the panel's state, so a state that could be set back would undo them all.
    """
    changes = " OR ".join(f"NEW.{name} {{differs}} OLD.{name}" for name in ("id", *_FRAME))
    update = (
        "OLD.state IN ('closed', 'ended') OR (OLD.state <> 'prepared' AND (NEW.state = 'prepared' "
        f"OR (NEW.state = 'scoring' AND OLD.state <> 'scoring') OR {changes}))"
    )
    taken = (
        "EXISTS (SELECT 1 FROM strategy_panel o WHERE o.state <> 'prepared' AND (o.rowid = NEW.rowid OR o.id = NEW.id "
        "OR (o.organisation_id = NEW.organisation_id AND o.title = NEW.title)))"
    )
    when = {"INSERT": taken, "UPDATE": update.format(differs="IS NOT"), "DELETE": "OLD.state <> 'prepared'"}
    distinct = update.format(differs="IS DISTINCT FROM")
    return Guard(
        "strategy_panel",
        sqlite_sql=tuple(
            f"CREATE TRIGGER strategy_panel_stands_on_{operation.lower()} BEFORE {operation} ON strategy_panel "
            f"WHEN {condition} BEGIN SELECT RAISE(ABORT, '{_AS_BEGUN}'); END"
            for operation, condition in when.items()
        ),
        postgresql_sql=(
            "CREATE OR REPLACE FUNCTION strategy_panel_stands() RETURNS trigger LANGUAGE plpgsql AS $guard$\nBEGIN\n"
            f"  IF TG_OP = 'DELETE' AND {when['DELETE']} THEN\n    {_raise(_AS_BEGUN)};\n  END IF;\n"
            f"  IF TG_OP = 'UPDATE' AND ({distinct}) THEN\n    {_raise(_AS_BEGUN)};\n  END IF;\n"
            "  IF TG_OP = 'DELETE' THEN\n    RETURN OLD;\n  END IF;\n  RETURN NEW;\nEND $guard$",
            *(
                f"CREATE TRIGGER strategy_panel_stands_on_{operation.lower()} BEFORE {operation} ON strategy_panel "
                "FOR EACH ROW EXECUTE FUNCTION strategy_panel_stands()"
                for operation in ("UPDATE", "DELETE")
            ),
            *postgresql_refusals("strategy_panel", "TRUNCATE"),
        ),
    )


GUARDS = (
    panel_guard(),
    *(held(f"strategy_{table}", _AS_PREPARED, _BEGUN) for table in ("panelcriterion", "panelitem", "panelist")),
    sealed("strategy_panelround", "closed_at", "a closed round stays as it is", unique=("panel_id", "number")),
    sealed(
        "strategy_scoresheet",
        "handed_in_at",
        _AS_HANDED_IN,
        unique=("round_id", "panelist_id"),
        within=("strategy_panelround", "round_id", "closed_at"),
    ),
    held("strategy_score", _AS_HANDED_IN, _GIVEN),
    *(held(f"strategy_{table}", _AS_WEIGHED, _WEIGHED) for table in ("swingjudgement", "bestworstjudgement")),
    append_only("strategy_conflictofinterest", unique=[("panelist_id", "item_id")]),
    append_only("strategy_cellnote"),
    append_only("strategy_panelranking", unique=["round_id"]),
)
