"""What the database itself refuses at gates: a request that changes, and an approval that was not decided.

A gate keeps what was asked; its proposal, decision and closing are each set once. An approval enters with the decision
that approves its own gate, and only its end ever changes: to an earlier time.
"""

from __future__ import annotations

from attending.ledger.entry_guards import entering
from attending.ledger.step_guards import steps

GATE = "a gate stands as it was asked, and is decided and closed once"
EXCEPTION = "an exception stands as it was asked, and is decided and closed once"
LONGEST_EXCEPTION = "an exception ends at most 90 days after it was asked"
APPROVAL = "an approval stands as it was signed; it only ends earlier"
NOT_APPROVED = "an approval rests on the decision that approves its own gate, and ends no later than that"

_SET_ONCE = (
    "OLD.proposal_id IS NOT NULL AND NEW.proposal_id {differs} OLD.proposal_id "
    "OR OLD.decision_id IS NOT NULL AND NEW.decision_id {differs} OLD.decision_id "
    "OR OLD.closed_at IS NOT NULL AND NEW.closed_at {differs} OLD.closed_at "
    "OR NEW.decision_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM decisions_decision d "
    "WHERE d.id = NEW.decision_id AND d.proposal_id = NEW.proposal_id)"
)
_BEGINS_DECIDED = "NEW.decision_id IS NOT NULL OR NEW.closed_at IS NOT NULL"
_OPEN_TWICE = (
    "o.closed_at IS NULL AND NEW.closed_at IS NULL AND o.kind = NEW.kind AND "
    "(o.kind = 'stage' AND o.use_case_id = NEW.use_case_id OR o.deployment_id = NEW.deployment_id)"
)
_OTHER_GATE = (
    "NOT EXISTS (SELECT 1 FROM governance_gate g JOIN decisions_decision d ON d.proposal_id = g.proposal_id "
    "JOIN decisions_proposal p ON p.id = d.proposal_id WHERE g.id = NEW.gate_id AND d.id = NEW.decision_id "
    "AND d.outcome IN ('approve', 'approve_with_conditions') AND NEW.covers = g.target "
    "AND NEW.use_case_id = g.use_case_id AND NEW.starts_at >= d.decided_at AND NEW.ends_at <= d.expires_at AND ("
    "p.kind = 'gate.stage' AND g.kind = 'stage' AND NEW.deployment_id IS NULL "
    "AND p.subject = 'use_case:' || g.use_case_id OR p.kind = 'gate.go-live' AND g.kind = 'go_live' "
    "AND NEW.deployment_id = g.deployment_id AND p.subject = 'deployment:' || g.deployment_id))"
)

_GATE = entering(
    steps(
        "governance_gate",
        GATE,
        first=None,
        kept=(
            "use_case_id",
            "deployment_id",
            "kind",
            "target",
            "tier",
            "route",
            "policy_version",
            "asked_by_id",
            "asked_at",
            "reason",
        ),
        never=_SET_ONCE,
        unique=[("proposal_id",), ("decision_id",)],
        alone=[_OPEN_TWICE],
    ),
    "governance_gate_begins_open",
    _BEGINS_DECIDED,
    GATE,
)
_APPROVAL = entering(
    steps(
        "governance_approval",
        APPROVAL,
        first=None,
        kept=("gate_id", "decision_id", "use_case_id", "deployment_id", "covers", "claims", "starts_at"),
        never="NEW.ends_at > OLD.ends_at",
        unique=[("gate_id",), ("decision_id",)],
    ),
    "governance_approval_was_decided",
    _OTHER_GATE,
    NOT_APPROVED,
)


_NOT_ASKED = (
    "NOT EXISTS (SELECT 1 FROM decisions_proposal p WHERE p.id = NEW.proposal_id AND p.kind = 'gate.exception' "
    "AND p.state = 'open' AND p.subject = CASE WHEN NEW.deployment_id IS NULL THEN 'use_case:' || NEW.use_case_id "
    "ELSE 'deployment:' || NEW.deployment_id END) "
    "OR EXISTS (SELECT 1 FROM decisions_signature s WHERE s.proposal_id = NEW.proposal_id)"
)
"""Without its question, or once somebody has signed that: what joins it then was not in the packet they read."""
_ASKED = "(SELECT p.proposed_at FROM decisions_proposal p WHERE p.id = NEW.proposal_id)"
_EXCEPTION = entering(
    steps(
        "governance_gateexception",
        EXCEPTION,
        first=None,
        kept=("use_case_id", "deployment_id", "item", "reason", "until", "asked_by_id", "asked_at", "proposal_id"),
        never=_SET_ONCE,
        unique=[("proposal_id", "item")],
    ),
    "governance_gateexception_begins_open",
    f"{_BEGINS_DECIDED} OR {_NOT_ASKED}",
    EXCEPTION,
)
# Counted from the question, whatever the row says of itself. A day more than the rule: the day of asking is that of the
# house, and the database counts in UTC.
_ENDING_EXCEPTION = entering(
    _EXCEPTION,
    "governance_gateexception_ends",
    f"NEW.until > date({_ASKED}, '+91 days')",
    LONGEST_EXCEPTION,
    postgresql=f"NEW.until > CAST({_ASKED} AS date) + 91",
)

GUARDS = (_GATE, _ENDING_EXCEPTION, _APPROVAL)
