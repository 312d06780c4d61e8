"""Incidents: the list, and one with everything that is known and owed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from attending.analytics.catalogs.safety.duties import duties
from attending.analytics.catalogs.safety.incidents import factors, harm_scale
from attending.safety.models import EventKind, Incident, IncidentAssessment
from attending.safety.presenters.words import UNKNOWN_AI, ai_name, place
from attending.safety.queries.incidents import whole
from attending.safety.rules.incidents import Whole, harm_words, late
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
