"""What the database itself refuses: what a review found, and what was said about it, is never changed or removed."""

from __future__ import annotations

from attending.ledger.guards import Guard, append_only, postgresql_refusals

_HANDED_IN = "what a reviewer handed in stays as it is"
_COLLIDES = """EXISTS (
    SELECT 1 FROM review_assessment a WHERE a.submitted_at IS NOT NULL AND (a.rowid = NEW.rowid OR a.id = NEW.id
      OR a.item_id = NEW.item_id AND a.reviewer_id = NEW.reviewer_id))"""

ASSESSMENT = Guard(
    "review_assessment",
    sqlite_sql=(
        *(
            f"CREATE TRIGGER review_assessment_keeps_on_{operation.lower()} BEFORE {operation} ON review_assessment "
            f"WHEN OLD.submitted_at IS NOT NULL BEGIN SELECT RAISE(ABORT, '{_HANDED_IN}'); END"
            for operation in ("UPDATE", "DELETE")
        ),
        # REPLACE deletes the row it collides with without firing a DELETE trigger.
        f"CREATE TRIGGER review_assessment_no_replace BEFORE INSERT ON review_assessment WHEN {_COLLIDES} "
        f"BEGIN SELECT RAISE(ABORT, '{_HANDED_IN}'); END",
    ),
    postgresql_sql=(
        "CREATE OR REPLACE FUNCTION review_assessment_keeps() RETURNS trigger LANGUAGE plpgsql AS $guard$\n"
        "BEGIN\n  IF OLD.submitted_at IS NOT NULL THEN\n"
        f"    RAISE EXCEPTION USING MESSAGE = '{_HANDED_IN}', ERRCODE = 'integrity_constraint_violation';\n"
        "  END IF;\n  IF TG_OP = 'DELETE' THEN\n    RETURN OLD;\n  END IF;\n  RETURN NEW;\nEND $guard$",
        *(
            f"CREATE TRIGGER review_assessment_keeps_on_{operation.lower()} BEFORE {operation} ON review_assessment "
            "FOR EACH ROW EXECUTE FUNCTION review_assessment_keeps()"
            for operation in ("UPDATE", "DELETE")
        ),
        *postgresql_refusals("review_assessment", "TRUNCATE"),
    ),
)
"""A draft may change until it is handed in; from then on nobody changes or removes it."""

GUARDS = (
    append_only("review_reviewrun", unique=["uid", "ledger_seq"]),
    append_only("review_chartreading", unique=[("plan_id", "run_id"), ("plan_id", "handover_id")]),
    append_only("review_counthandover"),
    append_only("review_signalanswer", unique=["reading_id"]),
    append_only("review_usagerecord"),
    append_only("review_classifierreview", unique=["ledger_seq"]),
    append_only("review_impactrun", unique=["ledger_seq"]),
    append_only("review_discussionnote"),
    append_only("review_lesson"),
    append_only("review_modelclaim"),
    ASSESSMENT,
    append_only("review_rubric", unique=[("organisation_id", "name", "version")]),
)
