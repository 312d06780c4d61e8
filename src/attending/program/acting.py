"""The person behind a request: every view of every room asks here."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from attending.accounts.models import User
from attending.program.models import Person, Seat
from attending.program.queries.people import organisation_exists, person_of
from attending.program.queries.seats import seats_of


class NotFoundedError(Exception):
    """An administrator of logins came before the organisation was founded; the middleware leads them to found it."""


def person_behind(request: HttpRequest) -> Person | None:
    """The active person signed in, or None; read once per request."""
    user = request.user
    found = getattr(request, "_attending_person", None)
    if found is None or found[0] != user.pk:
        found = (user.pk, person_of(user))
        request._attending_person = found  # type: ignore[attr-defined]
    person: Person | None = found[1]
    return person


def acting_person(request: HttpRequest) -> Person:
    """The active person signed in.

    Raises PermissionDenied if the login belongs to nobody in the program, and NotFoundedError if it is one of those
    that have to found the organisation first.
    """
    person = person_behind(request)
    if person is not None:
        return person
    if organisation_exists():
        raise PermissionDenied(
            "This login is not yet a person in the program. Ask an administrator to add you, with your discipline."
        )
    if isinstance(request.user, User) and request.user.is_staff:
        raise NotFoundedError
    raise PermissionDenied("The program has not begun here yet: an administrator has to found the organisation first.")


def administers(request: HttpRequest) -> bool:
    """Whether the person signed in holds the administrator's seat."""
    person = person_behind(request)
    return person is not None and Seat.ADMINISTRATOR in seats_of(person)
