"""Meetings in a list, and the agenda of one that is planned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone

from attending.governance.models import AgendaItem, AgendaKind, Meeting, MeetingState
from attending.governance.queries.voting import Ballot
from attending.governance.rules.agenda import Change, in_order, to_leave, total
from attending.ui import formats
from attending.ui.parts import Link, Status, SummaryRow

STATES = {
    MeetingState.PLANNED: Status("pending", "Planned"),
    MeetingState.OPEN: Status("info", "In session"),
    MeetingState.HELD: Status("ok", "Held"),
    MeetingState.CANCELLED: Status("neutral", "Cancelled"),
}


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """One line of the list."""

    title: Link
    when: str
    chair: str
    state: Status
    items: str
    minutes: str


def meeting_rows(meetings: Sequence[Any]) -> list[MeetingRow]:
    """``meetings`` come from ``queries.meetings.meetings``."""
    return [
        MeetingRow(
            Link(each.title, reverse("governance:meeting", args=[each.pk])),
            formats.moment(each.starts_at),
            each.chair.printed_name,
            STATES[MeetingState(each.state)],
            formats.count(each.item_count),
            f"{each.used or 0} used, {each.planned or 0} planned"
            if each.state == MeetingState.HELD
            else f"{each.planned or 0} planned",
        )
        for each in meetings
    ]


@dataclass(frozen=True, slots=True)
class AgendaRow:
    """One item of an agenda; ``number`` counts through all groups."""

    pk: int
    number: int
    title: str
    subject: str
    why: str
    detail: str
    planned: str
    url: str
    first: bool
    last: bool
    anchor: str


@dataclass(frozen=True, slots=True)
class AgendaGroup:
    """The items of one kind under their heading."""

    label: str
    detail: str
    rows: Sequence[AgendaRow]


_DETAILS = {
    AgendaKind.CONSENT: "Short routes, and minutes of earlier meetings. Each is still signed on its own.",
    AgendaKind.DECISION: "Open proposals.",
    AgendaKind.REVIEW: "Post-launch reviews that fall due, or wait for their outcome.",
    AgendaKind.BREACH: "Limits that were passed and that nobody has answered.",
    AgendaKind.CONDITION: "Conditions of earlier decisions whose day has passed.",
    AgendaKind.APPROVAL: "What may not be used any longer without a new approval.",
    AgendaKind.OTHER: "Put on by hand.",
}


def agenda_groups(items: Sequence[AgendaItem]) -> list[AgendaGroup]:
    """The agenda, group by group; what was taken off is left out."""
    ordered = in_order([each for each in items if each.taken_off_at is None])
    groups = []
    for kind in AgendaKind:
        own = [(at, each) for at, each in enumerate(ordered, start=1) if each.kind == kind]
        if own:
            rows = [_row(at, each, first=each is own[0][1], last=each is own[-1][1]) for at, each in own]
            minutes = sum(each.planned for _, each in own)
            groups.append(AgendaGroup(f"{kind.label}, {minutes} min", _DETAILS[kind], rows))
    return groups


def _row(number: int, item: AgendaItem, *, first: bool, last: bool) -> AgendaRow:
    return AgendaRow(
        pk=item.pk,
        number=number,
        title=item.title,
        subject=item.subject,
        why=item.why,
        detail=f"Put on by {item.added_by.printed_name}" if item.added_by else "",
        planned=f"{item.planned} min",
        url=reverse("governance:agenda-item", args=[item.pk]),
        first=first,
        last=last,
        anchor=f"item-{item.pk}",
    )


def meeting_facts(meeting: Meeting) -> list[SummaryRow]:
    """When, where and with whom."""
    rows = [
        SummaryRow("When", f"{formats.moment(meeting.starts_at)}, {meeting.length} minutes"),
        SummaryRow("Where", meeting.place or ("By link" if meeting.link else "Not said")),
        SummaryRow("Link to join", Link(meeting.link, meeting.link)),
        SummaryRow("Chair", meeting.chair.printed_name),
        SummaryRow("Quorum", f"{meeting.quorum} members present"),
    ]
    return [row for row in rows if str(row.value)]


@dataclass(frozen=True, slots=True)
class Fit:
    """Whether the agenda fits into the meeting: a status with its sentence, and what to leave if it does not."""

    status: Status
    sentence: str
    left: Sequence[str]


def fit(meeting: Meeting, items: Sequence[AgendaItem]) -> Fit:
    """The minutes planned against the length of the meeting."""
    on = [each for each in items if each.taken_off_at is None]
    planned = total(on)
    left = to_leave(on, meeting.length)
    if not left:
        rest = meeting.length - planned
        return Fit(Status("ok", "It fits"), f"{planned} of {meeting.length} minutes planned, {rest} to spare.", ())
    names = [f"{each.title} ({each.planned} min)" for each in left]
    over = planned - meeting.length
    return Fit(
        Status("watch", "Too long"),
        f"{planned} minutes planned for a meeting of {meeting.length}: {over} too many.",
        names,
    )


def change_sentence(change: Change) -> str:
    """What has changed since the agenda was built; empty when nothing has."""
    new, settled = len(change.new) + len(change.back), len(change.settled)
    parts = ([f"{new} to add"] if new else []) + ([f"{settled} settled"] if settled else [])
    return f"Since the agenda was built: {', '.join(parts)}." if parts else ""


@dataclass(frozen=True, slots=True)
class TakenOff:
    """An item that is off the agenda, and why."""

    pk: int
    title: str
    why: str
    by: str


def taken_off(items: Sequence[AgendaItem]) -> list[TakenOff]:
    """What was taken off, by whom and why."""
    return [
        TakenOff(
            each.pk,
            each.title,
            each.taken_off_because,
            each.taken_off_by.printed_name if each.taken_off_by else "the agenda itself",
        )
        for each in items
        if each.taken_off_at is not None
    ]


def item_facts(item: AgendaItem, ballot: Ballot | None) -> list[SummaryRow]:
    """What stands above a one-page packet."""
    rows = [
        SummaryRow("On the agenda of", Link(item.meeting.title, reverse("governance:meeting", args=[item.meeting_id]))),
        SummaryRow("When", formats.moment(item.meeting.starts_at)),
        SummaryRow("Minutes", f"{item.planned}"),
        SummaryRow("Why", item.why),
    ]
    if ballot is not None:
        proposal = ballot.proposal
        rows += [
            SummaryRow("Put by", proposal.proposed_by.printed_name if proposal.proposed_by else "The system"),
            SummaryRow("Answer by", formats.moment(proposal.due_at) if proposal.due_at else ""),
        ]
    return [row for row in rows if str(row.value)]


def changed_since(item: AgendaItem, ballot: Ballot | None) -> bool:
    """Whether the packet was sealed anew since the meeting opened."""
    return bool(ballot and item.packet_sha256 and item.packet_sha256 != ballot.packet.sha256)


def overdue(meeting: Meeting) -> bool:
    """Whether a planned meeting ought to have begun."""
    return meeting.state == MeetingState.PLANNED and meeting.starts_at < timezone.now()
