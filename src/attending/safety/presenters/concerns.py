"""Concerns for those inside: a list, one concern, and the counts of each unit and AI."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from attending.decisions.in_force import policy_of
from attending.policies.fields import hours
from attending.policies.model import ConcernRule
from attending.program.models import Organisation, Person
from attending.safety.models import Concern, Outcome
from attending.safety.presenters.words import OUTCOMES, ai_name, ai_of, place, role_of, state_of, what_happened
from attending.safety.queries.answering import asked
from attending.safety.queries.counting import AlertsKnown, CountRow, standings
from attending.safety.rules.concerns import COUNTED_OVER, Standing, Tally
from attending.ui import formats
from attending.ui.parts import DataTable, Event, Link, Stat, Status, SummaryRow

PERIOD = f"last {COUNTED_OVER.days} days"


@dataclass(frozen=True, slots=True)
class ConcernRow:
    """One row of the list; ``words`` and role are not in it, as they are for those who answer."""

    raised: Link
    raised_at: datetime
    unit: str
    site: str
    ai: str
    said: str
    state: Status
    asked: str
    outcome: str
    answer: str
    hours: float | None


def rows(organisation: Organisation, found: Sequence[Concern], now: datetime) -> list[ConcernRow]:
    """The rows of one page of concerns."""
    stand, people = standings(found, now, policy_of(organisation).concern_clock), asked(organisation, found)
    return [_row(each, stand[each.pk], people[each.pk]) for each in found]


def _row(concern: Concern, stand: Standing, people: Sequence[Person]) -> ConcernRow:
    answers = list(concern.answers.all())
    taken = (answers[0].answered_at - concern.raised_at).total_seconds() / 3600 if answers else None
    newest = answers[-1] if answers else None
    return ConcernRow(
        raised=Link(formats.moment(concern.raised_at), reverse("safety:concern", args=[concern.pk])),
        raised_at=concern.raised_at,
        unit=concern.code.unit.name,
        site=concern.code.unit.site.name,
        ai=ai_of(concern),
        said=what_happened(concern),
        state=state_of(stand),
        asked=", ".join(each.printed_name for each in people) if stand.open else "",
        outcome=str(Outcome(newest.outcome).label) if newest else "",
        answer=newest.text if newest else "",
        hours=None if taken is None else round(taken, 1),
    )


def about(concern: Concern, stand: Standing, people: Sequence[Person], *, may_read: bool) -> list[SummaryRow]:
    """What is known of a concern."""
    naming = getattr(concern, "naming", None)
    found = [
        SummaryRow("What happened", what_happened(concern)),
        SummaryRow("AI", ai_of(concern)),
        SummaryRow("Where", place(concern.code.unit)),
        SummaryRow("Raised", formats.moment(concern.raised_at)),
    ]
    if naming is not None:
        first = ai_name(concern.deployment) if concern.deployment else "“I do not know which”"
        when = formats.date(naming.named_at)
        found.append(SummaryRow("Raised about", f"{first}; found out by {naming.named_by}, {when}"))
    if may_read:
        found.append(SummaryRow("In their words", concern.words or "Nothing was written."))
        found.append(SummaryRow("Their role", role_of(concern) or "Not said"))
    else:
        found.append(SummaryRow("In their words", "Shown to those who may answer it."))
    if stand.due_at is not None:
        found.append(SummaryRow("Answer owed by", formats.moment(stand.due_at)))
        found.append(SummaryRow("Asked", ", ".join(each.printed_name for each in people) or "Nobody is seated"))
    return found


def answers(concern: Concern) -> list[Event]:
    """Every answer, newest first."""
    return [
        Event(
            when=formats.date(each.answered_at),
            title=str(Outcome(each.outcome).label),
            detail=each.text,
            who=each.answered_by.printed_name,
            kind=OUTCOMES[Outcome(each.outcome)].kind,
            machine_when=each.answered_at.isoformat(),
        )
        for each in reversed(concern.answers.all())
    ]


def stats(counted: Tally, clock: ConcernRule) -> list[Stat]:
    """The figures above the list."""
    share = f"{counted.in_time} of {counted.judged}" if counted.judged else "None judged yet"
    return [
        Stat("Raised", formats.count(counted.raised), period=PERIOD, source="codes on the units"),
        Stat(
            "Open",
            formats.count(counted.open),
            denominator=f"of {formats.count(counted.raised)} raised",
            period=PERIOD,
            status=Status("pending", "Waiting") if counted.open else None,
        ),
        Stat(
            "Overdue",
            formats.count(counted.late),
            denominator=f"of {formats.count(counted.open)} open",
            period=PERIOD,
            status=Status("breach", "Overdue") if counted.late else None,
        ),
        Stat(f"Answered within {hours(clock.answer_within_hours)}", share, denominator="first answers", period=PERIOD),
    ]


def total(found: Sequence[CountRow]) -> Tally:
    """All rows together."""
    tallies = [each.tally for each in found]
    return Tally(
        raised=sum(each.raised for each in tallies),
        open=sum(each.open for each in tallies),
        late=sum(each.late for each in tallies),
        in_time=sum(each.in_time for each in tallies),
        judged=sum(each.judged for each in tallies),
    )


def count_table(found: Sequence[CountRow], clock: ConcernRule) -> DataTable:
    """Concerns of each unit and AI with their denominators."""
    headers = ["Unit", "AI", "Raised", "Open", "Overdue", f"In {hours(clock.answer_within_hours)}", "For 1,000 alerts"]
    cells = [
        [
            place(each.unit),
            ai_name(each.deployment),
            formats.count(each.tally.raised),
            formats.count(each.tally.open),
            formats.count(each.tally.late),
            f"{each.tally.in_time} of {each.tally.judged}" if each.tally.judged else "",
            _per_thousand(each.alerts),
        ]
        for each in found
    ]
    return DataTable(headers, cells, caption=f"Concerns of the {PERIOD}", numeric=(2, 3, 4, 5), stacks=True)


def _per_thousand(alerts: AlertsKnown | None) -> str:
    if alerts is None:
        return "Alerts not counted"
    span = f"{formats.date(alerts.first)} to {formats.date(alerts.last)}"
    rate = formats.number(alerts.per_thousand, 1)
    return f"{rate} ({alerts.concerns} in {formats.count(alerts.alerts)} alerts, {span})"
