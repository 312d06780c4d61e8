"""A deployment that its safety officer paused, with a signature that says it is a demonstration's."""

from __future__ import annotations

import uuid
from typing import Any

from attending.accounts.models import User
from attending.accounts.reauthentication import demonstration
from attending.decisions.actions import prepare, sign
from attending.decisions.models import Meaning, Proposal
from attending.decisions.presenters.screens import screen
from attending.decisions.queries import newest_packet
from attending.decisions.rules.options import read_options
from attending.governance.actions.pausing import ask_to_pause
from attending.governance.questions import PAUSE
from attending.program.models import Deployment, Person, Seat


def pause(person: Person, deployment: Deployment, reason: str) -> Proposal:
    """Ask to pause, and sign it from the seat of the safety officer."""
    proposal = ask_to_pause(person, deployment, reason=reason)
    packet = newest_packet(proposal)
    option = next(each for each in read_options(proposal.options) if each.key == PAUSE)
    sheet = screen(
        proposal,
        packet,
        person=person,
        seat=str(Seat.SAFETY_OFFICER),
        option=option,
        meaning=Meaning(option.meaning),
        reason=reason,
        dissent="",
        conditions=(),
    )
    vote: dict[str, Any] = {
        "seat": str(Seat.SAFETY_OFFICER),
        "choice": PAUSE,
        "reason": reason,
        "conditions": (),
        "meaning": str(option.meaning),
        "packet_sha256": packet.sha256,
    }
    intent = prepare(proposal, acting=person, rendered=sheet.text, **vote)
    sign(
        proposal,
        acting=person,
        rendered=sheet.text,
        evidence=demonstration(User.objects.get(person=person), intent),
        intent=intent,
        idempotency_key=uuid.uuid4().hex,
        **vote,
    )
    return proposal
