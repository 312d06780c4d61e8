"""What the database itself refuses: to change terms, steps or answers of oversight, and an agreement nobody signed."""

from __future__ import annotations

from collections.abc import Sequence

from attending.ledger.entry_guards import dated
from attending.ledger.guards import Guard, append_only, postgresql_refusals, sqlite_refusals

_THRESHOLD = "governance_oversightthreshold"
_AGREEMENT = "governance_oversightagreement"
_BREACH = "governance_breach"

_TERMS = (
    "id",
    "deployment_id",
    "measure",
    "chart",
    "chart_title",
    "attribute",
    "level",
    "score_threshold",
    "window_months",
    "minimum_n",
    "silence_days",
    "warn_low",
    "warn_high",
    "stop_low",
    "stop_high",
    "pause_authority_id",
    "deputy_id",
    "answer_within_hours",
    "agreed_action",
    "agreed_by_id",
    "agreed_at",
)
_OFFERED = ("id", "deployment_id", "offered_by_id", "offered_at")
_OPENED = ("id", "threshold_id", "reading_id", "opened_at", "answer_by", "policy_version", "steps", "pause_after_hours")
_SIGNED_BEFORE = (
    "EXISTS (SELECT 1 FROM governance_oversightagreement a WHERE a.id = OLD.agreement_id AND a.signed_at IS NOT NULL)"
)
_OFFERED_ALREADY = (
    "EXISTS (SELECT 1 FROM governance_oversightagreement a WHERE a.id = NEW.agreement_id AND a.proposal_id IS NOT NULL)"
)
"""A threshold that joins an agreement later is not in the packet that is signed."""
_UNSIGNED = """NEW.signed_at IS NOT NULL AND (NOT EXISTS (
    SELECT 1 FROM decisions_decision d JOIN decisions_proposal p ON p.id = d.proposal_id
    WHERE d.id = NEW.decision_id AND d.proposal_id = NEW.proposal_id AND d.outcome = 'agree'
      AND p.kind = 'oversight.agreement' AND p.subject = 'deployment:' || NEW.deployment_id
      AND (SELECT count(DISTINCT s.signer_id) FROM decisions_signature s
           WHERE s.packet_id = d.packet_id AND s.choice = 'agree') >= 2)
  OR EXISTS (
    SELECT 1 FROM governance_oversightthreshold t WHERE t.agreement_id = NEW.id AND NOT EXISTS (
      SELECT 1 FROM decisions_signature s JOIN decisions_decision d ON d.packet_id = s.packet_id
      WHERE d.id = NEW.decision_id AND s.choice = 'agree' AND s.signer_id = t.pause_authority_id)))"""


def _changed(names: Sequence[str], distinct: str, text: str = "{}") -> str:
    return " OR ".join(f"{text.format(f'NEW.{name}')} {distinct} {text.format(f'OLD.{name}')}" for name in names)


def _guard(table: str, name: str, refused_if: str, message: str, *, postgresql: str, insert: str) -> Guard:
    """A table whose rows are never deleted, and changed only where neither clause holds; ``insert`` is of a new row."""
    trigger = f"{table}_{name}"
    return Guard(
        table,
        sqlite_sql=(
            *sqlite_refusals(table, "DELETE"),
            f"CREATE TRIGGER {trigger} BEFORE UPDATE ON {table} WHEN {refused_if} "
            f"BEGIN SELECT RAISE(ABORT, '{message}'); END",
            f"CREATE TRIGGER {trigger}_new BEFORE INSERT ON {table} WHEN {insert} "
            f"BEGIN SELECT RAISE(ABORT, '{message}'); END",
        ),
        postgresql_sql=(
            *postgresql_refusals(table, "DELETE", "TRUNCATE"),
            f"CREATE OR REPLACE FUNCTION {trigger}() RETURNS trigger LANGUAGE plpgsql AS $guard$\n"
            f"BEGIN\n  IF TG_OP = 'UPDATE' THEN\n    IF {postgresql} THEN\n"
            f"      RAISE EXCEPTION USING MESSAGE = '{message}', ERRCODE = 'integrity_constraint_violation';\n"
            f"    END IF;\n  ELSIF {insert} THEN\n"
            f"    RAISE EXCEPTION USING MESSAGE = '{message}', ERRCODE = 'integrity_constraint_violation';\n"
            "  END IF;\n  RETURN NEW;\nEND $guard$",
            f"CREATE TRIGGER {trigger} BEFORE INSERT OR UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION {trigger}()",
        ),
    )


def _rules(names: Sequence[str], more: str, distinct: str, text: str = "{}") -> str:
    return f"{_changed(names, distinct, text)} OR {more}"


_RETIRED = "OLD.retired_at IS NOT NULL AND (NEW.retired_at IS NULL OR NEW.retired_at <> OLD.retired_at)"
_MOVED = f"(NEW.agreement_id IS NULL OR NEW.agreement_id <> OLD.agreement_id) AND {_SIGNED_BEFORE}"
_JOINED = f"NEW.agreement_id <> coalesce(OLD.agreement_id, 0) AND {_OFFERED_ALREADY}"
_THRESHOLD_KEEPS = f"({_RETIRED}) OR ({_MOVED}) OR ({_JOINED})"
_PUT_ELSEWHERE = "(OLD.proposal_id IS NOT NULL AND (NEW.proposal_id IS NULL OR NEW.proposal_id <> OLD.proposal_id))"
_AGREEMENT_KEEPS = f"OLD.closed_at IS NOT NULL OR {_PUT_ELSEWHERE} OR ({_UNSIGNED})"
_ANOTHERS_DECISION = (
    "(NEW.decision_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM decisions_decision d "
    "WHERE d.id = NEW.decision_id AND d.proposal_id = NEW.proposal_id))"
)
_BREACH_KEEPS = f"OLD.closed_at IS NOT NULL OR {_PUT_ELSEWHERE} OR {_ANOTHERS_DECISION}"

THRESHOLD = _guard(
    _THRESHOLD,
    "keeps_terms",
    _rules(_TERMS, _THRESHOLD_KEEPS, "IS NOT"),
    "a threshold keeps its terms, its retirement, and the agreement that was signed",
    postgresql=_rules(_TERMS, _THRESHOLD_KEEPS, "IS DISTINCT FROM"),
    insert=f"NEW.retired_at IS NOT NULL OR {_OFFERED_ALREADY}",
)
AGREEMENT = _guard(
    _AGREEMENT,
    "signed",
    _rules(_OFFERED, _AGREEMENT_KEEPS, "IS NOT"),
    "an agreement is in force when everyone who may pause under it and one more have signed, and is then final",
    postgresql=_rules(_OFFERED, _AGREEMENT_KEEPS, "IS DISTINCT FROM"),
    insert="NEW.signed_at IS NOT NULL OR NEW.closed_at IS NOT NULL",
)
BREACH = _guard(
    _BREACH,
    "keeps",
    _rules(_OPENED, _BREACH_KEEPS, "IS NOT"),
    "a breach keeps how it opened, and is closed once",
    postgresql=_rules(_OPENED, _BREACH_KEEPS, "IS DISTINCT FROM", "({})::text"),
    insert="NEW.closed_at IS NOT NULL",
)
RECORDS = (
    append_only("governance_reading"),
    dated(append_only("governance_drill"), "opened_at"),
    append_only("governance_escalationlevel", unique=(("breach_id", "level"), ("drill_id", "level"))),
    append_only("governance_escalationlevel_people", unique=(("escalationlevel_id", "person_id"),)),
    dated(append_only("governance_acknowledgement", unique=(("breach_id", "person_id"), "drill_id")), "at"),
    dated(append_only("governance_snooze"), "at"),
)
GUARDS = (THRESHOLD, AGREEMENT, BREACH, *RECORDS)
