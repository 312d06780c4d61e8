"""What is done about an incident, and to whom it is reported: a card for each action and each duty."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from attending.analytics.catalogs.safety.duties import duties
from attending.safety.models import DutyState, Incident, IncidentAction
from attending.safety.rules.incidents import DutyStanding, Whole, duties_of
from attending.ui import formats
from attending.ui.parts import Status


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
