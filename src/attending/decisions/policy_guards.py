"""What the database refuses of a policy's versions: to change one that was offered, or to put one in force unsigned."""

from __future__ import annotations

from typing import Final

from attending.ledger.guards import Guard, append_only, postgresql_refusals, sqlite_refusals

KIND: Final = "governance.policy"
"""The kind of proposal that adopts a version; its subject is ``policyversion:`` and the version's key."""
ADOPT: Final = "adopt"
"""The outcome that puts it in force."""

_TABLE: Final = "decisions_policyversion"
_FIXED: Final = ("name", "text", "sha256", "why", "written_by_id", "written_at", "proposal_id")
"""What stands as it is from when a version is offered; a test compares the list with the model."""

_ABOUT_IT = f"p.id = NEW.proposal_id AND p.kind = '{KIND}' AND p.subject = 'policyversion:' || NEW.id"
_OFFERED = "NEW.state = 'offered' AND NOT EXISTS (SELECT 1 FROM decisions_proposal p WHERE <about it>)"
_DECIDED = (
    "OLD.state <> 'offered' AND NEW.decision_id IS NOT OLD.decision_id OR "
    "OLD.state <> 'in_force' AND NEW.state = 'in_force' AND NOT EXISTS (SELECT 1 FROM decisions_decision d "
    "JOIN decisions_proposal p ON p.id = d.proposal_id "
    "WHERE d.id = NEW.decision_id AND d.outcome = '<adopt>' AND <about it>)"
)
_BY_ITS_WRITER = (
    "OLD.state <> 'in_force' AND NEW.state = 'in_force' AND EXISTS (SELECT 1 FROM decisions_signature s "
    "JOIN decisions_decision d ON d.packet_id = s.packet_id WHERE d.id = NEW.decision_id "
    "AND s.choice = d.outcome AND s.meaning <> 'authorship' AND s.signer_id = NEW.written_by_id)"
)
_RULES: Final = (
    (
        "belongs",
        "NEW.id IS NOT OLD.id OR NEW.organisation_id IS NOT OLD.organisation_id OR NEW.number IS NOT OLD.number",
        "a version of a policy keeps its organisation and its number",
    ),
    (
        "fixed",
        f"OLD.state <> 'draft' AND ({' OR '.join(f'NEW.{column} IS NOT OLD.{column}' for column in _FIXED)})",
        "a policy that was offered is never edited: write another version",
    ),
    (
        "steps",
        "NOT (OLD.state = NEW.state OR OLD.state = 'draft' AND NEW.state = 'offered' "
        "OR OLD.state = 'offered' AND NEW.state IN ('in_force', 'not_adopted') "
        "OR OLD.state = 'in_force' AND NEW.state = 'retired')",
        "a policy goes from draft to offered, and from there into force or not; what was in force is retired",
    ),
    (
        "offered",
        _OFFERED.replace("<about it>", _ABOUT_IT),
        "a policy is offered by a proposal about it",
    ),
    (
        "decided",
        _DECIDED.replace("<about it>", _ABOUT_IT).replace("<adopt>", ADOPT),
        "a policy comes into force by a decision that adopts it",
    ),
    ("written", _BY_ITS_WRITER, "nobody approves the policy that they wrote"),
)
_DRAFTED = "NEW.state <> 'draft'"
_DRAFTED_MESSAGE = "a policy begins as a draft"


def _sqlite(name: str, operation: str, refused_if: str, message: str) -> str:
    return (
        f"CREATE TRIGGER {_TABLE}_{name} BEFORE {operation} ON {_TABLE} WHEN {refused_if} "
        f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
    )


def _postgresql(name: str, operation: str, tests: list[tuple[str, str]]) -> tuple[str, str]:
    body = "".join(
        f"  IF {refused_if.replace('IS NOT', 'IS DISTINCT FROM')} THEN\n"
        f"    RAISE EXCEPTION USING MESSAGE = '{message}', ERRCODE = 'integrity_constraint_violation';\n  END IF;\n"
        for refused_if, message in tests
    )
    return (
        f"CREATE OR REPLACE FUNCTION {_TABLE}_{name}() RETURNS trigger LANGUAGE plpgsql AS $guard$\n"
        f"BEGIN\n{body}  RETURN NEW;\nEND $guard$",
        f"CREATE TRIGGER {_TABLE}_{name} BEFORE {operation} ON {_TABLE} "
        f"FOR EACH ROW EXECUTE FUNCTION {_TABLE}_{name}()",
    )


POLICY_VERSION: Final = Guard(
    _TABLE,
    sqlite_sql=(
        *sqlite_refusals(_TABLE, "DELETE"),
        append_only(_TABLE, unique=[("organisation_id", "number")]).sqlite_sql[-1],
        _sqlite("drafted", "INSERT", _DRAFTED, _DRAFTED_MESSAGE),
        *(_sqlite(name, "UPDATE", refused_if, message) for name, refused_if, message in _RULES),
    ),
    postgresql_sql=(
        *postgresql_refusals(_TABLE, "DELETE", "TRUNCATE"),
        *_postgresql("drafted", "INSERT", [(_DRAFTED, _DRAFTED_MESSAGE)]),
        *_postgresql("changes", "UPDATE", [(refused_if, message) for _, refused_if, message in _RULES]),
    ),
)
