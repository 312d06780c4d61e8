"""Incidents: the list, and one with everything that is known and owed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from attending.analytics.catalogs.safety.duties import duties
from attending.analytics.catalogs.safety.incidents import factors, harm_scale
from attending.safety.models import DutyState, EventKind, Incident, IncidentAction, IncidentAssessment
from attending.safety.presenters.words import UNKNOWN_AI, ai_name, place
from attending.safety.queries.incidents import whole
from attending.safety.rules.incidents import DutyStanding, Whole, duties_of, harm_words, late
from attending.ui import formats
from attending.ui.parts import Event, Link, Status, SummaryRow, Task

HARM_KINDS = {"death": "stop", "severe": "stop", "moderate": "breach", "mild": "watch", "none": "info"}


@dataclass(frozen=True, slots=True)
class IncidentRow:
    """One row of the list, with what its download adds."""

    number: Link
    raw_number: int
    happened_on: date
    happened: str
    ai: str
    where: str
    harm: Status
    state: Status
    investigator: str
    factors: str
    hazards: str
    aware_at: datetime
    actions: str
    what: str
    learnt: str


def rows(found: Sequence[Incident]) -> list[IncidentRow]:
    """``found`` come from ``queries.incidents``."""
    now = timezone.now()
    return [_row(whole(each), now) for each in found]


def _row(found: Whole, now: datetime) -> IncidentRow:
    incident, judged = found.incident, found.judged
    closed = sum(each.closed_at is not None for each in found.actions)
    return IncidentRow(
        number=Link(f"Incident {incident.number}", _page(incident)),
        raw_number=incident.number,
        happened_on=incident.happened_on,
        happened=formats.date(incident.happened_on),
        ai=ai_name(incident.deployment),
        where=place(incident.unit) if incident.unit else "",
        harm=harm_of(judged),
        state=state_of(found, now),
        investigator=str(incident.investigator or ""),
        factors=factor_words(judged),
        hazards=", ".join(judged.hazards),
        aware_at=incident.aware_at,
        actions=f"{closed} of {len(found.actions)} closed",
        what=incident.what,
        learnt=incident.learnt,
    )


def tasks(found: Sequence[Whole], now: datetime) -> list[Task]:
    """Open incidents as a list of work."""
    return [
        Task(
            f"Incident {each.incident.number}: {ai_name(each.incident.deployment)}",
            _page(each.incident),
            state_of(each, now),
            f"{harm_words(each.judged)}, {formats.date(each.incident.happened_on)}",
            str(each.incident.investigator or "nobody investigates it"),
        )
        for each in found
    ]


def state_of(found: Whole, now: datetime) -> Status:
    """How an incident stands."""
    if found.incident.closed_at is not None:
        return Status("ok", "Closed")
    if found.incident.investigator_id is None:
        return Status("watch", "Nobody investigates it")
    return Status("breach", "Something is overdue") if late(found, duties(), now, timezone.localdate(now)) else OPEN


OPEN = Status("pending", "Open")


def harm_of(judged: IncidentAssessment) -> Status:
    """The harm, marked by how bad it is."""
    return Status(HARM_KINDS.get(judged.harm, "neutral"), harm_words(judged))


def factor_words(judged: IncidentAssessment) -> str:
    """What contributed, in words."""
    return ", ".join(factors()[each].label if each in factors() else each for each in judged.factors)


def about(found: Whole) -> list[SummaryRow]:
    """What was reported."""
    incident = found.incident
    rows = [
        SummaryRow("What happened", incident.what),
        SummaryRow("Happened on", formats.date(incident.happened_on)),
        SummaryRow("Aware since", formats.moment(incident.aware_at)),
        SummaryRow("AI", str(incident.deployment) if incident.deployment else UNKNOWN_AI),
        SummaryRow("Where", place(incident.unit) if incident.unit else ""),
        SummaryRow("Reported by", f"{incident.reported_by}, {formats.moment(incident.reported_at)}"),
    ]
    if incident.concern is not None:
        link = reverse("safety:concern", args=[incident.concern.pk])
        rows.append(SummaryRow("Began with", Link(f"Concern {incident.concern.receipt}", link)))
    rows.append(SummaryRow("Investigated by", incident.investigator or "Nobody yet"))
    if incident.closed_by is not None:
        rows.append(SummaryRow("Closed by", f"{incident.closed_by}, {formats.moment(incident.closed_at)}"))
        rows.append(SummaryRow("What was learnt", incident.learnt))
    return rows


def judged_rows(found: Whole) -> list[SummaryRow]:
    """How it is judged now."""
    judged = found.judged
    scale = harm_scale()
    rows = [SummaryRow("Kind of event", EventKind(judged.kind).label)]
    if judged.harm:
        level = scale.levels[judged.harm]
        rows.append(SummaryRow("Harm", harm_of(judged), note=f"{level.means} {scale.title}."))
    rows.append(SummaryRow("What contributed", factor_words(judged) or "Not judged yet"))
    if judged.hazards:
        rows.append(SummaryRow("Hazards it bears out", Link(", ".join(judged.hazards), _hazard_log(found.incident))))
    rows.append(SummaryRow("What was found", judged.found or "Nothing yet"))
    rows.append(SummaryRow("Judged by", f"{judged.assessed_by}, {formats.date(judged.assessed_at)}"))
    return rows


def _page(incident: Incident) -> str:
    return reverse("safety:incident", args=[incident.number])


def _hazard_log(incident: Incident) -> str:
    """Where the hazard log of the use case is, if a room shows one."""
    if incident.deployment is None:
        return ""
    try:
        return reverse("workflow:hazards", args=[incident.deployment.use_case.key])
    except NoReverseMatch:
        return ""


@dataclass(frozen=True, slots=True)
class ActionCard:
    """An action, and what may be done with it now."""

    what: str
    detail: str
    status: Status
    proof: str
    done_url: str
    close_url: str


def action_cards(found: Whole, *, acting: int, keeps: bool) -> list[ActionCard]:
    """Every action; ``acting`` is the person who looks, ``keeps`` whether they keep the incident."""
    return [_action(found, each, acting=acting, keeps=keeps) for each in found.actions]


def _action(found: Whole, action: IncidentAction, *, acting: int, keeps: bool) -> ActionCard:
    number, is_open = found.incident.number, found.incident.closed_at is None and action.closed_at is None
    may_close = is_open and keeps and action.done_at is not None and acting not in {action.done_by_id, action.owner_id}
    return ActionCard(
        what=action.what,
        detail=f"{action.owner}, by {formats.date(action.due_on)}",
        status=_action_status(action),
        proof=f"{action.proof} ({action.done_by}, {formats.date(action.done_at)})" if action.done_at else "",
        done_url=reverse("safety:action-done", args=[number, action.pk])
        if is_open and (keeps or acting == action.owner_id)
        else "",
        close_url=reverse("safety:close-action", args=[number, action.pk]) if may_close else "",
    )


def _action_status(action: IncidentAction) -> Status:
    if action.closed_at is not None:
        return Status("ok", f"Closed by {action.closed_by}")
    if action.done_at is not None:
        return Status("pending", "Done, to be closed by somebody else")
    return Status("breach", "Overdue") if action.due_on < timezone.localdate() else Status("pending", "To be done")


@dataclass(frozen=True, slots=True)
class DutyCard:
    """A duty to report: when it applies, by when, what was answered, and how far its source was read."""

    title: str
    to: str
    asked: str
    due: str
    status: Status
    answer: str
    source: str
    unverified: str
    url: str


def duty_cards(found: Whole, now: datetime, *, keeps: bool) -> list[DutyCard]:
    """Every duty of the catalog."""
    may = keeps and found.incident.closed_at is None
    return [_duty(found.incident, each, now, may=may) for each in duties_of(found, duties())]


def _duty(incident: Incident, standing: DutyStanding, now: datetime, *, may: bool) -> DutyCard:
    duty, answer = standing.duty, standing.answer
    said = ""
    if answer is not None:
        said = f"{answer.reason} ({answer.answered_by}, {formats.date(answer.answered_at)})"
    return DutyCard(
        title=duty.title,
        to=duty.to,
        asked=duty.asked,
        due=f"By {formats.moment(standing.due_at)}" if standing.due_at else duty.without,
        status=_duty_status(standing, now),
        answer=said,
        source=duty.source,
        unverified="" if duty.verified else duty.verification,
        url=reverse("safety:duty", args=[incident.number, duty.key]) if may else "",
    )


def _duty_status(standing: DutyStanding, now: datetime) -> Status:
    if standing.answer is None:
        return Status("breach", "Overdue") if standing.late(now) else Status("pending", "Not answered")
    if standing.answer.state == DutyState.NOT_APPLICABLE:
        return Status("neutral", "Does not apply")
    return Status("watch", "Reported late") if standing.reported_late else Status("ok", "Reported")


def history(found: Whole) -> list[Event]:
    """Every judgement, newest first."""
    return [
        Event(
            when=formats.date(each.assessed_at),
            title=harm_words(each),
            detail=". ".join(filter(None, [factor_words(each), each.found])),
            who=each.assessed_by.printed_name,
            kind=harm_of(each).kind,
            machine_when=each.assessed_at.isoformat(),
        )
        for each in reversed(found.assessments)
    ]
