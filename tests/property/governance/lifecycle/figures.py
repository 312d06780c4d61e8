"""What the histories reached, counted from the rows that each left behind."""

from __future__ import annotations

from collections import Counter

from tests.property.governance.lifecycle.rows import rows

COUNTED = {
    "entries of the record": "SELECT count(*) FROM ledger_entry WHERE seq >= {begun}",
    "signatures": "SELECT count(*) FROM decisions_signature WHERE ledger_seq >= {begun}",
    "signatures on behalf of another": "SELECT count(*) FROM decisions_signature WHERE on_behalf_of_id IS NOT NULL",
    "people who stepped aside": "SELECT count(*) FROM decisions_recusal",
    "delegations": "SELECT count(*) FROM decisions_delegation",
    "delegations ended early": "SELECT count(*) FROM decisions_delegationend",
    "approvals": "SELECT count(*) FROM ledger_entry WHERE verb = 'approval.given' AND seq >= {begun}",
    "approvals that ran out": "SELECT count(*) FROM program_deploymentstatechange "
    "WHERE acting_id IS NULL AND reason LIKE 'Its approval ended%%'",
    "lapses": "SELECT count(*) FROM ledger_entry WHERE verb = 'approval.lapsed' AND seq >= {begun}",
    "gates opened again by the system": "SELECT count(*) FROM governance_gate WHERE asked_by_id IS NULL",
    "exceptions granted": "SELECT count(*) FROM ledger_entry e JOIN governance_gateexception x "
    "ON e.object = 'gateexception:' || x.id JOIN decisions_decision d ON d.id = x.decision_id "
    "WHERE e.verb = 'gate_exception.decided' AND d.outcome = 'grant' AND e.seq >= {begun}",
    "conditions": "SELECT count(*) FROM decisions_condition",
    "conditions closed": "SELECT count(*) FROM decisions_conditionclosure",
    "policies adopted": "SELECT count(*) FROM decisions_policyversion WHERE state IN ('in_force', 'retired')",
    "decisions under a policy that was retired meanwhile": "SELECT count(*) FROM decisions_decision d "
    "WHERE d.policy_version <> (SELECT v.name FROM ledger_entry e JOIN decisions_policyversion v "
    "ON e.object = 'policyversion:' || v.id WHERE e.verb = 'policy.adopted' AND e.seq < d.ledger_seq "
    "ORDER BY e.seq DESC LIMIT 1)",
    "agreements of thresholds signed": "SELECT count(*) FROM governance_oversightagreement WHERE signed_at IS NOT NULL",
    "breaches": "SELECT count(*) FROM governance_breach",
    "pauses": "SELECT count(*) FROM program_deploymentstatechange WHERE after = 'paused'",
    "pauses by the system": "SELECT count(*) FROM program_deploymentstatechange WHERE acting_id IS NULL",
    "pauses by the system for a breach": "SELECT count(*) FROM program_deploymentstatechange "
    "WHERE acting_id IS NULL AND reason LIKE 'Nobody answered the breach%%'",
    "resumptions": "SELECT count(*) FROM program_deploymentstatechange WHERE before = 'paused' AND after <> 'retired'",
    "intake reviews answered": "SELECT count(*) FROM governance_reviewanswer",
    "intake reviews clear with conditions": "SELECT count(*) FROM governance_reviewanswer WHERE verdict = 'conditions'",
    "meetings held": "SELECT count(*) FROM governance_meeting WHERE state = 'held'",
    "items spoken about": "SELECT count(*) FROM governance_agendaitem WHERE started_at IS NOT NULL",
    "minutes approved": "SELECT count(*) FROM governance_minutes WHERE approved",
    "deployments retired": "SELECT count(*) FROM program_deployment WHERE state = 'retired'",
    "moves to another stage": "SELECT count(*) FROM ledger_entry WHERE verb = 'use_case.stage_moved' "
    "AND seq >= {begun}",
}


def count(met: Counter[str], begun: int) -> None:
    """Add what one history reached; ``begun`` is the number of its first entry in the record."""
    met["histories"] += 1
    for what, sql in COUNTED.items():
        met[what] += next(iter(rows(sql.format(begun=begun))[0].values()))
    decided = "SELECT p.kind, d.outcome FROM decisions_decision d JOIN decisions_proposal p ON p.id = d.proposal_id "
    for each in rows(decided + "WHERE d.ledger_seq >= %s", begun):
        met["decisions"] += 1
        met[f"decided {each['kind']}: {each['outcome']}"] += 1


def told(met: Counter[str]) -> str:
    """All figures, one a line, those of outcomes and refusals after the others."""
    return "\n".join(
        f"  {met[what]:>12,}  {what}"
        for what in sorted(met, key=lambda what: (what.startswith("refused"), what.startswith("decided"), what))
    )
