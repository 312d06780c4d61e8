"""Facts: asked about a use case or a deployment, each room gives what a decision about it rests on, one sentence each.

A decision seals the facts it was made on. When one of them changes later, its sentence no longer holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from attending.program.models import Deployment, UseCase


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that is so now. ``key`` names the kind of thing, as the policy names what re-opens an approval.

    ``value`` changes exactly when what the sentence says does; ``sentence`` is shown, and sealed.
    """

    key: str
    sentence: str
    value: str


Provider = Callable[[UseCase | Deployment], Iterable[Fact]]

_providers: list[Provider] = []


def register(provider: Provider) -> Provider:
    """Add a room's provider; called once, at start-up."""
    if provider not in _providers:
        _providers.append(provider)
    return provider


def facts(subject: UseCase | Deployment) -> tuple[Fact, ...]:
    """Every room's facts about a use case or a deployment, in the order the rooms registered."""
    return tuple(fact for provider in _providers for fact in provider(subject))
