"""A meeting in session: who is there, whether that is enough, and where every item stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from attending.decisions.rules.eligibility import refusal
from attending.decisions.rules.statements import signs_as
from attending.governance.models import AgendaItem, Attendance, Meeting, Presence
from attending.governance.presenters.agenda import changed_since
from attending.governance.queries.voting import Ballot
from attending.governance.rules.agenda import in_order
from attending.governance.rules.quorum import reach, takes
from attending.program.models import Person, Seat
from attending.ui import formats
from attending.ui.parts import Status, SummaryRow


@dataclass(frozen=True, slots=True)
class PresentRow:
    """Somebody who is there."""

    pk: int
    name: str
    detail: str
    mine: bool


@dataclass(frozen=True, slots=True)
class Quorum:
    """Whether the members present are enough for the meeting."""

    status: Status
    sentence: str
    met: bool


@dataclass(frozen=True, slots=True)
class SessionItem:
    """One item. ``signed`` names who signed, never for what: ``choices`` are filled once it is decided."""

    pk: int
    number: int
    title: str
    subject: str
    status: Status
    minutes: str
    url: str
    current: bool
    said: bool
    signed: Sequence[str]
    reach: str
    decided: str
    choices: Sequence[SummaryRow]
    dissent: Sequence[SummaryRow]
    recusals: Sequence[str]
    sign_url: str
    aside_url: str
    why_not: str
    changed: bool


def quorum_of(meeting: Meeting, stays: Sequence[Attendance], members: int) -> Quorum:
    """The quorum of the meeting, of the members present now."""
    here = sum(each.member for each in stays)
    met = here >= meeting.quorum
    told = f"{here} of {members} members present; {meeting.quorum} make a quorum."
    if met:
        return Quorum(Status("ok", "Quorum"), told, met)
    more = meeting.quorum - here
    return Quorum(Status("watch", "No quorum"), f"{told} {more} more {'is' if more == 1 else 'are'} needed.", met)


def present_rows(stays: Sequence[Attendance], acting: Person) -> list[PresentRow]:
    """Who is there, in the order they came."""
    return [
        PresentRow(
            each.person_id,
            each.person.printed_name,
            f"{str(Presence(each.presence).label).lower()}, since {timezone.localtime(each.came_at):%H:%M}"
            + ("" if each.member else ", guest"),
            each.person_id == acting.pk,
        )
        for each in stays
    ]


def session_items(
    items: Sequence[AgendaItem],
    ballots: Mapping[int, Ballot],
    present: Sequence[Person],
    acting: Person,
) -> list[SessionItem]:
    """The agenda as it is being worked through; ``acting`` is who looks at it."""
    ordered = in_order([each for each in items if each.taken_off_at is None])
    return [
        _item(at, each, ballots.get(each.proposal_id) if each.proposal_id else None, present, acting)
        for at, each in enumerate(ordered, start=1)
    ]


def _item(
    number: int, item: AgendaItem, ballot: Ballot | None, present: Sequence[Person], acting: Person
) -> SessionItem:
    current = item.started_at is not None and item.ended_at is None
    used = f"{item.used} of {item.planned} min" if item.used is not None else f"{item.planned} min"
    open_ballot = ballot if ballot is not None and ballot.proposal.state == "open" else None
    stands = open_ballot.standing(acting) if open_ballot else None
    blocked = refusal(stands) if stands else None
    may = open_ballot is not None and blocked is None
    proposal = open_ballot.proposal.pk if open_ballot else 0
    decision = ballot.decision if ballot else None
    return SessionItem(
        pk=item.pk,
        number=number,
        title=item.title,
        subject=item.subject,
        status=_status(item, ballot, current=current),
        minutes=used,
        url=reverse("governance:agenda-item", args=[item.pk]),
        current=current,
        said=bool(item.said),
        signed=[vote.name for vote in ballot.votes] if ballot else (),
        reach=_reach(open_ballot, present) if open_ballot else "",
        decided=f"{decision.outcome_label}, {formats.moment(decision.decided_at)}" if decision else "",
        choices=choice_rows(ballot) if ballot else (),
        dissent=dissent_rows(ballot) if ballot else (),
        recusals=[each.person.printed_name for each in ballot.recusals] if ballot else (),
        sign_url=reverse("decisions:proposal", args=[proposal]) if may else "",
        aside_url=reverse("decisions:recuse", args=[proposal]) if may and stands and not stands.proposer else "",
        why_not=str(blocked) if blocked and ballot else "",
        changed=changed_since(item, ballot),
    )


def _status(item: AgendaItem, ballot: Ballot | None, *, current: bool) -> Status:
    if ballot is not None and ballot.decision is not None:
        return Status("ok", "Decided")
    if ballot is not None and ballot.proposal.state == "withdrawn":
        return Status("neutral", "Taken back")
    if current:
        return Status("info", "Being spoken about")
    if item.ended_at is not None:
        return Status("pending", "Spoken about, not decided") if ballot else Status("ok", "Spoken about")
    return Status("pending", "To come")


def _reach(ballot: Ballot, present: Sequence[Person]) -> str:
    """How far a decision is, and whether those present are enough; never what anybody chose."""
    proposal = ballot.proposal
    found = reach(
        ballot.voters(present),
        quorum=proposal.quorum,
        clinical_quorum=proposal.clinical_quorum,
        seats={seat: Seat(seat).label.lower() for seat in sorted(ballot.seats)},
    )
    signed = "Nobody has signed" if not found.signed else f"{found.signed} signed"
    return f"{signed}; {takes(proposal.quorum, proposal.clinical_quorum)}. {found.sentence}"


def choice_rows(ballot: Ballot) -> list[SummaryRow]:
    """Who chose what, once it is decided; nothing before."""
    if ballot.decision is None:
        return []
    labels = {each["key"]: each["label"] for each in ballot.proposal.options}
    return [
        SummaryRow(vote.name, labels.get(vote.choice, "No vote"), note=signs_as(vote.seat, vote.discipline))
        for vote in ballot.votes
    ]


def dissent_rows(ballot: Ballot) -> list[SummaryRow]:
    """Written dissent and other votes of a decision."""
    if ballot.decision is None:
        return []
    return [SummaryRow(each["printed_name"], each["text"] or "No words given") for each in ballot.decision.dissent]
