"""The demonstration's organisation, places and people; each person is a seat with a login that needs no password."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.text import slugify

from attending.accounts.models import User
from attending.program.actions.organisation import add_site, add_unit, found_organisation
from attending.program.actions.people import add_person, seat_person
from attending.program.models import Discipline, Person, Seat, Unit


def login(name: str, *, administrator: bool = False) -> User:
    """A login without a usable password: only the demonstration's own page signs it in."""
    user = User(username=slugify(name)[:60], printed_name=name, is_staff=administrator)
    user.set_unusable_password()
    user.save()
    return user


def found(data: Mapping[str, Any]) -> Person:
    """Found the organisation; returns its administrator."""
    entry = data["administrator"]
    return found_organisation(
        data["organisation"],
        printed_name=entry["name"],
        user_id=login(entry["name"], administrator=True).pk,
        discipline=Discipline(entry["discipline"]),
        synthetic=True,
    )


def add_places(administrator: Person, sites: Sequence[Mapping[str, Any]]) -> dict[str, Unit]:
    """The sites and units; returns the units by name."""
    units: dict[str, Unit] = {}
    for entry in sites:
        site = add_site(administrator, entry["name"])
        units |= {name: add_unit(administrator, site, name) for name in entry["units"]}
    return units


def add_people(administrator: Person, people: Sequence[Mapping[str, Any]]) -> dict[str, Person]:
    """Everybody, with their enterprise seats; returns them by name."""
    added = {}
    for entry in people:
        person = add_person(
            administrator,
            printed_name=entry["name"],
            discipline=Discipline(entry["discipline"]),
            user_id=login(entry["name"]).pk,
        )
        for seat in entry.get("seats", ()):
            seat_person(administrator, person, Seat(seat))
        added[person.printed_name] = person
    return added
