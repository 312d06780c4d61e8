"""Where the page of a use case or a deployment is, without knowing the room that shows it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from attending.program.models import Deployment, UseCase

_pages: dict[type[Any], Callable[[Any], str]] = {}


def register(kind: type[Any], url: Callable[[Any], str]) -> None:
    """Say where records of this kind are shown; called once, at start-up."""
    _pages[kind] = url


def url_of(subject: UseCase | Deployment) -> str:
    """The address of the subject's page, or an empty string where no room shows it."""
    url = _pages.get(type(subject))
    return url(subject) if url else ""
