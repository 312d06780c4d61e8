"""What governance can say about a use case's risk tier: was it assessed by the questions that are asked now?"""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from attending.decisions.in_force import policy_of
from attending.governance.queries.tiering import newest
from attending.governance.rules.tiering import Standing, in_words, standing
from attending.program.models import Deployment, UseCase
from attending.program.registries.evidence import Finding, FindingState

ITEM = "risk-tier"
TITLE = "Risk tier"

_STATES = {
    Standing.HELD: FindingState.MET,
    Standing.STALE: FindingState.STALE,
    Standing.BY_HAND: FindingState.PARTIAL,
    Standing.NONE: FindingState.MISSING,
}


def findings(subject: UseCase | Deployment) -> Iterable[Finding]:
    """One finding about a use case; a deployment is answered for by its use case. Two queries."""
    if isinstance(subject, Deployment):
        return []
    last = newest([subject]).get(subject.pk)
    stands = standing(policy_of(subject.organisation_id), subject.risk_tier, last)
    link = reverse("governance:tier", args=[subject.key])
    at = last.assessed_at if last else None
    return [Finding(ITEM, TITLE, _STATES[stands], in_words(stands, subject.risk_tier, last), at, link)]
