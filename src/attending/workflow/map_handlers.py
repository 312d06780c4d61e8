"""What maps do when something is decided; runs in the transaction of what happened."""

from __future__ import annotations

from attending.decisions.events import DecisionMade
from attending.workflow.actions.offering import settle


def on_decision(event: DecisionMade) -> None:
    """Keep whether a version was signed or sent back."""
    settle(event.decision)
