"""Let somebody else sign from one's seat for a while, and end that."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from attending.decisions import kinds as known_kinds
from attending.decisions.models import Delegation, DelegationEnd
from attending.decisions.queries import delegations as queries
from attending.decisions.rules.delegations import check_period, check_to
from attending.decisions.rules.refusals import DelegationEnded, InvalidDelegation, NotEligible, ReasonMissing
from attending.ledger import actions as ledger
from attending.ledger.canonical import Json
from attending.program.models import Person, Seat, UseCase
from attending.program.queries.seats import seats_of
from attending.program.registries.events import PersonLeft, SeatVacated

OVERSEERS = frozenset({Seat.CMIO, Seat.COMPLIANCE_OFFICER})
"""The seats that see every delegation of their organisation, and may end it."""


@transaction.atomic
def delegate(
    acting: Person,
    *,
    delegate: Person,
    seat: Seat | str,
    use_case: UseCase | None,
    kinds: Sequence[str],
    first_day: date,
    last_day: date,
    reason: str,
) -> Delegation:
    """Let ``delegate`` sign on the acting person's behalf from one of their seats, from one day to another.

    ``use_case`` None means wherever they hold the seat; ``kinds`` none means whatever is asked. Raises
    InvalidDelegation or NotEligible, saying what to change.
    """
    ledger.take_turn()
    held = _seats(acting, use_case, seat)
    check_to(
        seat=seat,
        holds=held if acting.active else frozenset(),
        same_person=delegate.pk == acting.pk,
        same_organisation=delegate.organisation_id == acting.organisation_id,
        can_sign=delegate.active and delegate.user_id is not None,
    )
    check_period(first_day, last_day, today=timezone.localdate())
    unknown = sorted(set(kinds) - set(known_kinds.labels()))
    if unknown:
        raise InvalidDelegation(f"Nothing is decided that is called {', '.join(unknown)}. Choose from the list.")
    if not reason.strip():
        raise ReasonMissing("the delegation")
    ends = _midnight(last_day + timedelta(days=1))
    starts = _midnight(first_day)
    double = queries.overlapping(acting, seat=seat, use_case=use_case, kinds=kinds, starts=starts, ends=ends)
    if double is not None:
        raise InvalidDelegation(
            f"{double.delegate.printed_name} signs for you from this seat in these days already. "
            "End that first, or choose other days."
        )
    payload: dict[str, Json] = {
        "delegate": delegate.pk,
        "seat": str(seat),
        "use_case": use_case.pk if use_case else None,
        "kinds": list(kinds),
        "first_day": first_day.isoformat(),
        "last_day": last_day.isoformat(),
    }
    entry = ledger.append(
        "delegation.given", object=f"person:{acting.pk}", actor=f"person:{acting.pk}", payload=payload
    )
    return Delegation.objects.create(
        delegator=acting,
        delegate=delegate,
        seat=seat,
        use_case=use_case,
        kinds=list(kinds),
        starts_at=max(starts, entry.at),
        ends_at=ends,
        reason=reason.strip(),
        given_at=entry.at,
        ledger_seq=entry.seq,
    )


@transaction.atomic
def end_delegation(delegation: Delegation, *, acting: Person, reason: str) -> DelegationEnd:
    """End a delegation before its time: either of the two may, and whoever oversees delegations."""
    ledger.take_turn()
    mine = acting.pk in {delegation.delegator_id, delegation.delegate_id}
    oversees = acting.organisation_id == delegation.delegator.organisation_id and bool(seats_of(acting) & OVERSEERS)
    if not acting.active or not (mine or oversees):
        raise NotEligible("Whoever gave or received a delegation ends it, or the CMIO or compliance officer.")
    if delegation.ends_at <= timezone.now() or DelegationEnd.objects.filter(delegation=delegation).exists():
        raise DelegationEnded
    if not reason.strip():
        raise ReasonMissing("ending it")
    return _end(delegation, acting, reason.strip())


def when_seat_vacated(event: SeatVacated) -> None:
    """End what rested on the seat that was vacated."""
    given = queries.unfinished(event.holding.person).filter(delegator=event.holding.person, seat=event.holding.seat)
    lost = [each for each in given if not queries.still_held(each)]
    _end_all(lost, f"{event.holding.person.printed_name} no longer holds the seat.")


def when_person_left(event: PersonLeft) -> None:
    """End what somebody who left gave or received."""
    _end_all(queries.unfinished(event.person), f"{event.person.printed_name} has left.")


def _end_all(delegations: Iterable[Delegation], reason: str) -> None:
    for each in delegations:
        _end(each, None, reason)


def _end(delegation: Delegation, acting: Person | None, reason: str) -> DelegationEnd:
    actor = f"person:{acting.pk}" if acting else "system"
    entry = ledger.append("delegation.ended", object=f"delegation:{delegation.pk}", actor=actor, payload={})
    return DelegationEnd.objects.create(
        delegation=delegation, person=acting, reason=reason, at=entry.at, ledger_seq=entry.seq
    )


def _seats(person: Person, use_case: UseCase | None, seat: str) -> frozenset[str]:
    if use_case is not None and use_case.organisation_id != person.organisation_id:
        return frozenset()
    if use_case is not None:
        return frozenset(seats_of(person, use_case))
    held = queries.holdings_to_delegate(person).values_list("seat", flat=True)
    return frozenset(each for each in held if each == seat)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
