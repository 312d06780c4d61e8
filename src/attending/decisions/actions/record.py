"""What each action shares: the proposal's row lock, the entry in the ledger, and the checkpoint after it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from attending.decisions.models import Proposal, ProposalState
from attending.decisions.rules.refusals import ClockWentBack, ProposalClosed
from attending.ledger import actions as ledger
from attending.ledger.models import Entry
from attending.program.models import Person


def locked(proposal: Proposal) -> Proposal:
    """The proposal as it stands, held until the transaction ends, so that votes are counted one after the other."""
    ledger.take_turn()
    return Proposal.objects.select_for_update(no_key=True).get(pk=proposal.pk)


def require_open(proposal: Proposal) -> None:
    """Raise ProposalClosed unless the proposal is open."""
    if proposal.state != ProposalState.OPEN:
        raise ProposalClosed(ProposalState(proposal.state).label)


def require_after(entry: Entry, *before: datetime) -> None:
    """Raise ClockWentBack where the clock dates an entry before what it answers to."""
    if any(entry.at < moment for moment in before):
        raise ClockWentBack


def require_not_dated_back(at: datetime) -> None:
    """Raise ClockWentBack where a time that somebody acts at lies before the newest entry of the record.

    Called once the action has its turn, and before it appends.
    """
    newest = Entry.objects.order_by("-seq").values_list("at", flat=True).first()
    if newest is not None and at < newest:
        raise ClockWentBack


def log(verb: str, proposal: Proposal, acting: Person | None, payload: Mapping[str, Any], *, checkpoint: bool) -> Entry:
    """Append an entry about a proposal; with ``checkpoint`` the ledger's head is signed and sent after the commit."""
    actor = "system" if acting is None else f"person:{acting.pk}"
    entry = ledger.append(verb, object=f"proposal:{proposal.pk}", actor=actor, payload=payload)
    if checkpoint:
        ledger.checkpoint_on_commit(reason=verb)
    return entry
