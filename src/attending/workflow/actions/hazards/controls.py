"""Controls of a hazard: added, reported done with proof, confirmed by somebody else, or withdrawn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from attending.ledger.actions import take_turn
from attending.program.actions.record import check, check_organisation, log
from attending.program.models import Person
from attending.program.rules import Act, NotAllowed, Refused
from attending.workflow.actions.hazards.record import check_owner, held_open, require_open, standing
from attending.workflow.models import ControlKind, ControlSide, Hazard, HazardControl
from attending.workflow.queries.hazard_maps import drawn


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A control. ``step`` is the step of the map that does it, if one does; without a day it is there already."""

    what: str
    kind: ControlKind
    side: ControlSide
    owner: Person
    step: str = ""
    due_on: date | None = None


@transaction.atomic
def add_control(acting: Person, hazard: Hazard, control: Planned) -> HazardControl:
    """Add a control that is there already, or a further one with the day it is due."""
    on = held_open(acting, hazard)
    check_owner(on, control.owner)
    what = " ".join(control.what.split())
    if not what:
        raise Refused("Say what the control is.")
    steps = drawn(on.use_case).steps
    if control.step and control.step not in steps:
        known = ", ".join(steps) or "none, because there is no map yet"
        raise Refused(f"The map has no step {control.step!r}. Its steps are: {known}.")
    if control.due_on is not None and control.due_on < timezone.localdate():
        raise Refused(f"It is due on {control.due_on:%-d %B %Y}, which is past; say when it will be done.")
    if on.controls.filter(what=what, step=control.step, withdrawn_at=None).exists():
        raise Refused("This hazard has that control already.")
    found = HazardControl.objects.create(
        hazard=on,
        kind=control.kind,
        side=control.side,
        what=what,
        step=control.step,
        existing=control.due_on is None,
        owner=control.owner,
        due_on=control.due_on,
        added_by=acting,
        added_at=timezone.now(),
    )
    due = control.due_on.isoformat() if control.due_on else ""
    payload = {"control": found.pk, "what": what, "kind": str(control.kind), "owner": control.owner.pk, "due_on": due}
    log(acting, "hazard.control_added", on, payload)
    return found


@transaction.atomic
def report_done(acting: Person, control: HazardControl, *, proof: str) -> HazardControl:
    """Say that a further control is done, and what proves it: its owner, or whoever keeps the log."""
    check_organisation(acting, control.hazard.use_case.organisation_id)
    if acting.pk != control.owner_id or not acting.active:
        check(acting, Act.KEEP_HAZARDS, control.hazard.use_case)
    hazard = require_open(standing(control.hazard))
    found = _standing(control)
    if found.existing:
        raise Refused("This control was there already; nothing of it is left to do.")
    if found.confirmed_at is not None:
        raise Refused("This control was confirmed as done already.")
    if not proof.strip():
        raise Refused("Say what proves it: a document, a test, who was trained and when.")
    if found.done_by_id == acting.pk and found.proof == proof.strip():
        raise Refused("You reported exactly that already; somebody else has to confirm it.")
    found.done_by, found.done_at, found.proof = acting, timezone.now(), proof.strip()
    found.save(update_fields=["done_by", "done_at", "proof"])
    log(acting, "hazard.control_done", hazard, {"control": found.pk, "proof": found.proof})
    return found


@transaction.atomic
def confirm_done(acting: Person, control: HazardControl) -> HazardControl:
    """Confirm that the proof holds: somebody who keeps the log, and not whoever reported it."""
    check(acting, Act.KEEP_HAZARDS, control.hazard.use_case)
    hazard = require_open(standing(control.hazard))
    found = _standing(control)
    if found.done_at is None:
        raise Refused("Nobody reported this control done, so there is no proof to confirm.")
    if found.confirmed_at is not None:
        raise Refused("This control was confirmed already.")
    if found.done_by_id == acting.pk:
        raise NotAllowed("You reported it done, so somebody else who keeps the log has to confirm it.")
    found.confirmed_by, found.confirmed_at = acting, timezone.now()
    found.save(update_fields=["confirmed_by", "confirmed_at"])
    log(acting, "hazard.control_confirmed", hazard, {"control": found.pk})
    return found


@transaction.atomic
def withdraw_control(acting: Person, control: HazardControl, *, reason: str) -> HazardControl:
    """Count on a control no more. It stays on record."""
    hazard = held_open(acting, control.hazard)
    found = _standing(control)
    if not reason.strip():
        raise Refused("Say why it is not counted on any more.")
    found.withdrawn_at, found.withdrawn_because = timezone.now(), reason.strip()
    found.save(update_fields=["withdrawn_at", "withdrawn_because"])
    log(acting, "hazard.control_withdrawn", hazard, {"control": found.pk, "reason": found.withdrawn_because})
    return found


def _standing(control: HazardControl) -> HazardControl:
    take_turn()
    found = HazardControl.objects.select_for_update(no_key=True).get(pk=control.pk)
    if found.withdrawn_at is not None:
        raise Refused("This control was withdrawn.")
    return found
