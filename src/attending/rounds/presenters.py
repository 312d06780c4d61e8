"""Waiting work, ready to print."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from attending.program.models import Seat, SeatHolding
from attending.program.queries.people import Beginnings
from attending.program.registries.pages import url_of
from attending.program.registries.worklist import Urgency, WorkItem
from attending.ui import formats
from attending.ui.parts import Link, Status, SummaryRow, Task

MARK = {Urgency.STOP: "breach", Urgency.WARN: "watch", Urgency.ASKED: "pending"}


@dataclass(frozen=True, slots=True)
class WorkCard:
    """One thing asked, with the answers a leader wants first."""

    kind: str
    title: str
    subject: str
    asked: str
    rows: Sequence[SummaryRow]
    why: str
    url: str
    action: str


def work_cards(items: Sequence[WorkItem]) -> list[WorkCard]:
    """Waiting work in the order given; what should have been answered by now says so."""
    now = timezone.now()
    return [
        WorkCard(
            kind=MARK[item.urgency],
            title=item.title,
            subject=item.subject,
            asked=item.asked,
            rows=[
                SummaryRow("By when", _due(item, now)),
                SummaryRow("If you do nothing", item.if_nothing),
            ],
            why=item.why,
            url=item.start or item.link,
            action="Read the review" if item.start else item.action,
        )
        for item in items
    ]


def _overdue(item: WorkItem, now: datetime) -> bool:
    return item.due is not None and item.due < now


def _due(item: WorkItem, now: datetime) -> str | Status:
    if item.due is None:
        return f"No date; waits since {formats.moment(item.since)}"
    day, today = timezone.localdate(item.due), timezone.localdate(now)
    moment = formats.moment(item.due)
    if not _overdue(item, now):
        return f"{moment} ({formats.days_until(day, today)})"
    return Status("stop", f"Overdue since {moment}" + (f", {formats.days_until(day, today)}" if day < today else ""))


def summary_of(items: Sequence[WorkItem]) -> str:
    """How much waits, in one sentence."""
    if not items:
        return "Nothing waits for you today."
    now = timezone.now()
    late = sum(_overdue(item, now) for item in items)
    waits = "1 thing waits for you" if len(items) == 1 else f"{len(items)} things wait for you, the most urgent first"
    return f"{waits}; {late} overdue." if late else f"{waits}."


def beginning_tasks(begun: Beginnings, held: Collection[Seat]) -> list[Task]:
    """What a new program still needs, for those who can give it; empty once it has begun."""
    if begun.complete:
        return []
    administers = Seat.ADMINISTRATOR in held
    asked = [
        ("Add a site and its units", "program:places", begun.units, administers, "Where deployments live."),
        ("Add the people who lead AI here", "program:people", begun.people, administers, "Invite logins first."),
        (
            "Give somebody the seat of chief medical information officer",
            "program:people",
            begun.chief,
            administers,
            "They lead the program: priorities, stages, clinical decisions.",
        ),
        (
            "Set the first enterprise priority",
            "strategy:add-priority",
            begun.priority,
            True,
            "A problem the health system has decided to solve.",
        ),
        ("Propose the first use case", "strategy:propose", begun.use_case, True, "The problem before the technology."),
    ]
    return [
        Task(title, reverse(page), Status("ok", "Done") if done else Status("pending", "To do"), detail)
        for title, page, done, mine, detail in asked
        if mine
    ]


def seat_rows(holdings: Sequence[SeatHolding]) -> list[SummaryRow]:
    """The seats a person answers from, with the use case each belongs to."""
    return [
        SummaryRow(
            holding.get_seat_display(),
            Link(holding.use_case.title, url_of(holding.use_case)) if holding.use_case else "The whole program",
        )
        for holding in holdings
    ]
