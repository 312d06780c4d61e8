"""What the hazard log and the drills ask of one person; a constant number of queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import QuerySet

from attending.program.models import Deployment, Person, Seat, SeatHolding, UseCase
from attending.program.models.deployments import IN_USE
from attending.program.queries.seats import holders_of
from attending.workflow.models import CareMap, Hazard, HazardControl, HazardLogVersion, HazardState, LogState, MapKind
from attending.workflow.queries.drills import standings
from attending.workflow.queries.hazard_log import entries_by_use_case, hash_of
from attending.workflow.queries.hazard_maps import drawn_by_use_case, in_force_by_use_case
from attending.workflow.queries.hazard_methods import method_of
from attending.workflow.rules.acceptance import lacking
from attending.workflow.rules.drills import DrillStanding, Practised
from attending.workflow.rules.hazard_entry import LogEntry

KEEPERS = (Seat.SAFETY_OFFICER, Seat.CLINICAL_OWNER)
DRILLERS = (Seat.OPERATIONAL_OWNER, Seat.CLINICAL_OWNER)
CONFIRMERS = (*KEEPERS, Seat.OPERATIONAL_OWNER, Seat.PLATFORM_OWNER)


@dataclass(frozen=True, slots=True)
class LogWork:
    """What a log asks of whoever keeps it.

    How many hazards of the map were not taken over, those without an owner, and whether it lacks nothing and was not
    put to a decision as it is.
    """

    use_case: UseCase
    waiting_on_map: int = 0
    without_owner: Sequence[Hazard] = ()
    to_put: bool = False


@dataclass(frozen=True, slots=True)
class HazardWork:
    """Everything: logs to keep, own hazards to rate, own controls to do, proofs to confirm, drills to hold."""

    logs: Sequence[LogWork] = ()
    to_rate: Sequence[Hazard] = ()
    to_do: Sequence[HazardControl] = ()
    to_confirm: Sequence[HazardControl] = ()
    drills: Sequence[tuple[Deployment, DrillStanding]] = field(default=())


def work_of(person: Person) -> HazardWork:
    """What waits for a person. At most sixteen queries, five where nothing is drawn or logged."""
    seated = {
        each.use_case_id: each.use_case
        for each in SeatHolding.objects.filter(person=person, ended_on=None, use_case__isnull=False).select_related(
            "use_case"
        )
        if each.use_case is not None
    }
    mapped = set(CareMap.objects.filter(use_case__in=seated, kind=MapKind.TO_BE).values_list("use_case", flat=True))
    concerned = list(Hazard.objects.filter(use_case__in=seated).values_list("use_case", flat=True))
    kept = [use_case for pk, use_case in seated.items() if pk in mapped | set(concerned)]
    holders = holders_of(kept) if kept else {}
    keeps = [each for each in kept if _is_first(person, holders.get(each.pk, {}), KEEPERS)]
    drills = [each for each in kept if each.pk in mapped and _is_first(person, holders.get(each.pk, {}), DRILLERS)]
    return HazardWork(
        logs=_logs(keeps) if keeps else (),
        to_rate=_to_rate(person),
        to_do=list(_open_controls().filter(owner=person, done_at=None)),
        to_confirm=_to_confirm(person, kept, holders) if kept else (),
        drills=_drills(drills) if drills else (),
    )


def _is_first(person: Person, holders: Mapping[Seat, Person], seats: Sequence[Seat]) -> bool:
    """Whether the person holds the first of these seats that somebody holds."""
    first = next((holders[seat] for seat in seats if seat in holders), None)
    return first is not None and first.pk == person.pk


def _logs(use_cases: Sequence[UseCase]) -> list[LogWork]:
    entries, maps = entries_by_use_case(use_cases), drawn_by_use_case(use_cases)
    versions: dict[int, list[HazardLogVersion]] = {each.pk: [] for each in use_cases}
    for version in HazardLogVersion.objects.filter(use_case__in=use_cases).defer("document").order_by("-number"):
        versions[version.use_case_id].append(version)
    found = []
    for use_case in use_cases:
        log, on_map = entries.get(use_case.pk, []), maps[use_case.pk]
        known = {each.hazard.key for each in log}
        missing = [each.name for key, each in on_map.hazards.items() if key not in known]
        owned = [each.hazard for each in log if each.is_ours and each.hazard.owner_id is None]
        to_put = not lacking(log, method_of, missing) and _not_put(use_case, log, versions[use_case.pk])
        if missing or owned or to_put:
            found.append(LogWork(use_case, len(missing), owned, to_put))
    return found


def _not_put(use_case: UseCase, entries: Sequence[LogEntry], versions: Sequence[HazardLogVersion]) -> bool:
    if not any(each.is_ours for each in entries):
        return False
    newest = versions[0] if versions else None
    if newest is None or newest.state == LogState.TAKEN_BACK:
        return True
    return newest.state != LogState.PROPOSED and newest.sha256 != hash_of(use_case, entries)


def _to_rate(person: Person) -> list[Hazard]:
    """Own open hazards without a rating before or after controls. One query."""
    own = Hazard.objects.filter(owner=person, state=HazardState.OPEN).select_related("use_case")
    return [
        each
        for each in own.prefetch_related("ratings")
        if {rating.phase for rating in each.ratings.all()} < {"initial", "residual"}
    ]


def _open_controls() -> QuerySet[HazardControl]:
    return HazardControl.objects.filter(
        existing=False, confirmed_at=None, withdrawn_at=None, hazard__state=HazardState.OPEN
    ).select_related("hazard__use_case", "owner", "done_by")


def _to_confirm(
    person: Person, use_cases: Sequence[UseCase], holders: Mapping[int, Mapping[Seat, Person]]
) -> list[HazardControl]:
    """Proofs that wait for the person: the first who may confirm and did not report it. One query."""
    found = []
    for control in _open_controls().filter(done_at__isnull=False, hazard__use_case__in=use_cases):
        seated = holders.get(control.hazard.use_case_id, {})
        able = [seated[seat] for seat in CONFIRMERS if seat in seated and seated[seat].pk != control.done_by_id]
        if able and able[0].pk == person.pk:
            found.append(control)
    return found


def _drills(use_cases: Sequence[UseCase]) -> list[tuple[Deployment, DrillStanding]]:
    """Deployments in use whose downtime is not known to work, on a map that has a fallback."""
    maps = in_force_by_use_case(use_cases)
    deployments = [
        each
        for each in Deployment.objects.filter(use_case__in=use_cases, state__in=IN_USE).select_related(
            "use_case", "unit__site"
        )
        if maps[each.use_case_id].at(each.unit.site).fallbacks
    ]
    found = standings(deployments)
    return [(each, found[each.pk]) for each in deployments if found[each.pk].state is not Practised.WORKED]
