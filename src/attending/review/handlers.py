"""What reviews do when something happens elsewhere; runs in the transaction of what happened."""

from __future__ import annotations

from attending.decisions.events import DecisionMade, ProposalWithdrawn
from attending.program.registries.events import MeasureResultsArrived
from attending.review.actions.cycles import conclude, reopen
from attending.review.actions.monitoring import read_charts
from attending.review.queries.monitoring import run_of


def on_decision(event: DecisionMade) -> None:
    """Close the review whose outcome was signed."""
    conclude(event.decision)


def on_withdrawal(event: ProposalWithdrawn) -> None:
    """Let a review go on whose question was taken back."""
    reopen(event.proposal)


def on_results(event: MeasureResultsArrived) -> None:
    """Draw the agreed control charts of a review that was recorded."""
    run = run_of(event.batch.uid)
    if run is not None:
        read_charts(run)
