"""Who is looking."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser

from attending.accounts.models import User
from attending.program.models import Person


def person_of(user: User | AnonymousUser) -> Person | None:
    """The active person behind a login, or None."""
    if not user.is_authenticated:
        return None
    return Person.objects.select_related("organisation").filter(user=user, active=True).first()
