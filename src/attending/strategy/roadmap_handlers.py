"""What a roadmap does when something happens elsewhere; runs in the transaction of what happened."""

from __future__ import annotations

from attending.decisions.events import DecisionMade, ProposalWithdrawn
from attending.strategy.actions.deciding import carry_out, reopen


def on_decision(event: DecisionMade) -> None:
    """Follow the plan that was adopted, or let it be changed again."""
    carry_out(event.decision)


def on_withdrawal(event: ProposalWithdrawn) -> None:
    """Let a roadmap be changed again whose question was taken back."""
    reopen(event.proposal)
