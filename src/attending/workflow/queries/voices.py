"""Who can speak for which discipline."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attending.program.models import Discipline, Person, UseCase
from attending.program.queries.seats import holders_of


def voices_for(use_case: UseCase, disciplines: Sequence[str], *, but: Person) -> Mapping[Discipline, list[Person]]:
    """For each discipline its active people without one: first who holds a seat on the use case. Two queries."""
    people = Person.objects.filter(
        organisation_id=use_case.organisation_id, active=True, discipline__in=disciplines
    ).exclude(pk=but.pk)
    seated = {person.pk for person in holders_of([use_case]).get(use_case.pk, {}).values()}
    ordered = sorted(people, key=lambda each: (each.pk not in seated, each.printed_name))
    return {Discipline(key): [each for each in ordered if each.discipline == key] for key in disciplines}
