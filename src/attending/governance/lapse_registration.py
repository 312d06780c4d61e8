"""What approvals tell the rest of the program at start-up."""

from __future__ import annotations

from attending.decisions import notes
from attending.governance import approval_notes, lapse_guards, lapse_handlers
from attending.governance.actions import approvals_clock
from attending.governance.approval_requirements import StageStillApproved
from attending.governance.worklist.approvals import ApprovalsEnding
from attending.ledger.guards import register
from attending.program.models import Seat
from attending.program.registries import clock, events, requirements, worklist
from attending.ui import navigation


def register_lapses() -> None:
    """Guards, handlers, the clock's tasks, what a lapse forbids, and waiting work; called once, at start-up."""
    for guard in lapse_guards.GUARDS:
        register(guard)
    events.on(events.FactsChanged, lapse_handlers.on_facts)
    events.on(events.VersionRegistered, lapse_handlers.on_version)
    events.on(events.SeatVacated, lapse_handlers.on_seat)
    clock.register("approvals that ended", approvals_clock.pause_ended)
    clock.register("approvals", approvals_clock.follow)
    requirements.register(StageStillApproved())
    worklist.register(ApprovalsEnding(), only=[Seat.CLINICAL_OWNER, Seat.CMIO])
    notes.register(approval_notes.notes)
    navigation.register("Approvals", "governance:approvals", 43, section="Committee")
