"""Rows for the pages of breaches, drills and agreements, ready to print."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from attending.governance.escalation_texts import place, whom
from attending.governance.evidence.escalation import answered_text
from attending.governance.models import Breach, Drill, EscalationLevel, OversightAgreement
from attending.governance.oversight_packet import if_nobody, limits_text
from attending.governance.presenters.oversight import due_text
from attending.governance.queries.escalation import drill_clock, escalation_of, told_levels
from attending.governance.rules.escalation import Escalation
from attending.notices.models import Notice
from attending.notices.presenters import notice_status
from attending.program.models.deployments import RUNNING
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


def clock_rows(breach: Breach, now: datetime) -> list[SummaryRow]:
    """Where the clock of a breach stands: who has it, who is next, and when it pauses by itself."""
    threshold = breach.threshold
    rows = [
        SummaryRow("Opened", formats.moment(breach.opened_at)),
        SummaryRow("Who must decide", f"{threshold.pause_authority}; deputy {threshold.deputy}"),
    ]
    if breach.closed_at is not None:
        return [*rows, SummaryRow("Closed", closed_text(breach))]
    clock, told = escalation_of(breach), told_levels(breach)
    running = threshold.deployment.state in RUNNING
    return [
        *rows,
        SummaryRow("Decide by", due_text(breach.answer_by)),
        SummaryRow("Who has it", _has(breach)),
        SummaryRow("Next told", _next(clock, told, now) if running else "Nobody: it is not running"),
        SummaryRow("Paused by itself", _pause(breach, clock, now)),
    ]


def closed_text(breach: Breach) -> Status | Link:
    """How a closed breach ended."""
    if breach.decision is not None and breach.proposal is not None:
        url = reverse("decisions:proposal", args=[breach.proposal.pk])
        return Link(f"{breach.decision.outcome_label}, {formats.moment(breach.closed_at)}", url, "The signed decision")
    return Status("stop", f"Paused by the system, {formats.moment(breach.closed_at)}: nobody had answered")


def _has(breach: Breach) -> str | Status:
    said = [f"{each.person}, {formats.moment(each.at)}" for each in breach.acknowledgements.all()]
    return "; ".join(said) or Status("breach", "Nobody yet")


def _next(clock: Escalation, told: set[int], now: datetime) -> str:
    waiting = [level for level in clock.levels() if level.number not in told]
    if not waiting:
        return "Nobody further: everybody was told"
    level = waiting[0]
    if level.at <= now:
        return f"{_named(level.tell)}, within a minute"
    later = "; later than planned, because somebody has it" if level.silenced else ""
    return f"{_named(level.tell)}, {formats.moment(level.at)}{later}"


def _named(tell: str) -> str:
    """Whom a level tells, at the beginning of a line."""
    said = whom(tell)
    return said[0].upper() + said[1:]


def _pause(breach: Breach, clock: Escalation, now: datetime) -> str | Status:
    if clock.pause_at is None:
        return if_nobody(breach)
    if clock.pause_due(now):
        return Status("stop", "Within a minute")
    return Status("watch", f"{formats.moment(clock.pause_at)}, unless somebody decides before")


def breach_events(breach: Breach) -> list[Event]:
    """What happened since it opened, the newest first."""
    found = [_told_event(level) for level in breach.escalation.all()]
    found += [
        (each.at, _event(each.at, "Acknowledged", each.note, str(each.person), "ok"))
        for each in breach.acknowledgements.all()
    ]
    found += [
        (each.at, _event(each.at, f"Snoozed until {formats.moment(each.until)}", each.reason, str(each.person)))
        for each in breach.snoozes.all()
    ]
    closed = breach.closed_at
    if closed is not None and breach.decision is not None:
        found.append((closed, _event(closed, "Decided", breach.decision.outcome_label, "", "ok")))
    elif closed is not None:
        title = "Paused by the system, as the signed agreement says"
        found.append((closed, _event(closed, title, "Nobody had answered.", "", "stop")))
    return _newest_first(found)


def _newest_first(found: Sequence[tuple[datetime, Event]]) -> list[Event]:
    return [event for _, event in sorted(found, key=lambda each: each[0], reverse=True)]


def _event(at: datetime, title: str, detail: str, who: str = "", kind: str = "neutral") -> Event:
    return Event(formats.moment(at), title, detail=detail, who=who, kind=kind, machine_when=at.isoformat())


def _told_event(level: EscalationLevel) -> tuple[datetime, Event]:
    people = ", ".join(str(person) for person in level.people.all()) or "nobody: no seat is held"
    title = "Opened, and told" if level.level == 0 else f"Level {level.level}: told {whom(level.tell)}"
    return level.at, _event(level.at, title, people)


def what_happened(breach: Breach) -> list[SummaryRow]:
    """The reading that opened it, and what was agreed."""
    threshold = breach.threshold
    return [
        SummaryRow("Measured", breach.reading.explanation),
        SummaryRow("Stop limit", limits_text(threshold, "stop")),
        SummaryRow("Agreed action", threshold.agreed_action),
    ]


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
        rows.append(SummaryRow("Next told", _next(drill_clock(drill), told_levels(drill), now)))
    return rows


def drill_events(drill: Drill) -> list[Event]:
    """Whom it told, and who answered; the newest first."""
    found = [_told_event(level) for level in drill.escalation.all()]
    found += [
        (each.at, _event(each.at, "Answered", "", str(each.person), "ok")) for each in drill.acknowledgements.all()
    ]
    return _newest_first(found)


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
