"""What oversight does when something happens elsewhere; runs in the transaction of what happened."""

from __future__ import annotations

from attending.decisions.events import DecisionMade, ProposalWithdrawn
from attending.governance.actions.agreements import close_agreement, take_back
from attending.governance.actions.pausing import carry_out
from attending.governance.actions.readings import read_batch, read_charts
from attending.program.registries.events import ChartsDrawn, MeasureResultsArrived


def on_results(event: MeasureResultsArrived) -> None:
    """Judge every threshold of the deployment that was measured."""
    read_batch(event.batch)


def on_charts(event: ChartsDrawn) -> None:
    """Judge every threshold that watches one of these charts."""
    read_charts(event.deployment, event.charts)


def on_decision(event: DecisionMade) -> None:
    """Pause, resume or close the breach, or put an agreement into force, as was decided."""
    carry_out(event.decision)
    close_agreement(event.decision)


def on_withdrawal(event: ProposalWithdrawn) -> None:
    """Let thresholds be offered again whose agreement was taken back."""
    take_back(event.proposal)
