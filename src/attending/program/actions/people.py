"""Add people, and seat and unseat them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from attending.ledger.actions import take_turn
from attending.program.actions.record import check, check_organisation, log
from attending.program.models import Discipline, Person, Seat, SeatHolding, UseCase
from attending.program.models.people import USE_CASE_SEATS
from attending.program.queries.seats import seats_of
from attending.program.registries import events
from attending.program.rules import RIGHTS, Act, NotAllowed, Refused


@transaction.atomic
def add_person(acting: Person, *, printed_name: str, discipline: Discipline, user_id: int | None = None) -> Person:
    """Add a person under the name that their signatures will print."""
    check(acting, Act.ADMINISTER)
    if Person.objects.filter(organisation=acting.organisation, printed_name=printed_name).exists():
        raise Refused(f"There is a person named {printed_name} already; printed names are unique for signatures.")
    person = Person.objects.create(
        organisation=acting.organisation, printed_name=printed_name, discipline=discipline, user_id=user_id
    )
    log(acting, "person.added", person, {"printed_name": printed_name, "discipline": str(discipline)})
    return person


@transaction.atomic
def seat_person(acting: Person, person: Person, seat: Seat, use_case: UseCase | None = None) -> SeatHolding:
    """Put a person in a seat; on a use case, whoever held the seat leaves it.

    Administrators fill every seat; the leaders of a use case fill the seats on it.
    """
    if (seat in USE_CASE_SEATS) != (use_case is not None):
        level = "a use case" if seat in USE_CASE_SEATS else "the enterprise"
        raise Refused(f"The seat {seat.label} belongs to {level}.")
    _check_may_seat(acting, use_case)
    check_organisation(acting, person.organisation_id)
    if not person.active:
        raise Refused(f"{person.printed_name} is no longer active and cannot take a seat.")
    take_turn()
    standing = SeatHolding.objects.select_for_update(no_key=True).filter(seat=seat, use_case=use_case, ended_on=None)
    if use_case is None:
        standing = standing.filter(person=person)
    left = list(standing)
    if any(holding.person_id == person.pk for holding in left):
        raise Refused(f"{person.printed_name} holds this seat already.")
    for holding in left:
        _end(acting, holding, reason=f"Replaced by {person.printed_name}")
    holding = SeatHolding.objects.create(person=person, seat=seat, use_case=use_case, started_on=timezone.localdate())
    log(acting, "seat.taken", holding, {"seat": str(seat), "person": person.pk, "use_case": use_case and use_case.key})
    # Told once the next one sits there, or whoever listens would take the seat for empty.
    _tell(left)
    if use_case is not None:
        events.publish(events.FactsChanged(use_case))
    return holding


@transaction.atomic
def vacate_seat(acting: Person, holding: SeatHolding, *, reason: str) -> SeatHolding:
    """End a person's time in a seat, with the reason."""
    _check_may_seat(acting, holding.use_case)
    check_organisation(acting, holding.person.organisation_id)
    take_turn()
    holding = (
        SeatHolding.objects.select_for_update(of=("self",), no_key=True).select_related("person").get(pk=holding.pk)
    )
    if holding.ended_on is not None:
        raise Refused("This seat was vacated already.")
    _end(acting, holding, reason=reason)
    _tell([holding])
    return holding


@transaction.atomic
def deactivate_person(acting: Person, person: Person, *, reason: str) -> Person:
    """End a person's part in the program: every seat is vacated, and they may no longer act."""
    check(acting, Act.ADMINISTER)
    check_organisation(acting, person.organisation_id)
    if person.pk == acting.pk:
        raise Refused("Nobody deactivates their own account; ask another administrator.")
    take_turn()
    left = list(SeatHolding.objects.select_for_update(no_key=True).filter(person=person, ended_on=None))
    for holding in left:
        _end(acting, holding, reason=reason)
    person.active = False
    person.save(update_fields=["active"])
    log(acting, "person.deactivated", person, {"reason": reason})
    events.publish(events.PersonLeft(person))
    _tell(left)
    return person


def _check_may_seat(acting: Person, use_case: UseCase | None) -> None:
    if use_case is not None:
        check_organisation(acting, use_case.organisation_id)
    seats = seats_of(acting, use_case)
    if not acting.active or not seats & (
        RIGHTS[Act.ADMINISTER] | (RIGHTS[Act.MOVE_STAGE] if use_case else frozenset())
    ):
        raise NotAllowed("Administrators fill every seat; on a use case, its leaders fill the seats too.")


def _end(acting: Person, holding: SeatHolding, *, reason: str) -> None:
    holding.ended_on = timezone.localdate()
    holding.save(update_fields=["ended_on"])
    log(acting, "seat.vacated", holding, {"seat": holding.seat, "person": holding.person_id, "reason": reason})


def _tell(left: Iterable[SeatHolding]) -> None:
    for holding in left:
        events.publish(events.SeatVacated(holding))
