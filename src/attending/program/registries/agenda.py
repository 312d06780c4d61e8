"""What a committee ought to speak about: asked about an organisation, each room offers what is due for an agenda."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from attending.program.models import Organisation, UseCase


class Group(StrEnum):
    """Under which heading an item stands, in the order of the agenda."""

    CONSENT = "consent"
    BREACH = "breach"
    DECISION = "decision"
    REVIEW = "review"
    CONDITION = "condition"
    APPROVAL = "approval"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One thing to speak about now. ``key`` names what it is about and stands once on an agenda.

    ``why`` says why it is on the agenda, ``link`` is the page where it is read. ``proposal`` is the primary key of the
    open proposal that decides it, if one does; ``route`` is the review route of the policy, where there is one.
    """

    key: str
    group: Group
    title: str
    subject: str
    why: str
    link: str
    due: datetime | None = None
    use_case: UseCase | None = None
    proposal: int | None = None
    route: str = ""


Provider = Callable[[Organisation, datetime], Iterable[Offer]]

_providers: list[Provider] = []


def register(provider: Provider) -> Provider:
    """Add a room's provider; called once, at start-up. It answers in a constant number of queries."""
    if provider not in _providers:
        _providers.append(provider)
    return provider


def offers(organisation: Organisation, now: datetime) -> tuple[Offer, ...]:
    """What every room offers, each key once, in the order the rooms registered."""
    found: dict[str, Offer] = {}
    for provider in _providers:
        for offer in provider(organisation, now):
            found.setdefault(offer.key, offer)
    return tuple(found.values())
