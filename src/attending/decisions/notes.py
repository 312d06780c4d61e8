"""Notes on decisions: what a room that acts on one has to say beside it later, such as that it no longer stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from attending.decisions.models import Decision


@dataclass(frozen=True, slots=True)
class Note:
    """What stands beside a decision that is kept as it was. ``kind`` is that of a status (``ui.parts.Status``)."""

    kind: str
    title: str
    text: str
    link: str
    action: str


Provider = Callable[[Decision], Iterable[Note]]

_providers: list[Provider] = []


def register(provider: Provider) -> Provider:
    """Add a room's provider; called once, at start-up."""
    if provider not in _providers:
        _providers.append(provider)
    return provider


def notes(decision: Decision) -> tuple[Note, ...]:
    """What every room has to say of a decision, in the order the rooms registered."""
    return tuple(note for provider in _providers for note in provider(decision))
