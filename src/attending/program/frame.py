"""What the program adds to every page's frame: the organisation, who is looking, and where they can go."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from attending.accounts.models import User
from attending.program.acting import person_behind


def frame(request: HttpRequest) -> dict[str, Any]:
    """The organisation's name and the person's printed name and discipline; one query, shared with the view.

    A login that is nobody in the program yet has nowhere to go: it sees no navigation.
    """
    if not hasattr(request, "user") or not request.user.is_authenticated:
        return {}
    person = person_behind(request)
    if person is None:
        return {"navigation": [], "section_navigation": [], "footer_navigation": []}
    return {
        "organisation": person.organisation.name,
        "identity": person.printed_name,
        "identity_detail": person.get_discipline_display(),
    }


def manages_logins(request: HttpRequest) -> bool:
    """Whether the login may invite and deactivate logins."""
    return isinstance(request.user, User) and request.user.is_staff


def demonstrates(_request: HttpRequest) -> bool:
    """Whether one may continue as somebody else."""
    return bool(settings.ATTENDING_DEMO)
