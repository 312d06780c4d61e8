"""How far each map is, as cards and words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from attending.program.models import UseCase
from attending.ui import formats
from attending.ui.parts import Link, Status
from attending.workflow.models import CareMap, MapKind
from attending.workflow.queries.maps import Standing, standing, standings
from attending.workflow.rules.map_text import hash_of


@dataclass(frozen=True, slots=True)
class MapCard:
    """A map on the home page."""

    kind: str
    where: str
    place: str
    state: Status
    told: str
    url: str
    edit_url: str


@dataclass(frozen=True, slots=True)
class WorkflowRow:
    """A use case on the list: how its maps of today and to be stand."""

    title: Link
    stage: str
    as_is: Status
    to_be: Status


def where(care_map: CareMap) -> str:
    """The site that a map is of."""
    return care_map.site.name if care_map.site else "every site"


def state(found: Standing) -> Status:
    """How far a map is, as a mark."""
    if found.in_hand is not None:
        return Status("pending", f"Version {found.in_hand.number} is being signed")
    if found.signed is not None:
        return Status("ok", f"Version {found.signed.number} signed")
    return Status("info", "Draft")


def told(found: Standing) -> str:
    """Who worked on it last, and whether the draft is newer than the newest version."""
    draft = found.care_map.draft
    saved = f"Saved by {draft.saved_by}, {formats.moment(draft.saved_at)}."
    if found.newest is None:
        return f"{saved} Not offered for signature yet."
    if found.newest.sha256 != hash_of(draft.text):
        return f"{saved} The draft is newer than version {found.newest.number}."
    return f"The draft is as in version {found.newest.number}."


def cards(maps: Sequence[CareMap], *, may_draw: bool) -> list[MapCard]:
    """``maps`` come from ``queries.maps.maps_of``."""
    return [
        MapCard(
            each.care_map.get_kind_display(),
            where(each.care_map),
            where(each.care_map).capitalize() if each.care_map.site is None else where(each.care_map),
            state(each),
            told(each),
            reverse("workflow:map", args=[each.care_map.pk]),
            reverse("workflow:edit-map", args=[each.care_map.pk]) if may_draw else "",
        )
        for each in standings(maps)
    ]


def rows(use_cases: Sequence[UseCase]) -> list[WorkflowRow]:
    """``use_cases`` come from ``queries.maps.use_cases_with_maps``."""
    return [
        WorkflowRow(
            Link(each.title, reverse("workflow:use-case", args=[each.key])),
            each.get_stage_display(),
            _of_kind(each, MapKind.AS_IS),
            _of_kind(each, MapKind.TO_BE),
        )
        for each in use_cases
    ]


def _of_kind(use_case: UseCase, kind: MapKind) -> Status:
    found = [standing(each) for each in use_case.care_maps.all() if each.kind == kind]
    best = min(found, key=lambda each: (each.signed is None, each.in_hand is None), default=None)
    return state(best) if best is not None else Status("neutral", "Not drawn")
