"""Who may act for a unit, and who answers for what is in use there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db.models import Q

from attending.program.models import Person, Seat, SeatHolding, Unit
from attending.program.rules import RIGHTS, Act


def seats_on_unit(person: Person, unit: Unit) -> frozenset[Seat]:
    """The enterprise seats of a person and those on any use case that is deployed on the unit. One query."""
    here = Q(use_case=None) | Q(use_case__deployments__unit=unit)
    held = SeatHolding.objects.filter(here, person=person, ended_on=None)
    return frozenset(Seat(row) for row in held.values_list("seat", flat=True))


def units_for(person: Person, act: Act) -> frozenset[int]:
    """The units for which a person may do this, by number: all of the organisation from the enterprise. Two queries."""
    wanted = [str(seat) for seat in RIGHTS[act]]
    held = SeatHolding.objects.filter(person=person, ended_on=None, seat__in=wanted)
    seated = set(held.values_list("use_case", flat=True))
    units = Unit.objects.filter(site__organisation=person.organisation_id)
    if None not in seated:
        units = units.filter(deployments__use_case__in=seated)
    return frozenset(units.values_list("pk", flat=True)) if person.active and seated else frozenset()


def first_holder(holders: Mapping[Seat, Person], seats: Sequence[Seat]) -> Person | None:
    """Who holds the first of these seats that somebody active holds."""
    return next((holders[seat] for seat in seats if seat in holders and holders[seat].active), None)
