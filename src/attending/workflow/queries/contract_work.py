"""Which contracts wait to be written or put to the unit, for one person."""

from __future__ import annotations

from django.db.models import Q

from attending.program.models import Deployment, Person, Seat
from attending.program.models.deployments import State
from attending.workflow.models import MapKind, MapOutcome
from attending.workflow.queries.contracts import Standing, standings
from attending.workflow.queries.held_seats import seats_on_use_cases

WRITERS = (Seat.NURSING_LEAD, Seat.OPERATIONAL_OWNER, Seat.CLINICAL_OWNER)


def unsigned_deployments(person: Person) -> list[tuple[Standing, Seat, MapOutcome]]:
    """Deployments whose to-be map is signed, without a contract that holds or is put, of those who may write it."""
    seats = seats_on_use_cases(person, WRITERS)
    signed = MapOutcome.objects.filter(
        Q(version__care_map__kind=MapKind.TO_BE), signed=True, version__care_map__use_case__in=seats
    ).select_related("version__care_map__use_case__organisation")
    newest: dict[int, MapOutcome] = {}
    for outcome in signed.order_by("at"):
        newest[outcome.version.care_map.use_case_id] = outcome
    found = []
    for outcome in newest.values():
        use_case = outcome.version.care_map.use_case
        rows = Deployment.objects.filter(use_case=use_case).exclude(state__in=[State.RETIRED, State.PAUSED])
        deployments = rows.select_related("use_case", "unit__site", "model_version__ai_model").order_by("pk")
        for standing in standings(use_case, deployments):
            waits = standing.signed is None or standing.lapsed
            if standing.signed_map is not None and waits and not _is_put(standing):
                found.append((standing, seats[use_case.pk], outcome))
    return found


def _is_put(standing: Standing) -> bool:
    return standing.in_hand is not None and standing.in_hand.state == "proposed"
