"""On which use cases a person answers, and from which seat."""

from __future__ import annotations

from collections.abc import Sequence

from attending.program.models import Person, Seat, SeatHolding


def seats_on_use_cases(person: Person, seats: Sequence[Seat]) -> dict[int, Seat]:
    """The first of these seats that a person holds on each use case, by its number. One query."""
    rows = SeatHolding.objects.filter(person=person, seat__in=seats, ended_on=None, use_case__isnull=False)
    held: dict[int, Seat] = {}
    for each in sorted(rows, key=lambda row: list(seats).index(Seat(row.seat))):
        if each.use_case_id is not None:
            held.setdefault(each.use_case_id, Seat(each.seat))
    return held
