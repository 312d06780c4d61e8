"""Every text of a use case's maps by a name of its own: drafts and versions alike."""

from __future__ import annotations

from attending.program.models import UseCase
from attending.workflow.models import MapDraft, MapVersion
from attending.workflow.queries.maps import maps_of

_DRAFT, _VERSION = "draft-", "version-"


def texts_of(use_case: UseCase) -> list[tuple[str, str]]:
    """The names with words for a page: today's maps first, of each its versions and then its draft. Two queries."""
    found = []
    for care_map in maps_of(use_case):
        where = care_map.site.name if care_map.site else "every site"
        words = f"{care_map.get_kind_display()}, {where}"
        versions = sorted(care_map.versions.all(), key=lambda each: each.number)
        found += [(f"{_VERSION}{each.pk}", f"{words}: version {each.number}") for each in versions]
        found.append((f"{_DRAFT}{care_map.pk}", f"{words}: draft"))
    return found


def text_named(use_case: UseCase, name: str) -> str:
    """The text with a name from ``texts_of``; empty where it is not one of this use case. One query."""
    if name.startswith(_DRAFT):
        drafts = MapDraft.objects.filter(care_map__use_case=use_case, care_map_id=int(name.removeprefix(_DRAFT)))
        return drafts.values_list("text", flat=True).first() or ""
    versions = MapVersion.objects.filter(care_map__use_case=use_case, pk=int(name.removeprefix(_VERSION)))
    return versions.values_list("text", flat=True).first() or ""
