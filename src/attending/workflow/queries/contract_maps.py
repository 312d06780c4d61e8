"""The map of how the work is to be that counts where a deployment runs."""

from __future__ import annotations

from collections.abc import Sequence

from attending.maps.model import CareMap as Drawn
from attending.program.models import Deployment
from attending.workflow.models import CareMap, MapKind, MapVersion
from attending.workflow.queries.maps import maps_of, standing
from attending.workflow.rules.map_text import readable


def to_be_of(deployment: Deployment) -> CareMap | None:
    """The to-be map for the deployment's site, or else the one of every site; None where there is none. Two queries."""
    return to_be_among(maps_of(deployment.use_case), deployment)


def to_be_among(maps: Sequence[CareMap], deployment: Deployment) -> CareMap | None:
    """The same, among the maps of the use case. No query where the deployment's unit is loaded."""
    found = [each for each in maps if each.kind == MapKind.TO_BE and each.site_id in {None, deployment.unit.site_id}]
    return min(found, key=lambda each: each.site_id is None, default=None)


def signed_version(care_map: CareMap | None) -> MapVersion | None:
    """The newest version of a map that everybody in it has signed."""
    return standing(care_map).signed if care_map else None


def newest_text(care_map: CareMap | None) -> tuple[MapVersion | None, str]:
    """The text to study: that of the newest version, or of the draft while there is none; empty without a map."""
    if care_map is None:
        return None, ""
    newest = standing(care_map).newest
    return newest, newest.text if newest else care_map.draft.text


def drawn(text: str) -> Drawn | None:
    """The map that a text describes; None for one that is empty or cannot be read yet."""
    return readable(text) if text else None
