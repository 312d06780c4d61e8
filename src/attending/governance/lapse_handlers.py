"""What approvals do when something they rest on changes; runs in the transaction of what changed."""

from __future__ import annotations

from attending.governance.actions.lapsing import check_approvals
from attending.governance.queries.approvals import running
from attending.program.registries.events import FactsChanged, SeatVacated, VersionRegistered


def on_facts(event: FactsChanged) -> None:
    """Hold the approvals of the use case against what is so now."""
    check_approvals(event.use_case)


def on_version(event: VersionRegistered) -> None:
    """The same for every use case that runs the model."""
    for use_case in running(event.version.ai_model):
        check_approvals(use_case)


def on_seat(event: SeatVacated) -> None:
    """The same for the use case whose seat was left; no approval rests on an enterprise seat."""
    if event.holding.use_case is not None:
        check_approvals(event.holding.use_case)
