"""What escalation offers the other rooms, entered in the registries at start-up."""

from __future__ import annotations

from attending.decisions.events import ProposalWithdrawn
from attending.governance import escalation_guards, oversight_handlers
from attending.governance.actions.escalating import escalate
from attending.governance.clock_silence import look_for_silence
from attending.governance.evidence import escalation as evidence
from attending.governance.worklist import escalation as worklist
from attending.ledger.guards import register
from attending.program.registries import clock, events
from attending.program.registries import evidence as evidence_registry
from attending.program.registries import worklist as worklist_registry


def register_escalation() -> None:
    """Guards, handlers, clock tasks, findings and work of escalation; called once, at start-up."""
    for guard in escalation_guards.GUARDS:
        register(guard)
    events.on(events.ChartsDrawn, oversight_handlers.on_charts)
    events.on(ProposalWithdrawn, oversight_handlers.on_withdrawal)
    clock.register("silence", look_for_silence)
    clock.register("escalations", escalate)
    evidence_registry.register(evidence.findings, evidence.ITEM)
    worklist_registry.register(worklist.BreachesTold())
    worklist_registry.register(worklist.DrillsTold())
