"""What reviews do when something happens elsewhere; runs in the transaction of what happened."""

from __future__ import annotations

from attending.decisions.events import DecisionMade, ProposalWithdrawn
from attending.review.actions.cycles import conclude, reopen


def on_decision(event: DecisionMade) -> None:
    """Close the review whose outcome was signed."""
    conclude(event.decision)


def on_withdrawal(event: ProposalWithdrawn) -> None:
    """Let a review go on whose question was taken back."""
    reopen(event.proposal)
