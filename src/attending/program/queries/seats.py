"""Who holds which seat."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q

from attending.program.models import Organisation, Person, Seat, SeatHolding, Site, UseCase
from attending.program.models.people import CORE_SEATS, USE_CASE_SEATS
from attending.program.once import once_a_page


@once_a_page
def seats_of(person: Person, use_case: UseCase | None = None) -> frozenset[Seat]:
    """The seats a person holds now: enterprise seats and, if a use case is given, the seats on it."""
    held = Q(use_case=None) if use_case is None else Q(use_case=None) | Q(use_case=use_case)
    rows = SeatHolding.objects.filter(held, person=person, ended_on=None).values_list("seat", flat=True)
    return frozenset(Seat(row) for row in rows)


@once_a_page
def seats_anywhere(person: Person) -> frozenset[Seat]:
    """The seats a person holds now, in the enterprise or on any use case."""
    rows = SeatHolding.objects.filter(person=person, ended_on=None).values_list("seat", flat=True).distinct()
    return frozenset(Seat(row) for row in rows)


def seats_at(person: Person, site: Site) -> frozenset[Seat]:
    """The seats a person holds now in the enterprise, or on what is deployed at a site."""
    here = Q(use_case=None) | Q(use_case__deployments__unit__site=site)
    rows = SeatHolding.objects.filter(here, person=person, ended_on=None).values_list("seat", flat=True)
    return frozenset(Seat(row) for row in rows)


def all_seats_of(person: Person) -> tuple[SeatHolding, ...]:
    """Every seat a person holds now, on every use case."""
    holdings = SeatHolding.objects.filter(person=person, ended_on=None).select_related("use_case")
    return tuple(holdings.order_by("seat", "use_case__title"))


@dataclass(frozen=True, slots=True)
class SeatState:
    """One seat of a use case; ``person`` is None when nobody holds it."""

    seat: Seat
    person: Person | None
    required: bool


def seats_on(use_case: UseCase) -> tuple[SeatState, ...]:
    """The four core seats, filled or empty, and then the further seats that somebody holds."""
    holders = holders_of([use_case]).get(use_case.pk, {})
    return tuple(
        SeatState(seat, holders.get(seat), seat in CORE_SEATS)
        for seat in USE_CASE_SEATS
        if seat in CORE_SEATS or seat in holders
    )


@once_a_page
def holders_of(use_cases: list[UseCase]) -> Mapping[int, Mapping[Seat, Person]]:
    """For each use case's primary key: who holds which seat now. One query."""
    holdings = SeatHolding.objects.filter(use_case__in=use_cases, ended_on=None).select_related("person")
    found: dict[int, dict[Seat, Person]] = {}
    for holding in holdings:
        if holding.use_case_id is not None:
            found.setdefault(holding.use_case_id, {})[Seat(holding.seat)] = holding.person
    return found


def holder(use_case: UseCase, seat: Seat) -> Person | None:
    """The person in one seat of a use case."""
    holding = SeatHolding.objects.filter(use_case=use_case, seat=seat, ended_on=None).select_related("person").first()
    return holding.person if holding else None


@once_a_page
def enterprise_holders(organisation: Organisation, seat: Seat) -> tuple[Person, ...]:
    """The people in an enterprise seat of an organisation, such as the chief medical information officer."""
    people = organisation.people.filter(
        holdings__seat=seat, holdings__use_case=None, holdings__ended_on=None, active=True
    )
    return tuple(people.order_by("printed_name"))
