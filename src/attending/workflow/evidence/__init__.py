"""What workflow design answers for about a use case or a deployment, a file for each subject."""

from __future__ import annotations

from collections.abc import Iterable

from attending.program.models import Deployment, UseCase
from attending.program.registries.evidence import Finding
from attending.workflow.evidence import contract, drills, hazards, maps, reality

PROVIDERS = (
    (maps.findings, maps.ITEMS),
    (hazards.findings, hazards.ITEMS),
    (drills.findings, (drills.ITEM,)),
    (contract.findings, contract.ITEMS),
    (reality.findings, (reality.ITEM,)),
)
"""Who answers, and for which items."""


def findings(subject: UseCase | Deployment) -> Iterable[Finding]:
    """Every finding of this room, subject by subject."""
    for provider, _ in PROVIDERS:
        yield from provider(subject)
