"""The minutes of a meeting, put together from its records: the same on the page, on paper, and in the sealed packet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from attending.decisions.models import Meaning
from attending.decisions.rules.statements import signs_as
from attending.governance.models import AgendaItem, AgendaKind, Attendance, Meeting, Presence
from attending.governance.queries.voting import Ballot, ballots
from attending.governance.rules.agenda import in_order, total
from attending.governance.rules.quorum import takes
from attending.ui import formats


@dataclass(frozen=True, slots=True)
class ItemMinutes:
    """One item. ``votes`` are rows of name, seat, what they chose and their reason; the pairs are label and text."""

    pk: int
    number: int
    group: str
    title: str
    subject: str
    minutes: str
    outcome: str
    said: str
    votes: Sequence[tuple[str, str, str, str]]
    dissent: Sequence[tuple[str, str]]
    recusals: Sequence[tuple[str, str]]
    conditions: Sequence[tuple[str, str, str]]
    packet: str

    @property
    def heading(self) -> str:
        return f"{self.number}. {self.title}"


@dataclass(frozen=True, slots=True)
class MinutesDocument:
    """All that the minutes say; every text is ready to print."""

    title: str
    facts: Sequence[tuple[str, str]]
    present: Sequence[tuple[str, str, str]]
    items: Sequence[ItemMinutes]
    taken_off: Sequence[tuple[str, str]]


VOTES = ("Name", "Seat", "Choice", "Reason")
CONDITIONS = ("Condition", "Owner", "Due")
PRESENT = ("Name", "How", "From and to")


def minutes_of(meeting: Meeting) -> MinutesDocument:
    """The minutes as they stand; ``meeting`` comes from ``queries.meetings.meeting``. Six queries more."""
    items = in_order([each for each in meeting.items.all() if each.taken_off_at is None])
    found = ballots(items)
    attendances = list(meeting.attendances.all())
    return MinutesDocument(
        title=f"Minutes of {meeting.title}",
        facts=_facts(meeting, attendances, items),
        present=[(each.person.printed_name, _how(each), _stay(each)) for each in attendances],
        items=[
            _item(at, each, found.get(each.proposal_id) if each.proposal_id else None)
            for at, each in enumerate(items, start=1)
        ],
        taken_off=[(each.title, each.taken_off_because) for each in meeting.items.all() if each.taken_off_by_id],
    )


def as_packet(document: MinutesDocument) -> dict[str, Any]:
    """The minutes as the packet of their proposal."""
    sections: list[dict[str, Any]] = [
        {"heading": "Present", "table": {"columns": list(PRESENT), "rows": [list(row) for row in document.present]}}
    ]
    for item in document.items:
        section: dict[str, Any] = {"heading": item.heading, "rows": [list(row) for row in rows_of(item)]}
        if item.said:
            section["text"] = item.said
        if item.votes:
            section["table"] = {"columns": list(VOTES), "rows": [list(vote) for vote in item.votes]}
        sections.append(section)
    if document.taken_off:
        sections.append({"heading": "Taken off the agenda", "rows": [list(row) for row in document.taken_off]})
    return {
        "title": document.title,
        "asked": "Read whether this is what was said and decided, and sign.",
        "summary": [list(row) for row in document.facts[:7]],
        "sections": sections,
    }


def rows_of(item: ItemMinutes) -> list[tuple[str, str]]:
    """What stands beside the text of an item, as label and text; its votes are a table of their own."""
    rows = [("About", item.subject), ("Kind", item.group), ("Minutes", item.minutes), ("Outcome", item.outcome)]
    rows += [(f"Dissent of {name}", text) for name, text in item.dissent]
    rows += [(f"{name} stepped aside", why) for name, why in item.recusals]
    rows += [("Condition", f"{text} ({owner}, due {due})") for text, owner, due in item.conditions]
    rows.append(("Packet when the meeting opened, SHA-256", item.packet))
    return [row for row in rows if row[1]]


def _facts(meeting: Meeting, stays: Sequence[Attendance], items: Sequence[AgendaItem]) -> list[tuple[str, str]]:
    members = len({each.person_id for each in stays if each.member})
    used = sum(each.used or 0 for each in items)
    where = ", ".join(part for part in (meeting.place, "and by link" if meeting.link else "") if part)
    return [
        ("Called for", f"{formats.moment(meeting.starts_at)}, {meeting.length} minutes"),
        ("Where", where or "not said"),
        ("Chair", meeting.chair.printed_name),
        ("Held", f"{formats.moment(meeting.opened_at)} to {formats.moment(meeting.closed_at)}"),
        ("Quorum", f"{meeting.quorum} members; {members} took part"),
        ("Minutes of the agenda", f"{used} used of {total(items)} planned"),
    ]


def _how(stay: Attendance) -> str:
    how = Presence(stay.presence).label
    return f"{how}, member" if stay.member else f"{how}, guest"


def _stay(stay: Attendance) -> str:
    until = f"{timezone.localtime(stay.left_at):%H:%M}" if stay.left_at else "the end"
    return f"{timezone.localtime(stay.came_at):%H:%M} to {until}"


def _item(number: int, item: AgendaItem, ballot: Ballot | None) -> ItemMinutes:
    labels = {each["key"]: each["label"] for each in ballot.proposal.options} if ballot else {}
    decision = ballot.decision if ballot else None
    return ItemMinutes(
        pk=item.pk,
        number=number,
        group=str(AgendaKind(item.kind).label),
        title=item.title,
        subject=item.subject,
        minutes=f"not taken up; {item.planned} planned"
        if item.used is None
        else f"{item.used} of {item.planned} planned",
        outcome=_outcome(ballot),
        said=item.said,
        votes=[
            (
                vote.name,
                signs_as(vote.seat, vote.discipline),
                labels.get(vote.choice, "no vote") + (", as author" if vote.meaning == Meaning.AUTHORSHIP else ""),
                vote.reason,
            )
            for vote in (ballot.votes if ballot and decision else ())
        ],
        dissent=[
            (f"{each['printed_name']} ({labels.get(each['choice'], 'no vote')})", each["text"] or "No words given")
            for each in (decision.dissent if decision else [])
        ],
        recusals=[(each.person.printed_name, each.reason) for each in (ballot.recusals if ballot else ())],
        conditions=[
            (each.text, each.owner.printed_name, formats.date(each.due_on))
            for each in (decision.conditions.all() if decision else ())
        ],
        packet=item.packet_sha256,
    )


def _outcome(ballot: Ballot | None) -> str:
    if ballot is None:
        return ""
    if ballot.decision is not None:
        return f"{ballot.decision.outcome_label}, decided {formats.moment(ballot.decision.decided_at)}"
    if ballot.proposal.state == "withdrawn":
        return "Taken back by whoever proposed it"
    signed = len({vote.signer for vote in ballot.votes})
    return f"Not decided: {signed or 'nobody'} signed; {takes(ballot.proposal.quorum, ballot.proposal.clinical_quorum)}"
