"""Whom a visitor of the demonstration may continue as."""

from __future__ import annotations

from attending.demo.entries import program
from attending.program.models import Person


def seats() -> list[tuple[int, str, str]]:
    """The people worth being, in the order of the data file, with what there is to see; then the administrator."""
    data = program()
    told = {entry["name"]: entry["sees"] for entry in data["people"] if "sees" in entry}
    told[data["administrator"]["name"]] = "People, seats, sites and units."
    people = {person.printed_name: person for person in Person.objects.filter(printed_name__in=told, active=True)}
    return [
        (person.user_id, name, sees)
        for name, sees in told.items()
        if (person := people.get(name)) is not None and person.user_id is not None
    ]
