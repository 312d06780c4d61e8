"""What oversight tells the rest of the program at start-up."""

from __future__ import annotations

from attending.decisions import kinds
from attending.decisions.events import DecisionMade
from attending.governance import deployment_guards, oversight_facts, oversight_handlers
from attending.governance.evidence import oversight as evidence
from attending.governance.oversight_limits import OversightLimits
from attending.governance.oversight_signals import watched
from attending.governance.queries import oversight as queries
from attending.governance.worklist import oversight as worklist
from attending.ledger.guards import register
from attending.program.registries import events, facts, limits, oversight, signals
from attending.program.registries import evidence as evidence_registry
from attending.program.registries import worklist as worklist_registry
from attending.ui import navigation


def register_oversight() -> None:
    """Guards, handlers, findings, work and limits of oversight thresholds; called once, at start-up."""
    register(deployment_guards.DEPLOYMENT)
    register(deployment_guards.STATE_CHANGE)
    events.on(events.MeasureResultsArrived, oversight_handlers.on_results)
    events.on(DecisionMade, oversight_handlers.on_decision)
    evidence_registry.register(evidence.findings, evidence.ITEM)
    worklist_registry.register(worklist.Warnings())
    worklist_registry.register(worklist.BreachesOfOthers())
    oversight.register(queries.watched)
    navigation.register("Breaches", "governance:breaches", 46, section="Safety")
    limits.register(OversightLimits())
    signals.watch(watched)
    kinds.register("deployment.pause", "Pausing a deployment")
    kinds.register("deployment.resume", "Resuming a deployment")
    kinds.register("oversight.agreement", "Agreements of oversight thresholds")
    kinds.register("oversight.breach", "Breaches of an oversight threshold")
    facts.register(oversight_facts.facts)
