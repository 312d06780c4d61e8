"""Rows for the pages of drills and agreements, and what they share with that of a breach; ready to print."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from attending.governance.escalation_texts import place, whom
from attending.governance.evidence.escalation import answered_text
from attending.governance.models import Drill, EscalationLevel, OversightAgreement, OversightThreshold
from attending.governance.queries.escalation import drill_clock, told_levels
from attending.governance.rules.escalation import DEPUTY, PAUSE_AUTHORITY, Escalation
from attending.notices.models import Notice
from attending.notices.presenters import notice_status
from attending.program.registries.pages import url_of
from attending.ui import formats
from attending.ui.parts import Event, Link, Status, SummaryRow


@dataclass(frozen=True, slots=True)
class Told:
    """One notice of an escalation: to whom, for which level, and whether it left."""

    recipient: str
    when: str
    delivery: Status
    error: str


def told_rows(notices: Sequence[Notice]) -> list[Told]:
    """What was sent, in the order it was written."""
    return [
        Told(notice.recipient, formats.moment(notice.created_at), notice_status(notice), notice.error)
        for notice in notices
    ]


def next_told(threshold: OversightThreshold, clock: Escalation, told: set[int], now: datetime) -> str:
    """Who is told next, and when; the deputy by name, a seat by its name."""
    waiting = [level for level in clock.levels() if level.number not in told]
    if not waiting:
        return "Nobody further: everybody was told"
    level = waiting[0]
    named = {PAUSE_AUTHORITY: str(threshold.pause_authority), DEPUTY: f"{threshold.deputy}, the deputy"}
    said = named.get(level.tell) or whom(level.tell)
    who = said[0].upper() + said[1:]
    if level.at <= now:
        return f"{who}, within a minute"
    later = "; later than planned, because somebody has it" if level.silenced else ""
    return f"{who}, {formats.moment(level.at)}{later}"


def newest_first(found: Sequence[tuple[datetime, Event]]) -> list[Event]:
    """Events by their times."""
    return [event for _, event in sorted(found, key=lambda each: each[0], reverse=True)]


def dated(at: datetime, title: str, detail: str, who: str = "", kind: str = "neutral") -> Event:
    """One event of a breach or drill."""
    return Event(formats.moment(at), title, detail=detail, who=who, kind=kind, machine_when=at.isoformat())


def told_event(level: EscalationLevel) -> tuple[datetime, Event]:
    """One level of a breach or drill: who was told."""
    people = ", ".join(str(person) for person in level.people.all()) or "nobody: no seat is held"
    title = "Opened, and told" if level.level == 0 else f"Level {level.level}: told {whom(level.tell)}"
    return level.at, dated(level.at, title, people)


@dataclass(frozen=True, slots=True)
class DrillRow:
    """One drill as a table shows it."""

    opened: str
    where: Link
    opened_by: str
    told: str
    answered: Status


def drill_rows(drills: Sequence[Drill]) -> list[DrillRow]:
    return [
        DrillRow(
            formats.moment(drill.opened_at),
            Link(place(drill.threshold), reverse("governance:drill", args=[drill.pk])),
            str(drill.opened_by),
            ", ".join(str(person) for level in drill.escalation.all() for person in level.people.all()),
            drill_status(drill, drill.answer_by),
        )
        for drill in drills
    ]


def drill_status(drill: Drill, now: datetime) -> Status:
    """Whether somebody answered, and how soon."""
    if drill.acknowledgements.all():
        return Status("ok", answered_text(drill))
    return Status("pending", "Runs") if now < drill.answer_by else Status("breach", "Not answered in time")


def drill_facts(drill: Drill, now: datetime) -> list[SummaryRow]:
    """Where a drill stands."""
    rows = [
        SummaryRow("Opened", f"{formats.moment(drill.opened_at)} by {drill.opened_by}"),
        SummaryRow("What would be breached", Link(place(drill.threshold), url_of(drill.threshold.deployment))),
        SummaryRow("Answer by", formats.moment(drill.answer_by)),
        SummaryRow("Answered", drill_status(drill, now)),
    ]
    if not drill.acknowledgements.all() and now < drill.answer_by:
        rows.append(SummaryRow("Next told", next_told(drill.threshold, drill_clock(drill), told_levels(drill), now)))
    return rows


def drill_events(drill: Drill) -> list[Event]:
    """Whom it told, and who answered; the newest first."""
    found = [told_event(level) for level in drill.escalation.all()]
    found += [
        (each.at, dated(each.at, "Answered", "", str(each.person), "ok")) for each in drill.acknowledgements.all()
    ]
    return newest_first(found)


@dataclass(frozen=True, slots=True)
class AgreementCard:
    """The agreement of a deployment's thresholds: how it stands, who signed, and where to read it."""

    status: Status
    rows: Sequence[SummaryRow]
    url: str


def agreement_card(agreement: OversightAgreement) -> AgreementCard:
    """``thresholds`` and the decision's signatures are prefetched."""
    url = reverse("decisions:proposal", args=[agreement.proposal_id]) if agreement.proposal_id else ""
    rows = [SummaryRow("Offered", f"{formats.moment(agreement.offered_at)} by {agreement.offered_by}")]
    if agreement.decision is not None:
        signed = [
            f"{each.signer}, {formats.moment(each.signed_at)}" for each in agreement.decision.packet.signatures.all()
        ]
        rows.append(SummaryRow("Signatures", "; ".join(signed)))
    rows.append(SummaryRow("Thresholds", formats.count(len(agreement.thresholds.all()))))
    return AgreementCard(agreement_status(agreement), rows, url)


def agreement_status(agreement: OversightAgreement) -> Status:
    if agreement.signed_at is not None:
        return Status("ok", f"Signed {formats.date(agreement.signed_at)}")
    if agreement.closed_at is None:
        return Status("pending", "Waits for signatures")
    return Status("neutral", "Returned" if agreement.decision_id else "Taken back")
