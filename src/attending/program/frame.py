"""What the program adds to every page's frame: the organisation, and who is looking."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from attending.program.queries.people import person_of


def frame(request: HttpRequest) -> dict[str, Any]:
    """The organisation's name and the person's printed name and discipline; one query."""
    person = person_of(request.user) if hasattr(request, "user") else None
    if person is None:
        return {}
    return {
        "organisation": person.organisation.name,
        "identity": person.printed_name,
        "identity_detail": person.get_discipline_display(),
    }
