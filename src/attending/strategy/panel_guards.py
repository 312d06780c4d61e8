"""What the database itself refuses about panels: what was prepared, handed in and closed stays as it is."""

from __future__ import annotations

from attending.ledger.entry_guards import refusal
from attending.ledger.guards import Guard, append_only, postgresql_refusals
from attending.ledger.sealing import sealed
from attending.ledger.step_guards import steps

_TAKEN = "EXISTS (SELECT 1 FROM TABLE o WHERE (o.rowid = NEW.rowid OR o.id = NEW.id) AND CLOSED)"


def held(table: str, why: str, closed: str) -> Guard:
    """A guard that lets rows be added, changed and removed until what they belong to is closed.

    ``closed`` is the SQL that is true of the row ``ROW`` from then on.
    """
    old, new, other = (closed.replace("ROW", name) for name in ("OLD", "NEW", "o"))
    taken = _TAKEN.replace("TABLE", table).replace("CLOSED", other)
    when = {
        # REPLACE deletes the row it collides with without firing a DELETE trigger.
        "INSERT": f"{taken} OR {new}",
        "UPDATE": f"{old} OR {new} OR {taken}",
        "DELETE": old,
    }
    refuse = refusal(why)
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
_BACK = (
    "OLD.state IN ('closed', 'ended') OR (OLD.state <> 'prepared' AND (NEW.state = 'prepared' "
    "OR (NEW.state = 'scoring' AND OLD.state <> 'scoring')))"
)

GUARDS = (
    # Every other guard here asks the panel's state, so a state that could be set back would undo them all.
    steps(
        "strategy_panel", _AS_BEGUN, first="prepared", kept=_FRAME, never=_BACK, unique=[("organisation_id", "title")]
    ),
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
