"""What hazards and drills answer for in the registries, said once at start-up."""

from __future__ import annotations

from django.core import checks

from attending.decisions.events import DecisionMade, ProposalWithdrawn
from attending.program.registries import events, requirements, worklist
from attending.workflow import hazard_checks, hazard_handlers
from attending.workflow.evidence.hazard_requirements import ResidualRiskAccepted
from attending.workflow.worklist.hazards import HazardsAndDrills


def register_hazards() -> None:
    """Called by the room when it is ready."""
    checks.register(hazard_checks.hazard_methods_can_be_used)
    events.on(DecisionMade, hazard_handlers.on_decision)
    events.on(ProposalWithdrawn, hazard_handlers.on_withdrawal)
    requirements.register(ResidualRiskAccepted())
    worklist.register(HazardsAndDrills())
