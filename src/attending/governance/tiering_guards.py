"""What the database itself refuses: to change an assessment, and a tier lower than the newest assessment's."""

from __future__ import annotations

from typing import Final

from attending.ledger.entry_guards import dated
from attending.ledger.guards import Guard, append_only

ASSESSMENT: Final = dated(append_only("governance_tierassessment"), "assessed_at")

_RANK: Final = "(CASE <tier> WHEN 'high' THEN 3 WHEN 'moderate' THEN 2 WHEN 'low' THEN 1 ELSE 0 END)"
"""In brackets, because PL/pgSQL ends the condition of an IF at the first THEN outside them."""
_LEAST: Final = (
    "coalesce((SELECT <rank> FROM governance_tierassessment a WHERE a.use_case_id = NEW.id "
    "ORDER BY a.assessed_at DESC, a.id DESC LIMIT 1), 0)"
)
_LOWER: Final = " ".join(
    [
        "NEW.risk_tier <> OLD.risk_tier AND",
        _RANK.replace("<tier>", "NEW.risk_tier"),
        "<",
        _LEAST.replace("<rank>", _RANK.replace("<tier>", "a.ruled")),
    ]
)
_MESSAGE = "a use case has no lower tier than the rules made of its newest answers"

USE_CASE: Final = Guard(
    "program_usecase",
    sqlite_sql=(
        "CREATE TRIGGER program_usecase_tier_as_ruled BEFORE UPDATE OF risk_tier ON program_usecase "
        f"WHEN {_LOWER} BEGIN SELECT RAISE(ABORT, '{_MESSAGE}'); END",
    ),
    postgresql_sql=(
        "CREATE OR REPLACE FUNCTION program_usecase_tier_as_ruled() RETURNS trigger LANGUAGE plpgsql AS $guard$\n"
        f"BEGIN\n  IF {_LOWER} THEN\n"
        f"    RAISE EXCEPTION USING MESSAGE = '{_MESSAGE}', ERRCODE = 'integrity_constraint_violation';\n"
        "  END IF;\n  RETURN NEW;\nEND $guard$",
        "CREATE TRIGGER program_usecase_tier_as_ruled BEFORE UPDATE OF risk_tier ON program_usecase "
        "FOR EACH ROW EXECUTE FUNCTION program_usecase_tier_as_ruled()",
    ),
)
