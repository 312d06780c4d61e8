"""What governance does with a decision about the policy; runs in the transaction of what happened."""

from __future__ import annotations

from attending.decisions.events import DecisionMade, ProposalWithdrawn
from attending.governance.actions.policy import carry_out, set_aside


def on_decision(event: DecisionMade) -> None:
    """Put the version in force that was adopted."""
    carry_out(event.decision)


def on_withdrawal(event: ProposalWithdrawn) -> None:
    """Keep that a version was taken back."""
    set_aside(event.proposal)
