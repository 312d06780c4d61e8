"""How ready the sites are for a use case, as a finding."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from attending.program.models import Deployment, UseCase
from attending.program.models.deployments import State
from attending.program.registries.evidence import Finding, FindingState
from attending.program.registries.pages import url_of
from attending.strategy.queries.readiness import found_in, newest_by_site, sites
from attending.strategy.rules.enterprise import Place, enterprise, ready_sentences
from attending.strategy.rules.readiness import Level, is_stale

ITEM = "readiness"


def findings(subject: UseCase | Deployment) -> Iterable[Finding]:
    """One finding about a use case: met only where its sites were assessed, lately, and are ready. Three queries.

    Its sites are those where it is or is planned to be used; while there is none, every site of the organisation.
    """
    if isinstance(subject, Deployment):
        return []
    planned = set(subject.deployments.exclude(state=State.RETIRED).values_list("unit__site", flat=True))
    asked = [site for site in sites(subject.organisation) if site.pk in planned or not planned]
    there = {site.pk for site in asked}
    newest = {each.site_id: each for each in newest_by_site(subject.organisation, subject) if each.site_id in there}
    found = {pk: found_in(each) for pk, each in newest.items()}
    places = [Place(site.name, found.get(site.pk)) for site in asked]
    closed = [each.closed_at for each in newest.values() if each.closed_at is not None]
    now = timezone.now()
    if not closed:
        state = FindingState.MISSING
    elif any(is_stale(each, now) for each in closed):
        state = FindingState.STALE
    elif all(place.found is not None and place.found.level is Level.READY for place in places):
        state = FindingState.MET
    else:
        state = FindingState.PARTIAL
    return [
        Finding(
            ITEM,
            "Readiness of the sites",
            state,
            " ".join(ready_sentences(places) if planned and closed else enterprise(places)[:2]),
            min(closed, default=None),
            f"{url_of(subject)}#readiness",
        )
    ]
