"""How ready the sites are for a use case, as a finding."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from attending.program.models import Deployment, UseCase
from attending.program.registries.evidence import Finding, FindingState
from attending.program.registries.pages import url_of
from attending.strategy.queries.readiness import found_in, newest_by_site, sites
from attending.strategy.rules.enterprise import Place, enterprise
from attending.strategy.rules.readiness import Level, is_stale


def findings(subject: UseCase | Deployment) -> Iterable[Finding]:
    """One finding about a use case: met only where every site was assessed, lately, and is ready. Two queries."""
    if isinstance(subject, Deployment):
        return []
    newest = {each.site_id: each for each in newest_by_site(subject.organisation, subject)}
    found = {pk: found_in(each) for pk, each in newest.items()}
    places = [Place(site.name, found.get(site.pk)) for site in sites(subject.organisation)]
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
            "readiness",
            "Readiness of the sites",
            state,
            " ".join(enterprise(places)[:2]),
            min(closed, default=None),
            f"{url_of(subject)}#readiness",
        )
    ]
