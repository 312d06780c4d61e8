"""Who may sign on whose behalf."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from attending.decisions.models import Delegation
from attending.program.models import Organisation, Person, SeatHolding, UseCase


def standing_now(at: datetime | None = None) -> QuerySet[Delegation]:
    """The delegations that are good at a moment (now), between active people, with both of them."""
    at = at or timezone.now()
    return Delegation.objects.select_related("delegator", "delegate").filter(
        end=None, starts_at__lte=at, ends_at__gt=at, delegator__active=True, delegate__active=True
    )


def received_by(people: Collection[Person]) -> list[Delegation]:
    """The delegations under which these people may sign now."""
    return list(standing_now().filter(delegate__in=people).order_by("pk"))


def unfinished(person: Person) -> QuerySet[Delegation]:
    """The delegations that a person gave or received, now or for later, and that were not ended."""
    return Delegation.objects.select_related("delegator", "delegate").filter(
        Q(delegator=person) | Q(delegate=person), end=None, ends_at__gt=timezone.now()
    )


def delegates_of(people: Collection[int], *, use_case_id: int | None, kind: str) -> dict[tuple[int, str], list[Person]]:
    """Who may sign a kind of proposal about a use case for these people now, by delegator and seat. One query."""
    found: dict[tuple[int, str], list[Person]] = {}
    for each in standing_now().filter(delegator__in=people).order_by("pk"):
        if good_for(each, use_case_id=use_case_id, kind=kind):
            found.setdefault((each.delegator_id, each.seat), []).append(each.delegate)
    return found


def good_for(delegation: Delegation, *, use_case_id: int | None, kind: str) -> bool:
    """Whether a delegation covers a kind of proposal about a use case."""
    return delegation.use_case_id in {None, use_case_id} and (not delegation.kinds or kind in delegation.kinds)


def overlapping(
    delegator: Person, *, seat: str, use_case: UseCase | None, kinds: Collection[str], starts: datetime, ends: datetime
) -> Delegation | None:
    """A delegation of the same seat, days, use case and kinds that was not ended."""
    scope = Q(use_case=None) | Q(use_case=use_case) if use_case else Q()
    others = Delegation.objects.select_related("delegate").filter(
        scope, delegator=delegator, seat=seat, end=None, starts_at__lt=ends, ends_at__gt=starts
    )
    return next(
        (each for each in others if not kinds or not each.kinds or not set(kinds).isdisjoint(each.kinds)),
        None,
    )


def holdings_to_delegate(person: Person) -> QuerySet[SeatHolding]:
    """The seats a person holds now, with their use cases."""
    return SeatHolding.objects.filter(person=person, ended_on=None).select_related("use_case").order_by("seat", "pk")


def still_held(delegation: Delegation) -> bool:
    """Whether the delegator holds the seat somewhere in the delegation's reach now."""
    held = SeatHolding.objects.filter(person=delegation.delegator_id, seat=delegation.seat, ended_on=None)
    if delegation.use_case_id is not None:
        held = held.filter(Q(use_case=None) | Q(use_case=delegation.use_case_id))
    return held.exists()


def delegation(organisation: Organisation, pk: int) -> Delegation | None:
    """One delegation of an organisation."""
    found = Delegation.objects.select_related("delegator", "delegate", "use_case", "end")
    return found.filter(delegator__organisation=organisation, pk=pk).first()


def delegations_of(organisation: Organisation) -> QuerySet[Delegation]:
    """Every delegation of an organisation, with what a list shows."""
    return Delegation.objects.filter(delegator__organisation=organisation).select_related(
        "delegator", "delegate", "use_case", "end__person"
    )
