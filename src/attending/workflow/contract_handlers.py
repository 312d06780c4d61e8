"""What a workflow contract does when something happens elsewhere; runs in the transaction of what happened."""

from __future__ import annotations

from attending.decisions.events import DecisionMade, ProposalWithdrawn
from attending.workflow.actions.contract_deciding import carry_out, reopen


def on_decision(event: DecisionMade) -> None:
    """Let the contract hold that the unit signed, or let it be changed again."""
    carry_out(event.decision)


def on_withdrawal(event: ProposalWithdrawn) -> None:
    """Let a contract be changed again whose question was taken back."""
    reopen(event.proposal)
