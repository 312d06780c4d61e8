"""What the policy and the risk tiers tell the rest of the program at start-up."""

from __future__ import annotations

from attending.decisions import kinds
from attending.decisions.events import DecisionMade, ProposalWithdrawn
from attending.governance import policy_handlers, tiering_guards
from attending.governance.evidence import policy as policy_evidence
from attending.governance.evidence import tiering as evidence
from attending.governance.worklist.tiering import TiersToAssess
from attending.ledger.guards import register
from attending.program.models import Seat
from attending.program.registries import events, worklist
from attending.program.registries import evidence as evidence_registry
from attending.ui import navigation


def register_policy() -> None:
    """Guards, handlers, findings and work of policy and risk tiers; called once, at start-up."""
    for guard in (tiering_guards.ASSESSMENT, tiering_guards.USE_CASE):
        register(guard)
    events.on(DecisionMade, policy_handlers.on_decision)
    events.on(ProposalWithdrawn, policy_handlers.on_withdrawal)
    evidence_registry.register(evidence.findings, evidence.ITEM)
    evidence_registry.register_for_organisation(policy_evidence.findings)
    worklist.register(TiersToAssess(), only=[Seat.CLINICAL_OWNER])
    kinds.register("governance.policy", "Versions of the policy")
    navigation.register("Policy", "governance:policy", 70, "policy", section="Policy")
