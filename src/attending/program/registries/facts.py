"""Facts: asked about a use case or a deployment, each room gives what a decision about it rests on, one sentence each.

A decision seals the facts it was made on. When one of them changes later, its sentence no longer holds. A room that
changes a fact publishes ``events.FactsChanged``; what time alone changes, such as training that expires (the room that
will keep training gives it here, under a key of its own), is found by the daily comparison of ``governance``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from attending.program.models import Deployment, UseCase


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that is so now. ``key`` names the kind of thing, as the policy names what re-opens an approval.

    ``value`` changes exactly when what the sentence says does, and is empty where nobody has said anything yet;
    ``sentence`` is shown, and sealed. About one subject each key is given at most once.
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
