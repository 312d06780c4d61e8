"""Whether the downtime of a deployment was practised, as a finding."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from attending.program.models import Deployment, UseCase
from attending.program.registries.evidence import Finding, FindingState
from attending.workflow.queries.drills import standings
from attending.workflow.queries.hazard_maps import in_force
from attending.workflow.rules.drills import Practised, in_words

ITEM = "downtime-drill"
_STATES = {
    Practised.WORKED: FindingState.MET,
    Practised.NEVER: FindingState.MISSING,
    Practised.FAILED: FindingState.PARTIAL,
    Practised.OLD: FindingState.STALE,
    Practised.MAP_CHANGED: FindingState.STALE,
}


def findings(subject: UseCase | Deployment) -> Iterable[Finding]:
    """One finding about a deployment whose use case has a map of how the work is to be. Four queries."""
    if isinstance(subject, UseCase):
        return []
    on_map = in_force(subject.use_case).at(subject.unit.site)
    if not on_map.maps:
        return []
    link = reverse("workflow:drills", args=[subject.use_case.key])
    if not on_map.fallbacks:
        summary = "The map has no fallback step, so there is nothing to practise."
        return [Finding(ITEM, "Downtime drill", FindingState.MISSING, summary, None, link)]
    standing = standings([subject])[subject.pk]
    at = standing.newest.recorded_at if standing.newest else None
    return [Finding(ITEM, "Downtime drill", _STATES[standing.state], in_words(standing), at, link)]
