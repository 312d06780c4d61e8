"""Waiting work, ready to print."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from attending.program.models import SeatHolding
from attending.program.registries.pages import url_of
from attending.program.registries.worklist import Urgency, WorkItem
from attending.ui import formats
from attending.ui.parts import Link, SummaryRow

MARK = {Urgency.STOP: "breach", Urgency.WARN: "watch", Urgency.ASKED: "pending"}


@dataclass(frozen=True, slots=True)
class WorkCard:
    """One thing asked, with the answers a leader wants first."""

    kind: str
    title: str
    subject: str
    rows: Sequence[SummaryRow]
    url: str
    action: str


def work_cards(items: Sequence[WorkItem]) -> list[WorkCard]:
    """Waiting work in the order given."""
    today = timezone.localdate()
    return [
        WorkCard(
            kind=MARK[item.urgency],
            title=item.title,
            subject=item.subject,
            rows=[
                SummaryRow("Asked of you", item.asked),
                SummaryRow("By when", _due(item, today)),
                SummaryRow("If you do nothing", item.if_nothing),
                SummaryRow("Why you", item.why),
            ],
            url=item.start or item.link,
            action="Read the review" if item.start else item.action,
        )
        for item in items
    ]


def _due(item: WorkItem, today: date) -> str:
    if item.due is None:
        return f"no date; since {formats.moment(item.since)}"
    return f"{formats.moment(item.due)} ({formats.days_until(timezone.localdate(item.due), today)})"


def seat_rows(holdings: Sequence[SeatHolding]) -> list[SummaryRow]:
    """The seats a person answers from, with the use case each belongs to."""
    return [
        SummaryRow(
            holding.get_seat_display(),
            Link(holding.use_case.title, url_of(holding.use_case)) if holding.use_case else "The whole program",
        )
        for holding in holdings
    ]
