"""Whether a signed contract still speaks of what runs: its threshold, model version and map, or it has lapsed."""

from __future__ import annotations

from attending.program.models import Deployment
from attending.workflow.models import MapVersion, WorkflowContract
from attending.workflow.rules.contract import from_document, recorded


def lapses(contract: WorkflowContract, deployment: Deployment, signed: MapVersion | None) -> list[str]:
    """Why a contract no longer holds, in words; empty while it does. ``signed`` is the map that is signed now."""
    found = []
    now = deployment.action_threshold
    if now is not None and recorded(contract.threshold) != now:
        found.append(f"it was signed for a threshold of {contract.threshold:g}, and {now.normalize():f} is in use")
    terms = from_document(contract.terms)
    if terms.model_version != deployment.model_version_id:
        found.append(f"it was signed for {terms.model_name}, and {deployment.model_version} is deployed")
    if signed is not None and signed.pk != contract.version_id:
        found.append(
            f"it was signed on version {contract.version.number} of the map, and version {signed.number} is signed now"
        )
    return found
