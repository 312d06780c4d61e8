"""Links for people without an account, and what they sent, ready to print."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from attending.strategy.models import DraftState, IntakeDraft, IntakeLink
from attending.strategy.presenters.intake import state_of
from attending.strategy.rules.intake import Closed, why_closed
from attending.ui import formats
from attending.ui.parts import Link, Status, SummaryRow, Task

ENDED = {Closed.CLOSED: "Closed", Closed.EXPIRED: "Its last day has passed", Closed.FULL: "Full"}


@dataclass(frozen=True, slots=True)
class LinkRow:
    """One link; ``close_url`` is empty once it takes nothing more."""

    label: str
    state: Status
    sent: str
    until: str
    opened: str
    close_url: str


def link_rows(links: Sequence[IntakeLink]) -> list[LinkRow]:
    """``links`` come from ``queries.intake.links``."""
    return [_link_row(link) for link in links]


def _link_row(link: IntakeLink) -> LinkRow:
    sent = link.sent  # type: ignore[attr-defined]
    why = why_closed(link, today=timezone.localdate(), sent=sent)
    return LinkRow(
        link.label,
        Status("ok", "Open") if why is None else Status("neutral", ENDED[why]),
        f"{formats.count(sent)} of at most {formats.count(link.most)}",
        formats.date(link.expires_on),
        f"{link.opened_by}, {formats.date(link.opened_at)}",
        "" if link.closed_at else reverse("strategy:close-link", args=[link.pk]),
    )


def proposal_tasks(proposals: Sequence[IntakeDraft]) -> list[Task]:
    """What was sent through links, with what became of it."""
    return [
        Task(
            str(each),
            reverse("strategy:proposal", args=[each.uid]),
            state_of(each),
            came_from(each),
            f"sent {formats.date(each.sent_at)}",
        )
        for each in proposals
    ]


def came_from(draft: IntakeDraft) -> str:
    """Who brought it, and through which link."""
    label = draft.link.label if draft.link else ""
    return f"{draft.name}, {draft.get_discipline_display().lower()}, {draft.place}. Through the link {label}."


def outcome_rows(draft: IntakeDraft) -> list[SummaryRow]:
    """What became of a proposal, for those inside."""
    rows = [SummaryRow("State", state_of(draft)), SummaryRow("Brought by", came_from(draft))]
    rows.append(SummaryRow("Sent", formats.moment(draft.sent_at)))
    if draft.answered_by is not None:
        rows.append(SummaryRow("Answered by", f"{draft.answered_by}, {formats.moment(draft.answered_at)}"))
    if draft.answer:
        rows.append(SummaryRow("Answer", draft.answer))
    if draft.use_case is not None:
        address = reverse("strategy:use-case", args=[draft.use_case.key])
        rows.append(SummaryRow("Use case", Link(draft.use_case.title, address)))
    return rows


def what_next(draft: IntakeDraft) -> str:
    """What the person who brought it is told; nothing of the inside beyond it."""
    if draft.state == DraftState.DRAFT:
        return "Nobody sees it before you send it."
    if draft.state == DraftState.WAITING:
        return (
            "Clinical leaders read it, compare it with what is being done already, and take it up or tell you why not. "
            "The answer will stand here."
        )
    if draft.state == DraftState.PROPOSED:
        return "It was taken up. Leaders are named next, and the open questions answered."
    return "It was not taken up. Thank you for bringing it."
