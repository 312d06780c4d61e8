"""Where else a proposal is dealt with now, such as a meeting in session; its pages lead back there."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from attending.decisions.models import Proposal
from attending.ui.parts import Link

Provider = Callable[[Proposal], Iterable[Link]]

_providers: list[Provider] = []


def register(provider: Provider) -> Provider:
    """Add a room's provider; called once, at start-up. It takes at most one query."""
    if provider not in _providers:
        _providers.append(provider)
    return provider


def places(proposal: Proposal) -> list[Link]:
    """Every page a proposal is dealt with on besides its own."""
    return [link for provider in _providers for link in provider(proposal)]
