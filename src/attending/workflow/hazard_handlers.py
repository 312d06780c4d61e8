"""What the hazard log does when something happens elsewhere; runs in the transaction of what happened."""

from __future__ import annotations

from attending.decisions.events import DecisionMade, ProposalWithdrawn
from attending.workflow.actions.hazards.accepting import carry_out, give_back


def on_decision(event: DecisionMade) -> None:
    """Keep whether the residual risks were accepted."""
    carry_out(event.decision)


def on_withdrawal(event: ProposalWithdrawn) -> None:
    """Let a log be put again whose question was taken back."""
    give_back(event.proposal)
