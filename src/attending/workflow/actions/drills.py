"""Record a downtime drill: the AI was taken away on purpose, and it was seen whether the fallback works."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from attending.ledger.actions import take_turn
from attending.ledger.canonical import Json
from attending.program.actions.record import check, log
from attending.program.models import Deployment, Person
from attending.program.rules import Act, Refused
from attending.workflow.models import DowntimeDrill
from attending.workflow.queries.hazard_maps import in_force

MOST_PEOPLE = 1_000
MOST_MINUTES = 7 * 24 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """How a drill went: ``minutes`` until the fallback ran, 0 to a week; ``people`` who took part, 1 to 1,000."""

    held_on: date
    fallback: str
    people: int
    minutes: float
    worked: bool
    found: str
    shift: str = ""
    follows: str = ""


@transaction.atomic
def record_drill(acting: Person, deployment: Deployment, held: Held) -> DowntimeDrill:
    """Record a drill of a deployment on a fallback step of the map that holds at its site."""
    check(acting, Act.RECORD_DRILL, deployment.use_case)
    take_turn()
    on_map = in_force(deployment.use_case).at(deployment.unit.site)
    if held.fallback not in on_map.fallbacks:
        known = ", ".join(on_map.fallbacks) or "none: draw the fallback of each AI step first"
        raise Refused(f"The map has no fallback step {held.fallback!r}. Its fallback steps are: {known}.")
    shifts = {shift.key for _, care_map in on_map.maps for shift in care_map.shifts}
    if held.shift and held.shift not in shifts:
        raise Refused(f"The map has no shift {held.shift!r}. Its shifts are: {', '.join(sorted(shifts)) or 'none'}.")
    _check(held)
    same = DowntimeDrill.objects.filter(
        deployment=deployment, held_on=held.held_on, shift=held.shift, fallback=held.fallback
    )
    if same.exists():
        raise Refused("This drill is on record already; another one is held on another day or shift.")
    drill = DowntimeDrill.objects.create(
        deployment=deployment,
        held_on=held.held_on,
        shift=held.shift,
        fallback=held.fallback,
        people=held.people,
        minutes=held.minutes,
        worked=held.worked,
        found=held.found.strip(),
        follows=held.follows.strip(),
        recorded_by=acting,
        recorded_at=timezone.now(),
    )
    payload: dict[str, Json] = {
        "deployment": deployment.pk,
        "held_on": held.held_on.isoformat(),
        "fallback": held.fallback,
        "worked": held.worked,
    }
    log(acting, "downtime_drill.recorded", drill, payload)
    return drill


def _check(held: Held) -> None:
    if held.held_on > timezone.localdate():
        raise Refused(f"The drill was held on {held.held_on:%-d %B %Y}, which is yet to come; record it afterwards.")
    if not 1 <= held.people <= MOST_PEOPLE:
        raise Refused(f"{held.people} people took part; write a number from 1 to {MOST_PEOPLE:,}.")
    if not math.isfinite(held.minutes) or not 0 <= held.minutes <= MOST_MINUTES:
        raise Refused(f"{held.minutes:g} minutes until the fallback ran; write a number from 0 to {MOST_MINUTES:,}.")
    if not held.found.strip():
        raise Refused("Say what was found; a drill without a finding teaches nobody.")
    if not held.worked and not held.follows.strip():
        raise Refused("The fallback did not work: say what follows, and who does it.")
