"""Which deployments are watched: asked about an organisation, a room names those on which limits are agreed."""

from __future__ import annotations

from collections.abc import Callable, Collection

from attending.program.models import Organisation

Provider = Callable[[Organisation], Collection[int]]

_providers: list[Provider] = []


def register(provider: Provider) -> Provider:
    """Add a room's provider; called once, at start-up."""
    if provider not in _providers:
        _providers.append(provider)
    return provider


def watched(organisation: Organisation) -> frozenset[int]:
    """The primary keys of the deployments on which somebody agreed what would make us stop; one query a provider."""
    return frozenset(pk for provider in _providers for pk in provider(organisation))
