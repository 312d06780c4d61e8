"""What an escalation says to people: in e-mails, webhooks and the record of its steps. It names no patient."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from django.urls import reverse

from attending.governance.models import Breach, Drill, OversightThreshold
from attending.governance.oversight_packet import group_text, limits_text, watched_title
from attending.governance.rules.escalation import DEPUTY, PAUSE_AUTHORITY, Escalation, Level
from attending.program.models import Seat
from attending.ui import formats

DRILL_MARK = "DRILL"


class Words(NamedTuple):
    subject: str
    body: str
    link: str


def whom(tell: str) -> str:
    """Whom a level tells, in words."""
    named = {PAUSE_AUTHORITY: "the one who may pause", DEPUTY: "their deputy"}
    return named.get(tell) or f"the {Seat(tell).label.lower()}"


def place(threshold: OversightThreshold) -> str:
    """What is watched, where."""
    group = "" if threshold.attribute == "overall" else f" ({group_text(threshold)})"
    deployment = threshold.deployment
    return f"{watched_title(threshold)}{group}, {deployment.use_case.title}, {deployment.unit.name}"


def breach_words(breach: Breach, escalation: Escalation, level: Level, told: set[int]) -> Words:
    """To whom a level of a breach is told: what happened, what was agreed, by when, and what happens next."""
    threshold = breach.threshold
    unanswered = "" if level.number == 0 else "Still unanswered: "
    lines = [
        breach.reading.explanation,
        _agreed(threshold),
        f"{threshold.pause_authority}, or {threshold.deputy} as deputy, is asked to decide by "
        f"{_moment(breach.answer_by)}: continue, change with conditions, or pause.",
        next_words(escalation, level.at, told | {level.number}),
        "Say on its page that you have it, or read the packet and decide.",
    ]
    subject = f"{unanswered}breach of {place(threshold)}"
    return Words(subject[0].upper() + subject[1:], "\n\n".join(lines), reverse("governance:breach", args=[breach.pk]))


def paused_words(breach: Breach) -> Words:
    """To everybody who was told, once the system has paused."""
    threshold = breach.threshold
    body = (
        f"Nobody answered the breach of {place(threshold)} that opened on {_moment(breach.opened_at)}. The system "
        "paused it, as the signed agreement says. Staff stop using it now.\n\nIt runs again when two people sign that."
    )
    return Words(f"Paused by the system: {place(threshold)}", body, reverse("governance:breach", args=[breach.pk]))


def drill_words(drill: Drill, level: Level) -> Words:
    """To whom a level of a drill is told: that nothing happened, and that the time is taken."""
    body = (
        f"This is a drill. Nothing happened to {place(drill.threshold)}, and nothing will be paused.\n\n"
        f"Say that you have it by {_moment(drill.answer_by)}; the time until then is kept."
    )
    reached = "" if level.number == 0 else "still unanswered: "
    subject = f"{DRILL_MARK}: {reached}breach of {place(drill.threshold)}"
    return Words(subject, body, reverse("governance:drill", args=[drill.pk]))


def next_words(escalation: Escalation, now: datetime, told: set[int]) -> str:
    """What happens next if nobody decides."""
    level, pause_at = escalation.next(now, told), escalation.pause_at
    parts = [f"{whom(level.tell)} is told on {_moment(level.at)}" if level else ""]
    parts += [f"it is paused by itself on {_moment(pause_at)}" if pause_at else ""]
    said = "; ".join(part for part in parts if part)
    return f"If nobody decides, {said}." if said else "It keeps running past its limit until somebody decides."


def _agreed(threshold: OversightThreshold) -> str:
    limit = "a control-chart signal" if threshold.chart else limits_text(threshold, "stop")
    return f"Agreed stop limit: {limit}. Agreed action: {threshold.agreed_action}"


def _moment(at: datetime) -> str:
    return formats.plain(formats.moment(at))
