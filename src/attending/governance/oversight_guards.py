"""What the database itself refuses: a deployment that leaves a pause without two people's signed decision.

A retired one leaves that state never, and a pause keeps its date: else a pause could be left unsigned through either.
"""

from __future__ import annotations

from attending.ledger.guards import Guard

_UNSIGNED = """OLD.state = 'retired' AND NEW.state <> 'retired' OR
    OLD.state = 'paused' AND NEW.state = 'paused' AND NEW.state_since <> OLD.state_since OR
    OLD.state = 'paused' AND NEW.state NOT IN ('paused', 'retired') AND NOT EXISTS (
    SELECT 1 FROM decisions_decision d JOIN decisions_proposal p ON p.id = d.proposal_id
    WHERE p.kind = 'deployment.resume' AND p.subject = 'deployment:' || NEW.id
      AND d.outcome = 'resume' AND d.decided_at >= OLD.state_since
      AND (SELECT count(DISTINCT s.signer_id) FROM decisions_signature s
           WHERE s.packet_id = d.packet_id AND s.choice = 'resume') >= 2)"""
_MESSAGE = "a paused deployment resumes only on a decision that two people signed"

DEPLOYMENT = Guard(
    "program_deployment",
    sqlite_sql=(
        "CREATE TRIGGER program_deployment_resumes_by_two BEFORE UPDATE OF state, state_since ON program_deployment "
        f"WHEN {_UNSIGNED} BEGIN SELECT RAISE(ABORT, '{_MESSAGE}'); END",
    ),
    postgresql_sql=(
        "CREATE OR REPLACE FUNCTION program_deployment_resumes_by_two() RETURNS trigger LANGUAGE plpgsql AS $guard$\n"
        f"BEGIN\n  IF {_UNSIGNED} THEN\n"
        f"    RAISE EXCEPTION USING MESSAGE = '{_MESSAGE}', ERRCODE = 'integrity_constraint_violation';\n"
        "  END IF;\n  RETURN NEW;\nEND $guard$",
        "CREATE TRIGGER program_deployment_resumes_by_two BEFORE UPDATE OF state, state_since ON program_deployment "
        "FOR EACH ROW EXECUTE FUNCTION program_deployment_resumes_by_two()",
    ),
)
