"""What the committee does when something happens elsewhere, and what only time brings about."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from attending.decisions.events import DecisionMade, ProposalWithdrawn
from attending.governance.actions.agenda import refresh_agenda
from attending.governance.actions.minutes import carry_out, take_back
from attending.governance.queries.meetings import all_planned


def on_decision(event: DecisionMade) -> None:
    """Close the minutes that were approved or are to be amended."""
    carry_out(event.decision)


def on_withdrawal(event: ProposalWithdrawn) -> None:
    """Open the minutes again."""
    take_back(event.proposal)


def keep_agendas(now: datetime) -> Iterable[str]:
    """Bring the agenda of every planned meeting up to date; says what changed."""
    del now
    for meeting in all_planned():
        found = refresh_agenda(meeting)
        if found:
            new, settled = len(found.new) + len(found.back), len(found.settled)
            yield f"The agenda of {meeting} has {new} new and {settled} settled items."
