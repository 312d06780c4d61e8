"""What the maps can say about a use case and a deployment: drawn, clean, signed by every discipline, walked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.urls import reverse

from attending.decisions.rules.statements import disciplines_in_words
from attending.maps.reading import read
from attending.program.models import Deployment, Discipline, Site, UseCase
from attending.program.registries.evidence import Finding, FindingState
from attending.workflow.models import MapKind, MapVersion
from attending.workflow.queries.maps import Standing, is_in_hand, is_signed, maps_of, standings
from attending.workflow.queries.places import sites_of
from attending.workflow.queries.signing import unsigned_disciplines
from attending.workflow.queries.walking import walked_at
from attending.workflow.rules.map_signing import in_words, musts

ITEMS = ("workflow-map", "workflow-as-is", "workflow-checks", "workflow-walked")
_MOST_NAMED = 3


def findings(subject: UseCase | Deployment) -> Iterable[Finding]:
    """Four findings about a use case, or about a deployment by the map of its site. At most six queries."""
    use_case, site = (subject, None) if isinstance(subject, UseCase) else (subject.use_case, subject.unit.site)
    found = standings(maps_of(use_case))
    to_be, as_is = (_of(found, kind, site) for kind in (MapKind.TO_BE, MapKind.AS_IS))
    home = reverse("workflow:use-case", args=[use_case.key])
    if to_be is None:
        missing = "Nobody has drawn how the work is to go."
        signed = Finding("workflow-map", "Map signed by every discipline", FindingState.MISSING, missing, None, home)
        return [signed, _as_is(as_is, home)]
    newest = to_be.newest
    return [
        _signed(to_be),
        _as_is(as_is, home),
        *([_clean(newest), _walked(newest, [site] if site else None)] if newest else []),
    ]


def _of(found: Sequence[Standing], kind: MapKind, site: Site | None) -> Standing | None:
    """The map of a kind that counts: of the site where there is one, or else of every site, or else any."""
    fitting = [each for each in found if each.care_map.kind == kind]
    if site is not None:
        fitting = [each for each in fitting if each.care_map.site_id in (site.pk, None)]
    return min(fitting, key=lambda each: each.care_map.site_id != (site.pk if site else None), default=None)


def _signed(to_be: Standing) -> Finding:
    link = reverse("workflow:map", args=[to_be.care_map.pk])
    newest = to_be.newest
    if newest is None:
        state, summary, as_of = FindingState.MISSING, "The map to be is a draft that was not offered yet.", None
    elif is_signed(newest):
        who = disciplines_in_words(newest.disciplines)
        state, summary, as_of = FindingState.MET, f"Version {newest.number} is signed by {who}.", newest.outcome.at
    else:
        missing = disciplines_in_words(unsigned_disciplines(newest))
        state = FindingState.PARTIAL if is_in_hand(newest) or to_be.signed else FindingState.MISSING
        waits = f"waits for {missing}" if is_in_hand(newest) else f"is not signed by {missing}"
        before = f" Version {to_be.signed.number} is signed." if to_be.signed else ""
        summary, as_of = f"Version {newest.number} {waits}.{before}", newest.offered_at
    return Finding("workflow-map", "Map signed by every discipline", state, summary, as_of, link)


def _as_is(as_is: Standing | None, home: str) -> Finding:
    title = "Map of the work as it is today"
    if as_is is None:
        missing = "Nobody has drawn how the work goes today, so nobody knows what would change."
        return Finding("workflow-as-is", title, FindingState.MISSING, missing, None, home)
    link = reverse("workflow:map", args=[as_is.care_map.pk])
    if as_is.signed is not None:
        summary = f"Version {as_is.signed.number} is signed."
        return Finding("workflow-as-is", title, FindingState.MET, summary, as_is.signed.offered_at, link)
    saved = as_is.care_map.draft.saved_at
    return Finding("workflow-as-is", title, FindingState.PARTIAL, "It is drawn, and not signed.", saved, link)


def _clean(version: MapVersion) -> Finding:
    found = musts(read(version.text))
    state = FindingState.PARTIAL if found else FindingState.MET
    more = f" And {len(found) - _MOST_NAMED} more." if len(found) > _MOST_NAMED else ""
    summary = f"{in_words(found[:_MOST_NAMED])}{more}" if found else "No check says that something must be mended."
    link = reverse("workflow:version", args=[version.pk])
    return Finding("workflow-checks", "Checks of the map", state, summary, version.offered_at, link)


def _walked(version: MapVersion, sites: Sequence[Site] | None) -> Finding:
    places = list(sites) if sites is not None else sites_of(version.care_map)
    there = walked_at(version)
    wanted = [(site, discipline) for site in places for discipline in version.disciplines]
    missing = [(site, discipline) for site, discipline in wanted if (site.pk, discipline) not in there]
    earlier = min((there[site.pk, discipline] for site, discipline in wanted), default=0) if not missing else 0
    if earlier == version.number:
        state, summary = FindingState.MET, f"Version {version.number} was walked by every discipline at every site."
    elif earlier:
        summary = f"Walked by every discipline at every site, in part as version {earlier}; it has changed since."
        state = FindingState.STALE
    else:
        state = FindingState.PARTIAL if there else FindingState.MISSING
        names = [f"{Discipline(discipline).label.lower()} at {site}" for site, discipline in missing]
        more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
        summary = f"Not walked yet by {', '.join(names[:_MOST_NAMED])}{more}." if names else "It runs at no site yet."
    link = reverse("workflow:walkthrough", args=[version.care_map.use_case.key])
    return Finding("workflow-walked", "Walked by each discipline", state, summary, version.offered_at, link)
