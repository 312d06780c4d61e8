"""Who may say where a use case of a roadmap is, and from whom a word is due."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from attending.program.models import Person, SeatHolding, UseCase
from attending.program.rules import RIGHTS, Act


def may_report(person: Person, use_cases: Iterable[UseCase]) -> set[str]:
    """The keys of the use cases on which this person may report. One query."""
    seats = [str(seat) for seat in RIGHTS[Act.ESTIMATE_EFFORT]]
    found = list(use_cases)
    held = SeatHolding.objects.filter(
        Q(use_case=None) | Q(use_case__in=found), person=person, seat__in=seats, ended_on=None
    ).values_list("use_case_id", flat=True)
    places = set(held)
    return {each.key for each in found if None in places or each.pk in places}
