"""Work that waits for a person: what is asked, why it is theirs, by when, and what happens if they do nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from attending.program.models import Deployment, Person, Seat
from attending.program.queries.seats import seats_anywhere


class Urgency(StrEnum):
    """How the item is marked; ``STOP`` is a breached stop limit."""

    STOP = "stop"
    WARN = "warn"
    ASKED = "asked"


@dataclass(frozen=True, slots=True)
class WorkItem:
    """One thing asked of one person: ``link`` is where it is done, ``start`` where to begin reading if elsewhere."""

    title: str
    subject: str
    asked: str
    why: str
    if_nothing: str
    due: datetime | None
    since: datetime
    urgency: Urgency
    link: str
    action: str
    waits_for: str
    start: str = ""


class Provider(Protocol):
    """What a room answers about waiting work."""

    def for_person(self, person: Person) -> Iterable[WorkItem]:
        """What waits for this person."""

    def for_deployment(self, deployment: Deployment) -> Iterable[WorkItem]:
        """What is asked about this deployment, of whomever."""


_providers: list[tuple[Provider, frozenset[Seat]]] = []


def register(provider: Provider, *, only: Collection[Seat] = ()) -> None:
    """Add a room's provider; called once, at start-up.

    ``only`` are the seats it asks, where it asks no one else: people without any of them are never looked up.
    """
    _providers.append((provider, frozenset(only)))


def _in_order(items: list[WorkItem]) -> tuple[WorkItem, ...]:
    rank = {Urgency.STOP: 0, Urgency.WARN: 1, Urgency.ASKED: 2}
    return tuple(sorted(items, key=lambda item: (rank[item.urgency], item.due is None, item.due or item.since)))


def for_person(person: Person) -> tuple[WorkItem, ...]:
    """What waits for a person: breaches first, then by when it is due."""
    held = seats_anywhere(person)
    asking = (provider for provider, only in _providers if not only or only & held)
    return _in_order([item for provider in asking for item in provider.for_person(person)])


def for_deployment(deployment: Deployment) -> tuple[WorkItem, ...]:
    """What is asked about a deployment, in the same order."""
    return _in_order([item for provider, _ in _providers for item in provider.for_deployment(deployment)])
