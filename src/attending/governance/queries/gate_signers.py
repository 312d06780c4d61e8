"""Who signs at a gate: the holders of the seats that the policy asks, and of those whose signatures count."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from attending.governance.rules.gate_questions import EXCEPTION_SEATS, eligible_seats
from attending.policies.model import GateRule
from attending.program.models import Person, SeatHolding, UseCase


def _holders(use_case: UseCase, seats: Iterable[str]) -> list[tuple[str, Person]]:
    """Who holds one of the seats now, on the use case or in the organisation. One query."""
    holdings = SeatHolding.objects.filter(
        Q(use_case=None) | Q(use_case=use_case),
        seat__in=[str(seat) for seat in seats],
        ended_on=None,
        person__active=True,
        person__organisation=use_case.organisation_id,
    )
    return [(each.seat, each.person) for each in holdings.select_related("person").order_by("person__printed_name")]


def asked_to_sign(use_case: UseCase, rule: GateRule) -> list[Person]:
    """The people who are asked by name: the holders of the seats that each have to approve, in the policy's order."""
    found = _holders(use_case, rule.seats)
    ordered = [person for seat in rule.seats for held, person in found if held == seat]
    return list(dict.fromkeys(ordered))


def able_to_sign(use_case: UseCase, rule: GateRule) -> set[int]:
    """The numbers of the people whose signature counts at the gate."""
    return {person.pk for _, person in _holders(use_case, eligible_seats(rule))}


def exception_signers(use_case: UseCase) -> list[Person]:
    """The people who are asked to grant an exception."""
    return list(dict.fromkeys(person for _, person in _holders(use_case, EXCEPTION_SEATS)))


def holders_by_seat(use_case: UseCase, seats: Iterable[str]) -> dict[str, list[Person]]:
    """Who holds each of the seats."""
    wanted = [str(seat) for seat in seats]
    found = _holders(use_case, wanted)
    return {seat: [person for held, person in found if held == seat] for seat in wanted}
