"""Findings: asked about a use case, a deployment or the whole organisation, each room answers for what it holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from attending.program.models import Deployment, Organisation, UseCase


class FindingState(StrEnum):
    MET = "met"
    PARTIAL = "partial"
    MISSING = "missing"
    STALE = "stale"
    NOT_APPLICABLE = "not applicable"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one room can say about one evidence item now.

    ``conditions`` are those on which it is met, as somebody set them: an approval that rests on it takes them over.
    """

    item: str
    title: str
    state: FindingState
    summary: str
    as_of: datetime | None
    link: str
    conditions: tuple[str, ...] = ()


Provider = Callable[[UseCase | Deployment], Iterable[Finding]]

OrganisationProvider = Callable[[Organisation], Iterable[Finding]]

_providers: list[Provider] = []
_of_organisations: list[OrganisationProvider] = []


def register(provider: Provider) -> Provider:
    """Add a room's provider; called once, at start-up."""
    if provider not in _providers:
        _providers.append(provider)
    return provider


def register_for_organisation(provider: OrganisationProvider) -> OrganisationProvider:
    """Add a room's provider for what holds for all its use cases; called once, at start-up."""
    if provider not in _of_organisations:
        _of_organisations.append(provider)
    return provider


def findings(subject: UseCase | Deployment) -> tuple[Finding, ...]:
    """Every room's findings about a use case or a deployment, in the order of the items' names."""
    return _in_order(finding for provider in _providers for finding in provider(subject))


def findings_of_organisation(organisation: Organisation) -> tuple[Finding, ...]:
    """Every room's findings about an organisation, in the order of the items' names."""
    return _in_order(finding for provider in _of_organisations for finding in provider(organisation))


def _in_order(found: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(found, key=lambda finding: (finding.item, finding.title)))
