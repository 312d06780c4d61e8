"""Who was in the room when a panel judged, and who was missing."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from attending.program.models import Discipline, Site
from attending.strategy.models import Panel, ScoreSheet
from attending.strategy.queries.panels import expected_of, panelists_of


@dataclass(frozen=True, slots=True)
class Room:
    """``there`` and ``missing``: panelists who scored, and who did not. ``unheard``: who was expected and not there."""

    there: tuple[str, ...]
    missing: tuple[str, ...]
    unheard: tuple[str, ...]


def room_of(panel: Panel) -> Room:
    """Three queries."""
    scored = set(
        ScoreSheet.objects.filter(round__panel=panel, handed_in_at__isnull=False).values_list("panelist_id", flat=True)
    )
    people = panelists_of(panel)
    present = Counter((each.discipline, each.site_id) for each in people if each.pk in scored)
    sites = dict(Site.objects.filter(organisation=panel.organisation_id).values_list("pk", "name"))
    unheard = []
    for each in expected_of(panel):
        there = sum(
            n
            for (discipline, site), n in present.items()
            if discipline == each.discipline and each.site in {None, site}
        )
        if there < each.count:
            where = "" if each.site is None else f" at {sites.get(each.site, 'a site')}"
            label = Discipline(each.discipline).label
            unheard.append(f"{label}{where}: {there} of {each.count}")
    return Room(
        tuple(f"{each.person} ({each.get_discipline_display()})" for each in people if each.pk in scored),
        tuple(f"{each.person} ({each.get_discipline_display()})" for each in people if each.pk not in scored),
        tuple(unheard),
    )
