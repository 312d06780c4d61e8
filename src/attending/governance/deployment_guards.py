"""What the database itself refuses of a deployment: to be used without an approval, and to leave a pause unsigned.

It stays of its use case, on its unit and with its model version: another is another deployment, with a gate of its own.
It enters pilot and live, from a pause too, only while an approval of its go-live gate stands that its quorum signed. It
leaves a pause only on a decision that two people signed. A retired one leaves that state never, and a pause keeps its
date: else a pause could be left unsigned through either.
"""

from __future__ import annotations

from attending.ledger.entry_guards import refusal
from attending.ledger.guards import Guard, append_only

_UNSIGNED = """OLD.state = 'retired' AND NEW.state <> 'retired' OR
    OLD.state = 'paused' AND NEW.state = 'paused' AND NEW.state_since <> OLD.state_since OR
    OLD.state = 'paused' AND NEW.state NOT IN ('paused', 'retired') AND NOT EXISTS (
    SELECT 1 FROM decisions_decision d JOIN decisions_proposal p ON p.id = d.proposal_id
    WHERE p.kind = 'deployment.resume' AND p.subject = 'deployment:' || NEW.id
      AND d.outcome = 'resume' AND d.decided_at >= OLD.state_since
      AND (SELECT count(DISTINCT s.signer_id) FROM decisions_signature s
           WHERE s.packet_id = d.packet_id AND s.choice = 'resume') >= 2)"""
UNSIGNED = "a paused deployment resumes only on a decision that two people signed"

_OTHER = " OR ".join(f"NEW.{name} <> OLD.{name}" for name in ("id", "use_case_id", "unit_id", "model_version_id"))
OTHER = "a deployment keeps its use case, its unit and its model version: plan another one"

# An approval is never entered before its decision, so that it began is not asked here: clocks may differ by a moment.
_UNAPPROVED = """NEW.state IN ('pilot', 'live') AND NOT EXISTS (
    SELECT 1 FROM governance_approval a JOIN decisions_decision d ON d.id = a.decision_id
    WHERE a.deployment_id = NEW.id AND a.covers IN ('live', NEW.state)
      AND a.ends_at > NEW.state_since AND a.ends_at > {now}
      AND d.outcome IN ('approve', 'approve_with_conditions')
      AND (SELECT count(DISTINCT s.signer_id) FROM decisions_signature s
           WHERE s.packet_id = d.packet_id AND s.choice = d.outcome) >= d.quorum)"""
UNAPPROVED = "a deployment is put into use only under a signed approval that stands"

_SQLITE_NOW = "strftime('%Y-%m-%d %H:%M:%f', 'now')"
_ENTERS = "NEW.state <> OLD.state"


def _sqlite(name: str, when: str, refused_if: str, why: str) -> str:
    return (
        f"CREATE TRIGGER program_deployment_{name} BEFORE {when} ON program_deployment "
        f"WHEN {refused_if} BEGIN SELECT RAISE(ABORT, '{why}'); END"
    )


def _function(name: str, body: str) -> str:
    return (
        f"CREATE OR REPLACE FUNCTION program_deployment_{name}() RETURNS trigger LANGUAGE plpgsql AS $guard$\n"
        f"BEGIN\n{body}  RETURN NEW;\nEND $guard$"
    )


def _postgresql(name: str, when: str) -> str:
    return (
        f"CREATE TRIGGER program_deployment_{name} BEFORE {when} ON program_deployment "
        f"FOR EACH ROW EXECUTE FUNCTION program_deployment_{name}()"
    )


def _refuse_if(refused_if: str, why: str) -> str:
    return f"  IF {refused_if} THEN\n    {refusal(why)};\n  END IF;\n"


_ON_POSTGRESQL = _UNAPPROVED.format(now="clock_timestamp()")
_ON_SQLITE = _UNAPPROVED.format(now=_SQLITE_NOW)

DEPLOYMENT = Guard(
    "program_deployment",
    sqlite_sql=(
        _sqlite("resumes_by_two", "UPDATE OF state, state_since", _UNSIGNED, UNSIGNED),
        _sqlite("stays_what_it_is", "UPDATE", _OTHER, OTHER),
        _sqlite("used_as_approved", "UPDATE OF state", f"{_ENTERS} AND {_ON_SQLITE}", UNAPPROVED),
        _sqlite("begins_as_approved", "INSERT", _ON_SQLITE, UNAPPROVED),
    ),
    postgresql_sql=(
        _function("resumes_by_two", _refuse_if(_UNSIGNED, UNSIGNED)),
        _postgresql("resumes_by_two", "UPDATE OF state, state_since"),
        _function("stays_what_it_is", _refuse_if(_OTHER, OTHER)),
        _postgresql("stays_what_it_is", "UPDATE"),
        _function("used_as_approved", _refuse_if(f"{_ENTERS} AND {_ON_POSTGRESQL}", UNAPPROVED)),
        _postgresql("used_as_approved", "UPDATE OF state"),
        _function("begins_as_approved", _refuse_if(_ON_POSTGRESQL, UNAPPROVED)),
        _postgresql("begins_as_approved", "INSERT"),
    ),
)

STATE_CHANGE = append_only("program_deploymentstatechange")
"""What a deployment went through, and on which decision: a resumed one returns to what it was before its pause."""
