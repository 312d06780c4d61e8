"""The map of sites and barriers, ready to print."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from attending.program.models import Site
from attending.strategy.models import Barrier, ReadinessAssessment
from attending.strategy.presenters.readiness import level_status, people_count
from attending.strategy.queries.readiness import found_in
from attending.strategy.rules.enterprise import Place, enterprise
from attending.strategy.rules.readiness import (
    Assessed,
    BarrierResult,
    Level,
    barrier_of,
    is_stale,
    weakest_of,
)
from attending.ui import formats
from attending.ui.parts import Stat, Status

NEVER = Status("pending", "Never assessed")


@dataclass(frozen=True, slots=True)
class Cell:
    """One barrier at one site: its word and mark, what stands behind it, and where to look."""

    barrier: str
    status: Status
    basis: str
    url: str


@dataclass(frozen=True, slots=True)
class MapRow:
    """One site; ``stale`` names what is out of date."""

    site: str
    whole: Status
    cells: Sequence[Cell]
    wanted: str
    wanted_basis: str
    stale: str


@dataclass(frozen=True, slots=True)
class ReadinessMap:
    """Sites by barriers, what they say together, and three numbers."""

    rows: Sequence[MapRow]
    barriers: Sequence[str]
    sentences: Sequence[str]
    stats: Sequence[Stat]


def readiness_map(sites: Sequence[Site], newest: Sequence[ReadinessAssessment]) -> ReadinessMap:
    """``newest`` has for each site the newest assessment of one use case, or of each."""
    by_site: dict[int, list[ReadinessAssessment]] = {}
    for each in newest:
        by_site.setdefault(each.site_id, []).append(each)
    found = {site.pk: [(each, found_in(each)) for each in by_site.get(site.pk, ())] for site in sites}
    places = [
        Place(site.name, weakest_of([f for _, f in found[site.pk]]) if found[site.pk] else None) for site in sites
    ]
    rows = [_row(place, found[site.pk]) for site, place in zip(sites, places, strict=True)]
    return ReadinessMap(rows, [str(barrier.label) for barrier in Barrier], enterprise(places), _stats(places))


def _stats(places: Sequence[Place]) -> list[Stat]:
    known = [place.found for place in places if place.found is not None]
    ready = sum(each.level is Level.READY for each in known)
    divided = sum(result.divided for each in known for result in each.barriers)
    graded = sum(result.items - result.unknown for each in known for result in each.barriers)
    of_sites = f"of {formats.count(len(places))} sites"
    return [
        Stat("Ready", formats.count(ready), of_sites),
        Stat("Never assessed", formats.count(len(places) - len(known)), of_sites),
        Stat(
            "Items on which seats disagree",
            formats.count(divided),
            f"of {formats.count(graded)} graded",
            note="Nursing, platform, operations: two grades apart or more.",
        ),
    ]


def _row(place: Place, found: Sequence[tuple[ReadinessAssessment, Assessed]]) -> MapRow:
    if place.found is None:
        cells = [Cell(str(barrier.label), NEVER, "", "") for barrier in Barrier]
        return MapRow(place.name, NEVER, cells, "Not asked", "", "")
    now = timezone.now()
    old = sorted(
        {each.use_case.title for each, _ in found if each.closed_at is not None and is_stale(each.closed_at, now)}
    )
    pull = place.found.pull
    return MapRow(
        place.name,
        level_status(place.found.level, place.found.grade),
        [_cell(barrier, barrier_of(place.found, barrier), found) for barrier in Barrier],
        f"{formats.number(pull, 1)} of 5" if pull is not None else "Nobody said",
        people_count(len(place.found.pulls)) if place.found.pulls else "",
        f"Older than 12 months: {', '.join(old)}. Ask again." if old else "",
    )


def _cell(barrier: Barrier, result: BarrierResult, found: Sequence[tuple[ReadinessAssessment, Assessed]]) -> Cell:
    ruling = next(each for each, all_ in found if barrier_of(all_, barrier) == result)
    basis = [people_count(result.n), formats.date(ruling.closed_at)]
    if result.divided:
        basis.append(f"seats disagree on {result.divided}")
    if len(found) > 1:
        basis.append(f"weakest of {len(found)} use cases: {ruling.use_case.title}")
    url = reverse("strategy:readiness-assessment", args=[ruling.pk])
    return Cell(str(barrier.label), level_status(result.level, result.grade), ", ".join(basis), f"{url}#{barrier}")
