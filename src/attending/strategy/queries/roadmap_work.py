"""What waits for owners because of panels and roadmaps; a constant number of queries each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Max, Q

from attending.program.models import Person, Seat, UseCase
from attending.program.models.deployments import State
from attending.program.models.use_cases import Kind
from attending.program.queries.seats import holders_of
from attending.strategy.models import PanelState, Progress, Roadmap
from attending.strategy.queries.current_plans import kept
from attending.strategy.queries.roadmaps import decided, newest_plan
from attending.strategy.rules.quarters import later

ANSWERING = (Seat.OPERATIONAL_OWNER, Seat.CLINICAL_OWNER, Seat.PLATFORM_OWNER)
"""Who is asked what a use case takes, and where it is: the first of these seats that is held."""


def seat_of(person: Person, use_cases: Sequence[UseCase]) -> dict[int, Seat]:
    """For each use case that this person is to answer for, by primary key, in which seat. One query."""
    found: dict[int, Seat] = {}
    for pk, holders in holders_of(list(use_cases)).items():
        seat = next((seat for seat in ANSWERING if seat in holders), None)
        if seat is not None and holders[seat].pk == person.pk:
            found[pk] = seat
    return found


def unestimated(person: Person) -> list[UseCase]:
    """What was judged by a closed panel, or is enabling work, and has no estimate, among what this person holds."""
    judged = Q(panel_items__panel__state=PanelState.CLOSED) | Q(kind=Kind.ENABLING)
    held = Q(holdings__person=person, holdings__ended_on=None, holdings__seat__in=[str(seat) for seat in ANSWERING])
    found = UseCase.objects.filter(held, organisation_id=person.organisation_id, effort=None).filter(judged)
    since = Max("panel_items__panel__closed_at")
    return list(found.exclude(deployments__state=State.LIVE).annotate(judged_at=since).order_by("title"))


@dataclass(frozen=True, slots=True)
class Unreported:
    """A use case of the decided plan of which nothing was said this quarter; it was to start in ``planned``."""

    roadmap: Roadmap
    use_case: UseCase
    planned: date


def unreported(person: Person, *, this_quarter: date) -> list[Unreported]:
    """What should be in work by the decided plan, has not finished, and was not reported on since the quarter began."""
    roadmap = decided(person.organisation)
    record = newest_plan(roadmap) if roadmap else None
    if roadmap is None or record is None:
        return []
    starts = {key: later(roadmap.first_quarter, at) for key, at in kept(record).plan.starts.items()}
    due = [key for key, start in starts.items() if start <= this_quarter]
    reported = Progress.objects.filter(roadmap=roadmap, reported_at__date__gte=this_quarter)
    finished = Progress.objects.filter(use_case__organisation=person.organisation_id, finished__isnull=False)
    found = (
        UseCase.objects.filter(organisation=person.organisation_id, key__in=due)
        .exclude(pk__in=reported.values("use_case"))
        .exclude(pk__in=finished.values("use_case"))
    )
    return [Unreported(roadmap, each, starts[each.key]) for each in found.order_by("title")]
