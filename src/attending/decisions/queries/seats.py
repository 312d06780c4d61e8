"""Who holds the seats that bear on a proposal."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q

from attending.decisions.models import Proposal
from attending.decisions.rules.options import read_options
from attending.program.models import Person, SeatHolding


def seats_on_subject(person: Person, use_case_id: int | None) -> tuple[str, ...]:
    """The seats a person holds now on this use case or, if they hold none there, their enterprise seats."""
    held = list(
        SeatHolding.objects.filter(Q(use_case=None) | Q(use_case_id=use_case_id), person=person, ended_on=None)
        .order_by("pk")
        .values_list("seat", "use_case_id")
    )
    there = tuple(seat for seat, on in held if on is not None)
    return there or tuple(seat for seat, _ in held)


def holders(organisation_id: int, use_case_id: int | None, seats: Collection[str]) -> dict[str, set[int]]:
    """The active people of an organisation who hold each of these seats now, on the use case or in the enterprise."""
    found: dict[str, set[int]] = {seat: set() for seat in seats}
    held = SeatHolding.objects.filter(
        Q(use_case=None) | Q(use_case_id=use_case_id),
        seat__in=seats,
        ended_on=None,
        person__active=True,
        person__organisation_id=organisation_id,
    )
    for seat, person in held.values_list("seat", "person_id"):
        found[seat].add(person)
    return found


def holders_of_required_seats(proposal: Proposal) -> dict[str, set[int]]:
    """Who holds each seat that an option asks for now; no query where none does."""
    seats = {seat for option in read_options(proposal.options) for seat in option.seats}
    return holders(proposal.organisation_id, proposal.use_case_id, seats) if seats else {}
