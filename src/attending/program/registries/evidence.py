"""Findings: asked about a use case or a deployment, each room answers for the evidence items it holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from attending.program.models import Deployment, UseCase


class FindingState(StrEnum):
    MET = "met"
    PARTIAL = "partial"
    MISSING = "missing"
    STALE = "stale"
    NOT_APPLICABLE = "not applicable"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one room can say about one evidence item now."""

    item: str
    title: str
    state: FindingState
    summary: str
    as_of: datetime | None
    link: str


Provider = Callable[[UseCase | Deployment], Iterable[Finding]]

_providers: list[Provider] = []


def register(provider: Provider) -> Provider:
    """Add a room's provider; called once, at start-up."""
    if provider not in _providers:
        _providers.append(provider)
    return provider


def findings(subject: UseCase | Deployment) -> tuple[Finding, ...]:
    """Every room's findings about a use case or a deployment, in the order of the items' names."""
    found = [finding for provider in _providers for finding in provider(subject)]
    return tuple(sorted(found, key=lambda finding: (finding.item, finding.title)))
