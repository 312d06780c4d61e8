"""The person behind a request: every view of every room asks here."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from attending.program.models import Person
from attending.program.queries.people import person_of


def acting_person(request: HttpRequest) -> Person:
    """The active person signed in; raises PermissionDenied if the login belongs to nobody in the program."""
    person = person_of(request.user)
    if person is None:
        raise PermissionDenied(
            "This login is not yet a person in the program. Ask an administrator to add you, with your discipline."
        )
    return person
