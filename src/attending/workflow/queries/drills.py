"""Downtime drills, and the deployments they are asked of; a constant number of queries each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from django.utils import timezone

from attending.program.models import Deployment, UseCase
from attending.program.models.deployments import State
from attending.workflow.models import DowntimeDrill, MapKind, MapOutcome
from attending.workflow.rules.drills import DrillStanding, drill_standing


def deployments_of(use_case: UseCase) -> list[Deployment]:
    """Where a use case runs or is to run, without what was retired. One query."""
    found = Deployment.objects.filter(use_case=use_case).exclude(state=State.RETIRED)
    return list(found.select_related("unit__site", "model_version__ai_model", "use_case").order_by("unit__name", "pk"))


def standings(deployments: Sequence[Deployment], today: date | None = None) -> dict[int, DrillStanding]:
    """How the downtime of each deployment stands, by primary key. Two queries."""
    drills: dict[int, list[DowntimeDrill]] = defaultdict(list)
    for drill in DowntimeDrill.objects.filter(deployment__in=deployments).select_related("recorded_by"):
        drills[drill.deployment_id].append(drill)
    signed = _signed_on({each.use_case_id for each in deployments})
    return {
        each.pk: drill_standing(
            drills[each.pk],
            map_signed_on=signed.get((each.use_case_id, each.unit.site_id), signed.get((each.use_case_id, None))),
            today=today or timezone.localdate(),
        )
        for each in deployments
    }


def drills_of(use_case: UseCase) -> list[DowntimeDrill]:
    """Every drill of a use case, newest first. One query."""
    return list(
        DowntimeDrill.objects.filter(deployment__use_case=use_case)
        .select_related("deployment__unit__site", "recorded_by")
        .order_by("-held_on", "-pk")
    )


def _signed_on(use_cases: set[int]) -> dict[tuple[int, int | None], date]:
    """When the map of a use case was signed last, by use case and by site (None for every site)."""
    found = MapOutcome.objects.filter(
        signed=True, version__care_map__kind=MapKind.TO_BE, version__care_map__use_case__in=use_cases
    ).order_by("at")
    rows = found.values_list("version__care_map__use_case", "version__care_map__site", "at")
    return {(use_case, site): timezone.localdate(at) for use_case, site, at in rows}
