"""Reality checks, how their logs are read, and which maps still wait for one."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet

from attending.program.models import Organisation, Person, Seat, Site, UseCase
from attending.workflow.models import CareMap, LogMapping, MapKind, MapOutcome, MapVersion, RealityCheck
from attending.workflow.queries.held_seats import seats_on_use_cases
from attending.workflow.queries.maps import maps_of, standing


def newest_mapping(use_case: UseCase, name: str = "") -> LogMapping | None:
    """How the log of a use case was read last, of this name if one is given."""
    found = LogMapping.objects.filter(use_case=use_case)
    return (found.filter(name=name) if name else found).order_by("-saved_at", "-pk").first()


def checks_of(use_case: UseCase) -> Sequence[RealityCheck]:
    """The checks of a use case's maps, the newest first, without what they hold."""
    found = RealityCheck.objects.filter(version__care_map__use_case=use_case)
    return list(found.select_related("version__care_map__site", "site", "checked_by").defer("results"))


def check_of(organisation: Organisation, pk: int) -> RealityCheck:
    """One check; raises RealityCheck.DoesNotExist."""
    return RealityCheck.objects.select_related(
        "version__care_map__use_case__organisation", "version__care_map__site", "site", "mapping", "checked_by"
    ).get(version__care_map__use_case__organisation=organisation, pk=pk)


def newest_check(use_case: UseCase) -> RealityCheck | None:
    """The newest check of a map of how the work is today."""
    found = RealityCheck.objects.filter(version__care_map__use_case=use_case, version__care_map__kind=MapKind.AS_IS)
    return found.select_related("version__care_map__site").first()


def versions_to_check(use_case: UseCase) -> list[MapVersion]:
    """The newest version of each map of a use case, of today first; a draft is held against nothing. Two queries."""
    found = [standing(each) for each in maps_of(use_case)]
    newest = [each.newest for each in found if each.newest is not None]
    return sorted(newest, key=lambda version: version.care_map.kind != MapKind.AS_IS)


def newest_version(care_map: CareMap) -> MapVersion | None:
    """The newest version of a map."""
    return MapVersion.objects.filter(care_map=care_map).order_by("-number").first()


def sites_of(organisation: Organisation) -> QuerySet[Site]:
    """The sites that a log may be of."""
    return Site.objects.filter(organisation=organisation).order_by("name")


def newest_as_is(use_case: UseCase) -> MapVersion | None:
    """The newest version of a map of how the work is today; None where there is none. Two queries."""
    found = [standing(each).newest for each in maps_of(use_case) if each.kind == MapKind.AS_IS]
    return max((each for each in found if each is not None), key=lambda version: version.offered_at, default=None)


CHECKERS = (Seat.CLINICAL_OWNER, Seat.OPERATIONAL_OWNER, Seat.NURSING_LEAD)


def unchecked_maps(person: Person) -> list[tuple[MapOutcome, Seat]]:
    """Signed maps of today that no log was held against, of use cases the person answers for. Two queries."""
    seats = seats_on_use_cases(person, CHECKERS)
    if not seats:
        return []
    signed = MapOutcome.objects.filter(
        version__care_map__kind=MapKind.AS_IS, signed=True, version__care_map__use_case__in=seats
    ).exclude(version__care_map__versions__reality_checks__isnull=False)
    newest: dict[int, MapOutcome] = {}
    for outcome in signed.select_related("version__care_map__use_case", "version__care_map__site").order_by("at"):
        newest[outcome.version.care_map_id] = outcome
    return [(outcome, seats[outcome.version.care_map.use_case_id]) for outcome in newest.values()]
