"""Whether a use case may be judged, as a finding."""

from __future__ import annotations

from collections.abc import Iterable

from attending.program.models import Deployment, UseCase
from attending.program.registries.evidence import Finding, FindingState
from attending.program.registries.pages import url_of
from attending.strategy.queries.gates import standing
from attending.strategy.rules.gates import Eligibility, ruling

ITEM = "eligibility"
STATES = {
    Eligibility.ELIGIBLE: FindingState.MET,
    Eligibility.NOT_BEFORE: FindingState.PARTIAL,
    Eligibility.OUT: FindingState.MISSING,
}


def findings(subject: UseCase | Deployment) -> Iterable[Finding]:
    """One finding about a use case. Three queries."""
    if isinstance(subject, Deployment):
        return []
    states = standing([subject])[subject.pk]
    found = ruling(states)
    told = [f"Out: {reason}" for reason in found.reasons] or [f"Not before {each}." for each in found.before]
    newest = max((state.at for state in states if state.at is not None), default=None)
    return [
        Finding(
            ITEM,
            "May it be judged",
            STATES[found.eligibility],
            " ".join(told) or "Every gate is met.",
            newest,
            f"{url_of(subject)}#gates",
        )
    ]
