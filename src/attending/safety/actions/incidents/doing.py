"""Actions that follow from an incident: agreed, reported done with proof, closed by somebody else."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from attending.program.actions.record import check_organisation, log
from attending.program.models import Person
from attending.program.rules import NotAllowed, Refused
from attending.safety.actions.incidents.record import check_keeper, check_person, locked_open
from attending.safety.actions.record import clean
from attending.safety.models import Incident, IncidentAction
from attending.safety.rules.incidents import MOST_REASON


@transaction.atomic
def add_action(acting: Person, incident: Incident, *, what: str, owner: Person, due_on: date) -> IncidentAction:
    """Agree an action, who does it and by when."""
    check_keeper(acting, incident)
    said = clean(what, what="What is to be done", most=MOST_REASON)
    found = locked_open(incident)
    check_person(found, owner)
    if due_on < timezone.localdate():
        raise Refused(f"It is due on {due_on:%-d %B %Y}, which is past; say when it will be done.")
    action = IncidentAction.objects.create(
        incident=found, what=said, owner=owner, due_on=due_on, added_by=acting, added_at=timezone.now()
    )
    log(
        acting,
        "incident.action_added",
        found,
        {"action": action.pk, "what": said, "owner": owner.pk, "due_on": str(due_on)},
    )
    return action


@transaction.atomic
def report_done(acting: Person, action: IncidentAction, *, proof: str) -> IncidentAction:
    """Say that an action is done, and what proves it: its owner, or whoever keeps the incident."""
    check_organisation(acting, action.incident.organisation_id)
    if acting.pk != action.owner_id or not acting.active:
        check_keeper(acting, action.incident)
    said = clean(proof, what="What proves it", most=MOST_REASON)
    incident, found = _standing(action)
    found.done_by, found.done_at, found.proof = acting, timezone.now(), said
    found.save(update_fields=["done_by", "done_at", "proof"])
    log(acting, "incident.action_done", incident, {"action": found.pk, "proof": said})
    return found


@transaction.atomic
def close_action(acting: Person, action: IncidentAction) -> IncidentAction:
    """Close an action whose proof holds: somebody who keeps the incident, and neither owned nor did it."""
    check_keeper(acting, action.incident)
    incident, found = _standing(action)
    if found.done_at is None:
        raise Refused("Nobody reported this action done, so there is no proof to look at.")
    if acting.pk in {found.done_by_id, found.owner_id}:
        raise NotAllowed("You own this action or did it yourself, so somebody else has to close it.")
    found.closed_by, found.closed_at = acting, timezone.now()
    found.save(update_fields=["closed_by", "closed_at"])
    log(acting, "incident.action_closed", incident, {"action": found.pk})
    return found


def _standing(action: IncidentAction) -> tuple[Incident, IncidentAction]:
    incident = locked_open(action.incident)
    found = IncidentAction.objects.select_for_update(no_key=True).get(pk=action.pk)
    if found.closed_at is not None:
        raise Refused("This action is closed already.")
    return incident, found
