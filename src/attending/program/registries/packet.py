"""Packet sections: asked about a deployment, each room gives what a decision about it must have before its eyes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from attending.program.models import Deployment

Section = Mapping[str, Any]
Provider = Callable[[Deployment], Iterable[Section]]

_providers: list[Provider] = []


def register(provider: Provider) -> Provider:
    """Add a room's provider, called once at start-up; sections are plain data, as ``decisions`` seals them."""
    if provider not in _providers:
        _providers.append(provider)
    return provider


def sections(deployment: Deployment) -> list[Section]:
    """Every room's sections about a deployment, in the order the rooms registered."""
    return [section for provider in _providers for section in provider(deployment)]
