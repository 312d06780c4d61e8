"""The sites that matter for a map: where it is of, where its AI is deployed, and where somebody walked."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q

from attending.program.models import Site
from attending.workflow.models import CareMap, Walkthrough


def sites_of(care_map: CareMap, walks: Sequence[Walkthrough] = ()) -> list[Site]:
    """The map's own site or, for a map of every site, those of the deployments; and where it was walked. One query."""
    wanted = Q(pk__in={each.site_id for each in walks})
    if care_map.site_id is not None:
        wanted |= Q(pk=care_map.site_id)
    else:
        wanted |= Q(units__deployments__use_case=care_map.use_case_id)
    return list(Site.objects.filter(wanted).distinct().order_by("name"))
