"""A login. Who somebody is to the health system (name, discipline, seats) is ``program.Person``."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """A named login; never shared, never reused."""
