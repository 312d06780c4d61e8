"""What gates do when something happens elsewhere; runs in the transaction of what happened."""

from __future__ import annotations

from attending.decisions.events import DecisionMade, ProposalWithdrawn
from attending.governance.actions.gate_deciding import carry_out, close_withdrawn, end_beyond, end_with_deployment
from attending.program.models import Stage
from attending.program.models.deployments import State
from attending.program.registries.events import DeploymentStateChanged, StageChanged
from attending.program.rules import is_forward


def on_decision(event: DecisionMade) -> None:
    """Keep the approval and move what it is of, or grant or refuse exceptions."""
    carry_out(event.decision)


def on_withdrawal(event: ProposalWithdrawn) -> None:
    """Close the gate whose question was taken back."""
    close_withdrawn(event.proposal)


def on_state(event: DeploymentStateChanged) -> None:
    """End the approvals of what was retired."""
    if event.after == State.RETIRED:
        end_with_deployment(event.deployment)


def on_stage(event: StageChanged) -> None:
    """End the approvals for the stages that a use case left backwards."""
    if not is_forward(Stage(event.before), Stage(event.after)):
        end_beyond(event.use_case, event.after)
