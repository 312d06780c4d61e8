"""Signatures that say that they are a demonstration's: nothing was proven."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from attending.accounts.models import User
from attending.accounts.reauthentication import demonstration
from attending.decisions.actions import prepare, sign
from attending.decisions.models import Proposal
from attending.decisions.presenters.screens import ConditionRow, screen
from attending.decisions.queries import newest_packet, standing
from attending.decisions.rules.eligibility import meaning_for, seats_to_sign_from
from attending.decisions.rules.options import read_options
from attending.program.models import Person


def sign_as(
    person: Person,
    proposal: Proposal,
    choice: str,
    *,
    reason: str = "",
    seat: str = "",
    conditions: Sequence[Mapping[str, Any]] = (),
) -> None:
    """Sign for a choice, from a seat or else from where this person signs first."""
    packet = newest_packet(proposal)
    option = next(each for each in read_options(proposal.options) if each.key == choice)
    stands = standing(proposal, person)
    meaning = meaning_for(option, stands)
    seat = seat or seats_to_sign_from(stands, meaning)[0]
    rows = [
        ConditionRow(each["text"], Person.objects.get(pk=each["owner"]).printed_name, each["due_on"])
        for each in conditions
    ]
    sheet = screen(
        proposal,
        packet,
        person=person,
        seat=seat,
        option=option,
        meaning=meaning,
        reason=reason,
        dissent="",
        conditions=rows,
    )
    vote: dict[str, Any] = {
        "seat": seat,
        "choice": choice,
        "reason": reason,
        "conditions": conditions,
        "meaning": str(meaning),
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
