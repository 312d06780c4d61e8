"""What gates tell the rest of the program at start-up."""

from __future__ import annotations

from attending.decisions import kinds
from attending.decisions.events import DecisionMade, ProposalWithdrawn
from attending.governance import gates_guards, gates_handlers
from attending.governance.evidence import gates as gate_evidence
from attending.governance.evidence import stage as stage_evidence
from attending.governance.gates_requirements import PROVIDER
from attending.governance.rules.gates import EXCEPTION_KIND, GO_LIVE_KIND, STAGE_KIND
from attending.governance.worklist.gates import GatesToMend
from attending.ledger.guards import register
from attending.program.models import Seat
from attending.program.registries import events, evidence, requirements, worklist
from attending.ui import navigation


def register_gates() -> None:
    """Guards, handlers, requirements, findings and work of gates; called once, at start-up."""
    for guard in gates_guards.GUARDS:
        register(guard)
    events.on(DecisionMade, gates_handlers.on_decision)
    events.on(ProposalWithdrawn, gates_handlers.on_withdrawal)
    events.on(events.DeploymentStateChanged, gates_handlers.on_state)
    events.on(events.StageChanged, gates_handlers.on_stage)
    requirements.register(PROVIDER)
    evidence.register(gate_evidence.findings, gate_evidence.ITEM)
    evidence.register(stage_evidence.findings, stage_evidence.ITEM)
    worklist.register(GatesToMend(), only=[Seat.CLINICAL_OWNER])
    kinds.register(STAGE_KIND, "Gates of a use case")
    kinds.register(GO_LIVE_KIND, "Go-live gates of a deployment")
    kinds.register(EXCEPTION_KIND, "Exceptions at a gate")
    navigation.register("Gates", "governance:gates", 42, section="Committee")
