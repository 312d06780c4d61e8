"""What governance can say about an organisation's AI policy: which version is in force, and since when."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from attending.decisions.in_force import policy_of
from attending.decisions.models import PolicyVersion
from attending.decisions.models.policies import PolicyState
from attending.program.models import Organisation
from attending.program.registries.evidence import Finding, FindingState

ITEM = "policy"
TITLE = "AI policy in force"


def findings(organisation: Organisation) -> Iterable[Finding]:
    """One finding: met once a version was adopted by a signed decision. At most two queries."""
    link = reverse("governance:policy")
    in_force = PolicyVersion.objects.filter(organisation=organisation, state=PolicyState.IN_FORCE)
    adopted = in_force.select_related("decision").first()
    if adopted is None or adopted.decision is None:
        version = policy_of(organisation).version
        said = f"Version {version}, which comes with Attending, holds. Nobody here has adopted a policy by decision."
        return [Finding(ITEM, TITLE, FindingState.PARTIAL, said, None, link)]
    said = f"Version {adopted.name} was adopted by a signed decision."
    return [Finding(ITEM, TITLE, FindingState.MET, said, adopted.decision.decided_at, link)]
