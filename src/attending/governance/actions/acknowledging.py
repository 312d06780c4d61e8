"""Say that one has a breach or a drill: the next levels wait until the deadline, the automatic pause does not."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from attending.decisions.actions.record import require_not_dated_back
from attending.governance.models import Acknowledgement, Breach, Drill
from attending.governance.queries.escalation import people_told
from attending.ledger.actions import take_turn
from attending.program.actions.record import check_organisation, log
from attending.program.models import Person
from attending.program.queries.seats import seats_of
from attending.program.rules import RIGHTS, Act, NotAllowed, Refused


@transaction.atomic
def acknowledge(acting: Person, breach: Breach, *, note: str = "", now: datetime | None = None) -> Acknowledgement:
    """Say that one has a breach. Whoever was told may, and whoever may pause; each person once, while it is open."""
    _check(acting, breach)
    take_turn()
    standing = Breach.objects.select_for_update(no_key=True, of=("self",)).get(pk=breach.pk)
    if standing.closed_at is not None:
        raise Refused("This breach is closed already; there is nothing to take over.")
    if Acknowledgement.objects.filter(breach=standing, person=acting).exists():
        raise Refused("You said already that you have it. Read the packet and decide.")
    now = now or timezone.now()
    require_not_dated_back(now)
    record = Acknowledgement.objects.create(breach=standing, person=acting, note=note.strip(), at=now)
    log(acting, "oversight.acknowledged", standing, {"note": record.note})
    return record


@transaction.atomic
def acknowledge_drill(acting: Person, drill: Drill, *, now: datetime | None = None) -> Acknowledgement:
    """Answer a drill, which ends it. Not whoever opened it: that would measure nothing."""
    _check(acting, drill)
    take_turn()
    now = now or timezone.now()
    require_not_dated_back(now)
    if acting.pk == drill.opened_by_id:
        raise Refused("You opened this drill; somebody who was told has to answer it.")
    if Acknowledgement.objects.filter(drill=drill).exists():
        raise Refused("This drill was answered already.")
    if now > drill.answer_by:
        raise Refused("The time of this drill is over. It stays on record as not answered; open another.")
    record = Acknowledgement.objects.create(drill=drill, person=acting, at=now)
    seconds = int((now - drill.opened_at).total_seconds())
    log(acting, "drill.acknowledged", drill, {"seconds": seconds, "level": len(drill.escalation.all()) - 1})
    return record


def may_acknowledge(acting: Person, subject: Breach | Drill) -> bool:
    """Whether they were told, or hold a seat that may pause."""
    if acting.pk in {person.pk for person in people_told(subject)}:
        return True
    return bool(seats_of(acting, subject.threshold.deployment.use_case) & RIGHTS[Act.CHANGE_DEPLOYMENT])


def _check(acting: Person, subject: Breach | Drill) -> None:
    check_organisation(acting, subject.threshold.deployment.use_case.organisation_id)
    if not acting.active or not may_acknowledge(acting, subject):
        raise NotAllowed("Only somebody who was told of it, or whose seat may pause, can say that they have it.")
