"""How an incident stands: what is late, what is still owed before it can be closed. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from attending.analytics.catalogs.safety.duties import Duty
from attending.analytics.catalogs.safety.incidents import DEATH, MILD, harm_scale
from attending.safety.models import (
    DutyAnswer,
    DutyState,
    EventKind,
    Incident,
    IncidentAction,
    IncidentAssessment,
)

MOST_TEXT: Final = 4_000
MOST_REASON: Final = 1_000
MOST_HAZARDS: Final = 20


@dataclass(frozen=True, slots=True)
class DutyStanding:
    """A duty to report an incident: by when, and what was answered; ``answer`` is None while it is owed."""

    duty: Duty
    due_at: datetime | None
    answer: DutyAnswer | None

    def late(self, now: datetime) -> bool:
        """Whether its days ran out while nobody said that it was reported or does not apply."""
        return self.answer is None and self.due_at is not None and now > self.due_at

    @property
    def reported_late(self) -> bool:
        """Whether it was reported, but after its days."""
        reported = self.answer is not None and self.answer.state == DutyState.DONE
        return (
            reported and self.due_at is not None and self.answer is not None and self.answer.answered_at > self.due_at
        )


@dataclass(frozen=True, slots=True)
class Whole:
    """An incident with everything that belongs to it, each oldest first."""

    incident: Incident
    assessments: Sequence[IncidentAssessment] = ()
    actions: Sequence[IncidentAction] = ()
    duty_answers: Sequence[DutyAnswer] = field(default=())

    @property
    def judged(self) -> IncidentAssessment:
        """The assessment that counts; every incident begins with one."""
        return self.assessments[-1]


def duties_of(whole: Whole, duties: Mapping[str, Duty]) -> list[DutyStanding]:
    """Every duty with what was answered last. Its days count from when the organisation became aware."""
    answers = {each.duty: each for each in whole.duty_answers}
    died = whole.judged.harm == DEATH
    return [
        DutyStanding(duty, duty.due_at(whole.incident.aware_at, died=died), answers.get(key))
        for key, duty in duties.items()
    ]


def little_harm(whole: Whole) -> bool:
    """Whether it is judged to have done mild harm at most, or did not reach a patient; harm unknown is not little."""
    harm = whole.judged.harm
    if not harm:
        return True
    levels = harm_scale().levels
    return harm in levels and 0 < levels[harm].rank <= levels[MILD].rank


def late_actions(whole: Whole, today: date) -> list[IncidentAction]:
    """Actions that are past their day and not closed."""
    return [each for each in whole.actions if each.closed_at is None and each.due_on < today]


def lacking(whole: Whole, duties: Mapping[str, Duty]) -> list[str]:
    """What an incident still lacks before it can be closed, as sentences."""
    found = []
    if whole.incident.investigator_id is None:
        found.append("Nobody investigates it: name somebody.")
    if not whole.judged.factors:
        found.append("What contributed was not judged.")
    left = [each for each in whole.actions if each.closed_at is None]
    if left:
        found.append(f"{len(left)} of {len(whole.actions)} actions {'is' if len(left) == 1 else 'are'} not closed.")
    owed = [each.duty.title for each in duties_of(whole, duties) if each.answer is None]
    if owed:
        found.append(f"Not answered whether it has to be reported: {'; '.join(owed)}.")
    return found


def late(whole: Whole, duties: Mapping[str, Duty], now: datetime, today: date) -> list[str]:
    """What is late about an open incident, as sentences."""
    if whole.incident.closed_at is not None:
        return []
    found = [f"The action is overdue: {each.what}" for each in late_actions(whole, today)]
    found += [f"The report is overdue: {each.duty.title}." for each in duties_of(whole, duties) if each.late(now)]
    return found


def harm_words(assessment: IncidentAssessment) -> str:
    """How an incident was judged, in words."""
    if assessment.kind != EventKind.INCIDENT:
        return str(EventKind(assessment.kind).label).partition(":")[0]
    return harm_scale().levels[assessment.harm].label
