"""Waiting work, ready to print."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from attending.program.models import SeatHolding
from attending.program.registries.pages import url_of
from attending.program.registries.worklist import Urgency, WorkItem
from attending.ui import formats
from attending.ui.parts import Link, Status, SummaryRow

URGENCY = {
    Urgency.STOP: Status("breach", "Breach"),
    Urgency.WARN: Status("watch", "Warning"),
    Urgency.ASKED: Status("pending", "Asked of you"),
}


@dataclass(frozen=True, slots=True)
class WorkCard:
    """One thing asked, with the three answers a leader wants first."""

    title: str
    subject: str
    status: Status
    asked: str
    due: str
    late: bool
    if_nothing: str
    why: str
    since: str
    url: str
    action: str


def work_cards(items: Sequence[WorkItem]) -> list[WorkCard]:
    """Waiting work in the order given."""
    now = timezone.now()
    today = timezone.localdate(now)
    return [
        WorkCard(
            title=item.title,
            subject=item.subject,
            status=URGENCY[item.urgency],
            asked=item.asked,
            due=(
                f"{formats.moment(item.due)} ({formats.days_until(timezone.localdate(item.due), today)})"
                if item.due
                else "No date"
            ),
            late=item.due is not None and item.due < now,
            if_nothing=item.if_nothing,
            why=item.why,
            since=formats.moment(item.since),
            url=item.start or item.link,
            action="Read the review" if item.start else item.action,
        )
        for item in items
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
