"""Findings: asked about a use case, a deployment or the whole organisation, each room answers for what it holds."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
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

_providers: dict[Provider, frozenset[str]] = {}
_of_organisations: list[OrganisationProvider] = []


def register(provider: Provider, *items: str) -> Provider:
    """Add a room's provider; called once, at start-up.

    ``items`` are all that it can speak of: it is not asked where none of them is wanted. One that names none always is.
    """
    _providers.setdefault(provider, frozenset(items))
    return provider


def register_for_organisation(provider: OrganisationProvider) -> OrganisationProvider:
    """Add a room's provider for what holds for all its use cases; called once, at start-up."""
    if provider not in _of_organisations:
        _of_organisations.append(provider)
    return provider


def registered() -> dict[Provider, frozenset[str]]:
    """Every room's provider with the items that it was registered for."""
    return dict(_providers)


def findings(
    subject: UseCase | Deployment, wanted: Collection[str] | None = None, *, besides: Collection[str] = ()
) -> tuple[Finding, ...]:
    """Findings about a use case or a deployment, in the order of the items' names.

    ``wanted`` are the items asked about, None every room's; ``besides`` are items that are not.
    """
    asked = [
        provider
        for provider, items in _providers.items()
        if not items or (items if wanted is None else items & frozenset(wanted)) - frozenset(besides)
    ]
    found = _in_order(finding for provider in asked for finding in provider(subject))
    return tuple(each for each in found if each.item not in besides and (wanted is None or each.item in wanted))


def findings_of_organisation(organisation: Organisation) -> tuple[Finding, ...]:
    """Every room's findings about an organisation, in the order of the items' names."""
    return _in_order(finding for provider in _of_organisations for finding in provider(organisation))


def _in_order(found: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(found, key=lambda finding: (finding.item, finding.title)))
