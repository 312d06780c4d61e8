"""Times and counts that governance is measured by; a constant number of queries each."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum
from django.utils import timezone

from attending.decisions.models import Condition, Decision, Proposal, ProposalState, Signature
from attending.governance.models import AgendaItem, Meeting, MeetingState, ReviewRequest
from attending.governance.rules.measured import Decided
from attending.program.models import Organisation, Person

LOOKED_BACK = timedelta(days=365)
MOST_DECISIONS = 2_000
LOAD_OVER = timedelta(days=90)
MOST_MEETINGS = 12
MOST_WAITING = 2_000


@dataclass(frozen=True, slots=True)
class Waiting:
    """One open proposal: since when, by when, on which route, for which tier, and whom it asks by name."""

    since: datetime
    due: datetime | None
    route: str
    tier: str
    asked: tuple[int, ...]
    pk: int


def waiting(organisation: Organisation) -> list[Waiting]:
    """The open proposals, the longest waiting first, at most 2,000. One query."""
    rows = (
        Proposal.objects.filter(organisation=organisation, state=ProposalState.OPEN)
        .order_by("proposed_at", "pk")
        .values_list("proposed_at", "due_at", "gate__route", "gate__tier", "answerable", "pk")
    )
    return [
        Waiting(since, due, route or "", tier or "", tuple(each["person"] for each in asked), pk)
        for since, due, route, tier, asked, pk in rows[:MOST_WAITING]
    ]


def decided(organisation: Organisation, now: datetime) -> list[Decided]:
    """What was decided in the last year, at most the newest 2,000, in the order it was decided. One query."""
    rows = (
        Decision.objects.filter(proposal__organisation=organisation, decided_at__gte=now - LOOKED_BACK)
        .order_by("-decided_at", "-pk")
        .values_list("proposal__proposed_at", "decided_at", "proposal__gate__route", "proposal__gate__tier")
    )
    found = [
        Decided(asked, at, f"{timezone.localtime(at):%Y-%m}", route or "", tier or "")
        for asked, at, route, tier in rows[:MOST_DECISIONS]
    ]
    return found[::-1]


@dataclass(frozen=True, slots=True)
class Load:
    """What waits for one person, and what they signed in the last 90 days."""

    person: Person
    waiting: int
    signed: int
    reviews: int
    conditions: int

    @property
    def total(self) -> int:
        """What waits for them in all."""
        return self.waiting + self.reviews + self.conditions


def loads(organisation: Organisation, open_ones: list[Waiting], now: datetime) -> list[Load]:
    """The load of everybody who has any, the heaviest first. Five queries."""
    signed_newest = set(
        Signature.objects.filter(proposal__in=[each.pk for each in open_ones]).values_list("proposal", "signer")
    )
    asked = Counter(person for each in open_ones for person in each.asked if (each.pk, person) not in signed_newest)
    signed = _counted(
        Signature.objects.filter(proposal__organisation=organisation, signed_at__gte=now - LOAD_OVER), "signer"
    )
    reviews = _counted(
        ReviewRequest.objects.filter(use_case__organisation=organisation, answered=False, taken_by__isnull=False),
        "taken_by",
    )
    conditions = _counted(
        Condition.objects.filter(decision__proposal__organisation=organisation, closure=None), "owner"
    )
    people = Person.objects.in_bulk({*asked, *signed, *reviews, *conditions})
    found = [
        Load(person, asked.get(pk, 0), signed.get(pk, 0), reviews.get(pk, 0), conditions.get(pk, 0))
        for pk, person in people.items()
    ]
    return sorted(found, key=lambda load: (-load.total, -load.signed, load.person.printed_name))


def _counted(found: QuerySet[Any], name: str) -> dict[int, int]:
    return dict(found.order_by().values(name).annotate(n=Count("pk")).values_list(name, "n"))


@dataclass(frozen=True, slots=True)
class Held:
    """One held meeting: its minutes planned and used, its items, and how many of them were decided while it lasted."""

    meeting: Meeting
    planned: int
    used: int
    items: int
    taken_up: int
    decided: int


def held_meetings(organisation: Organisation) -> list[Held]:
    """The newest twelve held meetings, the newest first. Two queries."""
    on = Q(items__taken_off_at=None)
    meetings = list(
        Meeting.objects.filter(organisation=organisation, state=MeetingState.HELD)
        .annotate(
            planned=Sum("items__planned", filter=on),
            used_minutes=Sum("items__used", filter=on),
            item_count=Count("items", filter=on),
            taken_up=Count("items", filter=on & Q(items__used__isnull=False)),
        )
        .order_by("-starts_at", "-pk")[:MOST_MEETINGS]
    )
    during = AgendaItem.objects.filter(
        meeting__in=[each.pk for each in meetings],
        taken_off_at=None,
        proposal__decision__decided_at__gte=F("meeting__opened_at"),
        proposal__decision__decided_at__lte=F("meeting__closed_at"),
    )
    counts = dict(during.order_by().values("meeting").annotate(n=Count("pk")).values_list("meeting", "n"))
    return [
        Held(
            each,
            getattr(each, "planned", None) or 0,
            getattr(each, "used_minutes", None) or 0,
            getattr(each, "item_count", 0),
            getattr(each, "taken_up", 0),
            counts.get(each.pk, 0),
        )
        for each in meetings
    ]
