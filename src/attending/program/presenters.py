"""People, ready to print."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from attending.program.models import Person
from attending.ui.parts import Link, Status


@dataclass(frozen=True, slots=True)
class PersonRow:
    name: Link
    discipline: str
    seats: str
    login: str
    state: Status


def person_rows(people: Sequence[Person]) -> list[PersonRow]:
    """``people`` come from ``queries.people.people``."""
    return [
        PersonRow(
            Link(person.printed_name, reverse("program:person", args=[person.pk])),
            person.get_discipline_display(),
            ", ".join(
                f"{holding.get_seat_display()}{f' of {holding.use_case.title}' if holding.use_case else ''}"
                for holding in person.holdings.all()
            ),
            person.user.username if person.user else "",
            Status("ok", "Active") if person.active else Status("neutral", "Inactive"),
        )
        for person in people
    ]
