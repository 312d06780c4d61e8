"""The page of one breach: in ten seconds what happened, who was told, who must act, and when it pauses by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from attending.governance.models import Breach
from attending.governance.oversight_packet import if_nobody, limits_text
from attending.governance.presenters.escalation import dated, newest_first, next_told, told_event
from attending.governance.presenters.oversight import due_text, stood_still
from attending.governance.queries.escalation import escalation_of, people_told, told_levels
from attending.program.models import Person
from attending.program.models.deployments import RUNNING
from attending.ui import formats
from attending.ui.parts import Event, Link, Status, SummaryRow

STOOD_STILL = "Closed by the system: it was not running any more"
PAUSED = "Paused by the system"


@dataclass(frozen=True, slots=True)
class InShort:
    """The head of the page; ``kind`` is that of a callout."""

    kind: str
    title: str
    rows: Sequence[SummaryRow]


def in_short(breach: Breach, acting: Person, now: datetime) -> InShort:
    """What has to be said of a breach first; to whoever must decide it says "you"."""
    threshold = breach.threshold
    told = "; ".join(str(person) for person in people_told(breach)) or "Nobody: no seat is held"
    rows = [
        SummaryRow("What happened", breach.reading.explanation, note=f"Found {formats.moment(breach.opened_at)}"),
        SummaryRow("Who was told", told),
    ]
    if breach.closed_at is not None:
        kind, title = _end(breach)
        return InShort(kind, title, [*rows, SummaryRow("How it ended", closed_text(breach))])
    running = threshold.deployment.state in RUNNING
    first, deputy = (_name(person, acting) for person in (threshold.pause_authority, threshold.deputy))
    rows += [
        SummaryRow("Must decide", f"{first}; deputy: {deputy.lower() if deputy == 'You' else deputy}"),
        SummaryRow("Decide by", due_text(breach.answer_by), note=_left(breach.answer_by, now)),
        SummaryRow("If nobody decides", _pause(breach, now) if running else "It stays as it is: it is not running"),
    ]
    if running:
        rows.append(SummaryRow("Told next", next_told(threshold, escalation_of(breach), told_levels(breach), now)))
    return InShort("breach", _standing(breach, running=running), rows)


def _name(person: Person, acting: Person) -> str:
    return "You" if person == acting else str(person)


def _standing(breach: Breach, *, running: bool) -> str:
    has = list(dict.fromkeys(str(each.person) for each in breach.acknowledgements.all()))
    said = f"{', '.join(has)} {'has' if len(has) == 1 else 'have'} it; nobody has decided" if has else ""
    return f"{said or 'Nobody has it yet'}{'' if running else '. It is not running now'}"


def _left(due: datetime, now: datetime) -> str:
    return "" if due <= now else f"{formats.duration(due - now)} left"


def _pause(breach: Breach, now: datetime) -> str | Status:
    clock = escalation_of(breach)
    if clock.pause_at is None:
        return if_nobody(breach)
    if clock.pause_due(now):
        return Status("stop", "It is paused by itself within a minute")
    moment, left = formats.moment(clock.pause_at), formats.duration(clock.pause_at - now)
    return Status("stop", f"It is paused by itself on {moment}, in {left}")


def paused_anyway(breach: Breach) -> str:
    """What a snooze does not change."""
    at = escalation_of(breach).pause_at
    return if_nobody(breach) if at is None else f"It is paused by itself all the same, on {formats.moment(at)}."


def _end(breach: Breach) -> tuple[str, str]:
    if breach.decision is not None:
        return "ok", f"Decided: {breach.decision.outcome_label}"
    return ("neutral", STOOD_STILL) if stood_still(breach) else ("stop", PAUSED)


def closed_text(breach: Breach) -> Link | str:
    """How a closed breach ended."""
    if breach.decision is not None and breach.proposal is not None:
        url = reverse("decisions:proposal", args=[breach.proposal.pk])
        return Link(f"{breach.decision.outcome_label}, {formats.moment(breach.closed_at)}", url, "The signed decision")
    said = "It was not running any more" if stood_still(breach) else "Nobody had decided, so the system paused it"
    return f"{said}, {formats.moment(breach.closed_at)}"


def agreed_rows(breach: Breach) -> list[SummaryRow]:
    """What was agreed for such a breach, and under which policy it escalates."""
    threshold = breach.threshold
    return [
        SummaryRow("Stop limit", limits_text(threshold, "stop")),
        SummaryRow("Agreed action", threshold.agreed_action),
        SummaryRow("Pause by itself", if_nobody(breach)),
        SummaryRow("Agreed", f"{formats.date(threshold.agreed_at)} by {threshold.agreed_by}"),
    ]


def breach_events(breach: Breach) -> list[Event]:
    """What happened since it opened, the newest first."""
    found = [told_event(level) for level in breach.escalation.all()]
    found += [
        (each.at, dated(each.at, "Acknowledged", each.note, str(each.person), "ok"))
        for each in breach.acknowledgements.all()
    ]
    found += [
        (each.at, dated(each.at, f"Snoozed until {formats.moment(each.until)}", each.reason, str(each.person)))
        for each in breach.snoozes.all()
    ]
    closed = breach.closed_at
    if closed is not None and breach.decision is not None:
        found.append((closed, dated(closed, "Decided", breach.decision.outcome_label, "", "ok")))
    elif closed is not None and stood_still(breach):
        found.append((closed, dated(closed, STOOD_STILL, "Nothing was left to pause.")))
    elif closed is not None:
        found.append(
            (closed, dated(closed, f"{PAUSED}, as the signed agreement says", "Nobody had decided.", "", "stop"))
        )
    return newest_first(found)
