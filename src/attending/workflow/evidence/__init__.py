"""What workflow design answers for about a use case or a deployment."""

from __future__ import annotations

from collections.abc import Iterable

from attending.program.models import Deployment, UseCase
from attending.program.registries.evidence import Finding
from attending.workflow.evidence import contract, drills, hazards, maps, reality

_SUBJECTS = (maps, hazards, drills, contract, reality)


def findings(subject: UseCase | Deployment) -> Iterable[Finding]:
    """Every finding of this room, subject by subject."""
    for each in _SUBJECTS:
        yield from each.findings(subject)
