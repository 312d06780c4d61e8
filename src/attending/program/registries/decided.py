"""Whether a decision that an action names was signed, and about whom; whoever keeps decisions answers."""

from __future__ import annotations

from collections.abc import Callable

from attending.program.models import Deployment, UseCase
from attending.program.rules import Refused

SubjectOf = Callable[[str], str | None]
"""What a signed decision, such as ``decision:12``, is about, such as ``deployment:3``; None where there is none."""

_keepers: list[SubjectOf] = []


def register(keeper: SubjectOf) -> SubjectOf:
    """Add who keeps decisions; called once, at start-up."""
    if keeper not in _keepers:
        _keepers.append(keeper)
    return keeper


def require(decision: str, subject: UseCase | Deployment) -> None:
    """Raise Refused unless ``decision`` names a signed decision about exactly this subject, or is empty."""
    kind = "deployment" if isinstance(subject, Deployment) else "use_case"
    if decision and f"{kind}:{subject.pk}" not in {keeper(decision) for keeper in _keepers}:
        raise Refused(
            f"“{decision}” is no signed decision about {subject}, so nothing rests on it. Have it decided and signed."
        )
