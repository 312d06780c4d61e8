"""Who has signed at a gate, and who it waits for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attending.decisions.models import Proposal, Signature
from attending.decisions.rules.options import read_options
from attending.governance.rules.gates import Outcome
from attending.program.models import Person, Seat
from attending.ui import formats
from attending.ui.parts import Status, SummaryRow


def _signed(proposal: Proposal) -> Sequence[Signature]:
    """The votes on the newest packet; ``signatures`` with their packets and ``packets`` are prefetched."""
    newest = max((packet.pk for packet in proposal.packets.all()), default=None)
    return [each for each in proposal.signatures.all() if each.packet_id == newest and each.choice]


def _asked_seats(proposal: Proposal) -> tuple[str, ...]:
    return next((option.seats for option in read_options(proposal.options) if option.key == Outcome.APPROVE), ())


def waits_for(proposal: Proposal, people: Mapping[int, Person]) -> str:
    """The people whose signatures from a required seat are missing, or how many more have to sign."""
    signed = _signed(proposal)
    spoken = {each.seat for each in signed}
    seats = [seat for seat in _asked_seats(proposal) if seat not in spoken]
    names = [
        people[each["person"]].printed_name
        for each in proposal.answerable
        if each["person"] in people and set(each["seats"]) & set(seats)
    ]
    missing = proposal.quorum - len({each.signer_id for each in signed}) - len(seats)
    more = f"{missing} more" if missing > 0 else ""
    return ", ".join(filter(None, [*names, more])) or "the other signatures for one outcome"


def seat_rows(proposal: Proposal, holders: Mapping[str, Sequence[Person]]) -> list[SummaryRow]:
    """For each seat that has to approve: who signed from it, or who holds it now."""
    signed = {each.seat: each for each in _signed(proposal)}
    return [
        SummaryRow(
            Seat(seat).label,
            Status("ok", f"Signed by {signed[seat].printed_name}, {formats.date(signed[seat].signed_at)}")
            if seat in signed
            else Status("pending", "Not yet"),
            note="" if seat in signed else _holders(holders.get(seat, ())),
        )
        for seat in _asked_seats(proposal)
    ]


def further_rows(proposal: Proposal) -> list[SummaryRow]:
    """Who else signed. Choices are shown once it is decided."""
    asked = _asked_seats(proposal)
    return [
        SummaryRow(each.printed_name, Status("ok", f"Signed, {formats.date(each.signed_at)}"))
        for each in _signed(proposal)
        if each.seat not in asked
    ]


def _holders(people: Sequence[Person]) -> str:
    return f"Waits for {', '.join(each.printed_name for each in people)}" if people else "Nobody holds this seat"
