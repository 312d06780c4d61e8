"""Maps of care, their drafts and versions; a constant number of queries each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from attending.program.models import Organisation, UseCase
from attending.program.once import once_a_page
from attending.workflow.models import CareMap, MapKind, MapVersion


def _with_versions(maps: QuerySet[CareMap]) -> QuerySet[CareMap]:
    versions = MapVersion.objects.select_related("offered_by", "outcome__decision", "offer__proposal").defer("text")
    return maps.select_related("use_case__organisation", "site", "draft__saved_by", "opened_by").prefetch_related(
        Prefetch("versions", versions.order_by("-number"))
    )


@once_a_page
def maps_of(use_case: UseCase) -> list[CareMap]:
    """The maps of a use case, with drafts and versions (newest first, their texts left out). Two queries."""
    return list(_with_versions(CareMap.objects.filter(use_case=use_case)))


def map_of(organisation: Organisation, pk: int) -> CareMap:
    """One map with its draft and versions; raises CareMap.DoesNotExist. Two queries."""
    return _with_versions(CareMap.objects.filter(use_case__organisation=organisation)).get(pk=pk)


def version_of(organisation: Organisation, pk: int) -> MapVersion:
    """One version with its map; raises MapVersion.DoesNotExist. One query."""
    return MapVersion.objects.select_related(
        "care_map__use_case__organisation", "care_map__site", "offered_by", "outcome__decision", "offer__proposal"
    ).get(care_map__use_case__organisation=organisation, pk=pk)


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a map is. Of its versions: ``newest``, the newest that is ``signed``, and the one ``in_hand``."""

    care_map: CareMap
    newest: MapVersion | None
    signed: MapVersion | None
    in_hand: MapVersion | None


def standing(care_map: CareMap) -> Standing:
    """How far a map from ``maps_of`` or ``map_of`` is. No query."""
    versions = list(care_map.versions.all())
    newest = versions[0] if versions else None
    signed = next((each for each in versions if is_signed(each)), None)
    return Standing(care_map, newest, signed, next((each for each in versions if is_in_hand(each)), None))


def is_signed(version: MapVersion) -> bool:
    """Whether every discipline in it has signed; ``outcome`` should be loaded."""
    return hasattr(version, "outcome") and version.outcome.signed


def is_in_hand(version: MapVersion) -> bool:
    """Whether the version is being signed now; ``offer`` and its proposal should be loaded."""
    return hasattr(version, "offer") and version.offer.proposal.state == "open"


def has_to_be(care_map: CareMap) -> bool:
    """Whether the work as it is to be is drawn for the same site as this map. One query."""
    return CareMap.objects.filter(use_case=care_map.use_case_id, kind=MapKind.TO_BE, site=care_map.site_id).exists()


def standings(maps: Sequence[CareMap]) -> list[Standing]:
    """How far each map is."""
    return [standing(each) for each in maps]


def use_cases_with_maps(organisation: Organisation) -> QuerySet[UseCase]:
    """Every use case, for the list: with its maps, their drafts and versions prefetched."""
    return (
        UseCase.objects.filter(organisation=organisation)
        .select_related("organisation")
        .prefetch_related(Prefetch("care_maps", _with_versions(CareMap.objects.defer("draft__text"))))
    )
