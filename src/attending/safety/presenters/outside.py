"""What people on a unit are told without an account: their receipt, and what was answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from attending.policies.fields import hours
from attending.policies.model import ConcernRule
from attending.safety.models import Concern, Outcome
from attending.safety.presenters.words import OUTCOMES, ai_of, what_happened
from attending.safety.queries.counting import standings
from attending.safety.rules.concerns import COUNTED_OVER, standing, tally
from attending.ui import formats
from attending.ui.parts import Status

MOST_SHOWN = 30


@dataclass(frozen=True, slots=True)
class SaidAndAnswered:
    """One thing that was said on the unit and what was answered; never the words, which only their writer may know."""

    said: str
    about: str
    when: str
    status: Status
    answer: str
    answered: str


@dataclass(frozen=True, slots=True)
class Mine:
    """One's own concern, found by its receipt."""

    receipt: str
    said: str
    words: str
    status: Status
    told: str
    answers: Sequence[tuple[str, Status, str]]


def you_said(found: Sequence[Concern]) -> list[SaidAndAnswered]:
    """What was answered, newest first."""
    answered = [(each, list(each.answers.all())) for each in found if each.answers.all()]
    return [
        SaidAndAnswered(
            said=what_happened(concern),
            about=ai_of(concern),
            when=formats.date(concern.raised_at),
            status=OUTCOMES[Outcome(answers[-1].outcome)],
            answer=answers[-1].text,
            answered=formats.date(answers[-1].answered_at),
        )
        for concern, answers in answered[:MOST_SHOWN]
    ]


def counted(found: Sequence[Concern], now: datetime, clock: ConcernRule) -> str:
    """How the unit is answered, with its denominators."""
    recent = [each for each in found if each.raised_at >= now - COUNTED_OVER]
    if not recent:
        return f"Nothing was raised here in {COUNTED_OVER.days} days."
    counts = tally(standings(recent, now, clock).values())
    answered = sum(bool(each.answers.all()) for each in recent)
    in_time = (
        f", {counts.in_time} of {counts.judged} within {hours(clock.answer_within_hours)}" if counts.judged else ""
    )
    things = "concern" if counts.raised == 1 else "concerns"
    return f"{counts.raised} {things} in {COUNTED_OVER.days} days; {answered} of {counts.raised} answered{in_time}."


def mine(concern: Concern, now: datetime, clock: ConcernRule) -> Mine:
    """One's own concern, with its words and every answer."""
    answers = list(concern.answers.all())
    stand = standing(concern, answers, now, clock)
    waits = Status("pending", "Waits for an answer")
    return Mine(
        receipt=concern.receipt,
        said=f"{what_happened(concern)}. {ai_of(concern)}, {formats.moment(concern.raised_at)}",
        words=concern.words,
        status=OUTCOMES[Outcome(answers[-1].outcome)] if answers else waits,
        told="" if answers else _promise(stand.due_at, late=stand.late),
        answers=[
            (formats.date(each.answered_at), OUTCOMES[Outcome(each.outcome)], each.text) for each in reversed(answers)
        ],
    )


def _promise(due_at: datetime | None, *, late: bool) -> str:
    if late:
        owed = f"It was to be answered by {formats.moment(due_at)}."
        return f"{owed} It is late, and the chief medical information officer sees that."
    return f"It is to be answered by {formats.moment(due_at)}."
