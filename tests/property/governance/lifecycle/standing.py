"""What may never be so between two steps, whoever did what: asked of the rows as they stand."""

from __future__ import annotations

from datetime import datetime

from tests.property.governance.lifecycle.rows import moment, rows

COVERING = {"pilot": {"pilot", "live"}, "live": {"live"}}

NEVER = {
    "a condition was closed by its owner": "SELECT c.id FROM decisions_conditionclosure x "
    "JOIN decisions_condition c ON c.id = x.condition_id WHERE x.closed_by_id = c.owner_id",
    "a deployment stands otherwise than its last change says": "SELECT d.id FROM program_deployment d "
    "WHERE d.state <> coalesce((SELECT after FROM program_deploymentstatechange c "
    "WHERE c.deployment_id = d.id ORDER BY c.id DESC LIMIT 1), 'planned')",
    "a change of state rests on no decision though it needs one": "SELECT id FROM program_deploymentstatechange "
    "WHERE decision = '' AND (after IN ('pilot', 'live', 'paused') OR acting_id IS NULL)",
    "a retired deployment was changed": "SELECT id FROM program_deploymentstatechange WHERE before = 'retired'",
    "an approval outlives its lapse": "SELECT a.id FROM governance_approval a "
    "JOIN governance_lapse l ON l.approval_id = a.id WHERE a.ends_at > l.ends_at",
    "a question is closed otherwise than it was answered": "SELECT p.id FROM decisions_proposal p "
    "WHERE (p.state = 'decided') <> EXISTS (SELECT 1 FROM decisions_decision d WHERE d.proposal_id = p.id) "
    "OR (p.state = 'withdrawn') <> EXISTS (SELECT 1 FROM decisions_withdrawal w WHERE w.proposal_id = p.id)",
    "two policies are in force": "SELECT organisation_id FROM decisions_policyversion "
    "WHERE state = 'in_force' GROUP BY organisation_id HAVING count(*) > 1",
    "two meetings are in session": "SELECT organisation_id FROM governance_meeting "
    "WHERE state = 'open' GROUP BY organisation_id HAVING count(*) > 1",
    "somebody is there twice, or after a meeting": "SELECT a.meeting_id FROM governance_attendance a "
    "JOIN governance_meeting m ON m.id = a.meeting_id WHERE a.left_at IS NULL "
    "GROUP BY a.meeting_id, a.person_id, m.state HAVING count(*) > 1 OR m.state <> 'open'",
    "two items are spoken about at once, or one outside a meeting": "SELECT i.meeting_id FROM governance_agendaitem i "
    "JOIN governance_meeting m ON m.id = i.meeting_id WHERE i.started_at IS NOT NULL AND i.ended_at IS NULL "
    "GROUP BY i.meeting_id, m.state HAVING count(*) > 1 OR m.state <> 'open'",
    "minutes were approved otherwise than they were decided": "SELECT m.id FROM governance_minutes m "
    "LEFT JOIN decisions_decision d ON d.id = m.decision_id "
    "WHERE m.approved <> (coalesce(d.outcome, '') = 'approve')",
    "minutes were approved by whoever offered them": "SELECT m.id FROM governance_minutes m "
    "JOIN decisions_decision d ON d.id = m.decision_id JOIN decisions_signature s ON s.packet_id = d.packet_id "
    "WHERE m.approved AND s.choice = d.outcome AND s.signer_id = m.offered_by_id "
    "AND s.meaning <> 'authorship'",
    "somebody reviewed what they proposed": "SELECT r.id FROM governance_reviewanswer a "
    "JOIN governance_reviewrequest r ON r.id = a.request_id JOIN program_usecase u ON u.id = r.use_case_id "
    "WHERE a.answered_by_id = u.proposed_by_id",
    "a review is answered without an answer, or has one and waits": "SELECT r.id FROM governance_reviewrequest r "
    "LEFT JOIN governance_reviewanswer a ON a.request_id = r.id WHERE r.answered <> (a.id IS NOT NULL)",
    "a breach was closed without a decision or a signed agreement": "SELECT b.id FROM governance_breach b "
    "LEFT JOIN governance_oversightagreement a ON a.id = b.paused_under_id WHERE b.closed_at IS NOT NULL "
    "AND b.decision_id IS NULL AND a.signed_at IS NULL",
}
"""What none may be found of."""


def use_faults(now: datetime) -> list[str]:
    """Deployments in use, and use cases in a stage, that no signed approval allows."""
    faults = []
    approvals = rows(
        "SELECT a.*, l.ends_at AS lapsed FROM governance_approval a JOIN decisions_decision d ON d.id = a.decision_id "
        "LEFT JOIN governance_lapse l ON l.approval_id = a.id WHERE d.outcome IN ('approve', 'approve_with_conditions')"
    )
    for each in rows("SELECT id, state FROM program_deployment WHERE state IN ('pilot', 'live')"):
        standing = [
            approval
            for approval in approvals
            if approval["deployment_id"] == each["id"]
            and approval["covers"] in COVERING[each["state"]]
            and moment(approval["starts_at"]) <= now < moment(approval["ends_at"])
            and (approval["lapsed"] is None or now < moment(approval["lapsed"]))
        ]
        if not standing:
            faults.append(f"deployment {each['id']} is {each['state']} without an approval that stands")
    for each in rows("SELECT id, stage FROM program_usecase WHERE stage <> 'value_thesis'"):
        covered = {a["covers"] for a in approvals if a["use_case_id"] == each["id"] and a["deployment_id"] is None}
        if each["stage"] not in covered:
            faults.append(f"use case {each['id']} came to {each['stage']} without an approval")
    return faults


def never_faults() -> list[str]:
    """Rows that contradict each other."""
    return [f"{what}: {found}" for what, sql in NEVER.items() if (found := rows(sql))]
