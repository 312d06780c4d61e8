"""A deployment that its safety officer paused, with a signature that says it is a demonstration's."""

from __future__ import annotations

from attending.decisions.models import Proposal
from attending.demo.signing import sign_as
from attending.governance.actions.pausing import ask_to_pause
from attending.governance.oversight_questions import PAUSE
from attending.program.models import Deployment, Person, Seat


def pause(person: Person, deployment: Deployment, reason: str) -> Proposal:
    """Ask to pause, and sign it from the seat of the safety officer."""
    proposal = ask_to_pause(person, deployment, reason=reason)
    sign_as(person, proposal, PAUSE, reason=reason, seat=str(Seat.SAFETY_OFFICER))
    return proposal
