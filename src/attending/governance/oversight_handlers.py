"""What oversight does when something happens elsewhere; runs in the transaction of what happened."""

from __future__ import annotations

from attending.decisions.events import DecisionMade
from attending.governance.actions.pausing import carry_out
from attending.governance.actions.readings import read_batch
from attending.program.registries.events import MeasureResultsArrived


def on_results(event: MeasureResultsArrived) -> None:
    """Judge every threshold of the deployment that was measured."""
    read_batch(event.batch)


def on_decision(event: DecisionMade) -> None:
    """Pause, resume or close the breach, as was decided."""
    carry_out(event.decision)
